// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What one of Contrail's own tools sent, was answered, and printed.
 *
 * @param command its command line
 * @param requests messages in hex, netlink header included
 * @param replies for each request, the messages that answered it
 * @param prints what it printed; empty for a recording of requests only
 */
record Recording(String command, List<String> requests, List<List<String>> replies, String prints) {
    static List<Recording> read(final String resource) {
        final List<Recording> recordings = new ArrayList<>();
        final StringBuilder prints = new StringBuilder();
        Recording current = null;
        for (final String line : lines(resource)) {
            if (line.startsWith("$ ")) {
                finish(current, prints, recordings);
                current = new Recording(line.substring(2), new ArrayList<>(), new ArrayList<>(), "");
            } else if (line.startsWith("> ")) {
                current.requests.add(line.substring(2));
                current.replies.add(new ArrayList<>());
            } else if (line.startsWith("< ")) {
                current.replies.getLast().add(line.substring(2));
            } else if (line.startsWith("|")) {
                prints.append(line.substring(1)).append('\n');
            } else if (line.equals("\\")) {
                prints.setLength(prints.length() - 1);
            }
        }
        finish(current, prints, recordings);
        return recordings;
    }

    private static void finish(final Recording current, final StringBuilder prints, final List<Recording> recordings) {
        if (current != null) {
            recordings.add(new Recording(current.command, current.requests, current.replies, prints.toString()));
        }
        prints.setLength(0);
    }

    private static List<String> lines(final String resource) {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(Recording.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answers to a request: those recorded for the same bytes, or none that anybody would expect. */
    List<String> answer(final int index) {
        return index < replies.size() ? replies.get(index) : List.of();
    }

    @Override
    public String toString() {
        return command;
    }
}
