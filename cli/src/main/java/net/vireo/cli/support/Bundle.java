// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.support;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
        add(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private void add(final String name, final byte[] content) {
        final int room = Math.min(MAX_FILE_BYTES, MAX_BYTES - bytes);
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

    /** Adds the last part of a file, or the reason why it cannot be read. */
    void file(final String name, final Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            // A file of /proc has no length: it is read whole.
            if (file.length() == 0) {
                add(name, Files.readAllBytes(path));
                return;
            }
            final byte[] tail = new byte[(int) Math.min(MAX_FILE_BYTES, file.length())];
            file.seek(file.length() - tail.length);
            file.readFully(tail);
            add(name, tail);
        } catch (final IOException e) {
            text(name, "cannot be read: " + e.getMessage() + "\n");
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
