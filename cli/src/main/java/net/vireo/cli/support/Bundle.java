// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.support;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** What goes into an archive, each file and all of them together bounded. */
final class Bundle {
    private static final int MAX_FILE_BYTES = 4 << 20;
    private static final int MAX_BYTES = 64 << 20;
    private static final String CUT = "\n[cut here: the file is longer than the archive takes]\n";

    private final SequencedMap<String, byte[]> files = new LinkedHashMap<>();
    private int bytes;

    /** Adds a text; what is too long is cut at its end, and says so. */
    void text(final String name, final String text) {
        add(name, text.getBytes(StandardCharsets.UTF_8), MAX_FILE_BYTES);
    }

    private void add(final String name, final byte[] content, final int limit) {
        final int room = Math.min(limit, MAX_BYTES - bytes);
        final byte[] kept;
        if (content.length <= room) {
            kept = content;
        } else {
            final byte[] cut = CUT.getBytes(StandardCharsets.UTF_8);
            kept = Arrays.copyOf(content, Math.max(0, room - cut.length) + cut.length);
            System.arraycopy(cut, 0, kept, kept.length - cut.length, cut.length);
        }
        files.put(name, kept);
        bytes += kept.length;
    }

    /** Adds the last part of a file, or the reason why it cannot be read; nothing when there is no such file. */
    void tail(final String name, final Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            // The sizes that /proc and /sys give are not to be trusted: what can be read is what there is.
            file.position(Math.max(0, file.size() - MAX_FILE_BYTES));
            add(name, Channels.newInputStream(file).readNBytes(MAX_FILE_BYTES), MAX_FILE_BYTES);
        } catch (final IOException e) {
            text(name, "cannot be read: " + e.getMessage() + "\n");
        }
    }

    /** Adds a file whole, as far as all of them together leave room: half of a table is of no use. */
    void whole(final String name, final Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try {
            final long size = Files.size(path);
            if (size > MAX_BYTES - bytes) {
                text(name + ".txt", "left out: " + size + " bytes are too many\n");
            } else {
                add(name, Files.readAllBytes(path), MAX_BYTES);
            }
        } catch (final IOException e) {
            text(name + ".txt", "cannot be read: " + e.getMessage() + "\n");
        }
    }

    /** What it holds so far, by name. */
    Map<String, byte[]> files() {
        return files;
    }

    int sizeBytes() {
        return bytes;
    }
}
