// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.vireo.sandesh.NetlinkFrames;
import net.vireo.sandesh.NetlinkMessage;
import net.vireo.sandesh.ObjectReader;
import net.vireo.sandesh.ObjectWriter;
import net.vireo.sandesh.SandeshObject;

/**
 * Bytes recorded from the original tools.
 *
 * @param command what the operator typed
 * @param exchanges each request with the replies to it
 */
record Recorded(String command, List<Exchange> exchanges) {
    /** One request and the messages of the reply. */
    record Exchange(String request, List<String> replies) {}

    /** Rewrites what a recorded reply holds and this router cannot know. */
    interface Patch {
        void apply(SandeshObject<?> object);
    }

    static List<Recorded> all(final String resource) {
        final List<Recorded> all = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(Recorded.class.getResourceAsStream(resource), StandardCharsets.US_ASCII))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                final String rest = line.length() > 2 ? line.substring(2) : "";
                if (line.startsWith("= ")) {
                    all.add(new Recorded(rest, new ArrayList<>()));
                } else if (line.startsWith("> ")) {
                    all.getLast().exchanges.add(new Exchange(rest, new ArrayList<>()));
                } else if (line.startsWith("< ")) {
                    all.getLast().exchanges.getLast().replies().add(rest);
                }
            }
        } catch (final IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return all;
    }

    /** The conversations of a command, in the order of recording. */
    static List<Recorded> conversations(final String command) {
        return all("conversations.txt").stream()
                .filter(recorded -> recorded.command.equals(command))
                .toList();
    }

    static byte[] bytes(final String hex) {
        return HexFormat.of().parseHex(hex);
    }

    static String hex(final byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** A recorded message with every object patched; headers and lengths are made anew. */
    static String patched(final String message, final Patch patch) {
        final NetlinkMessage parsed =
                new NetlinkFrames(NetlinkFrames.DEFAULT_LIMIT_BYTES).next(ByteBuffer.wrap(bytes(message)));
        final List<SandeshObject<?>> objects = ObjectReader.readAll(parsed.payload());
        objects.forEach(patch::apply);
        return hex(parsed.header().message(ObjectWriter.encode(objects.toArray(SandeshObject<?>[]::new))));
    }
}
