// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.port;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are replaced whole, and are on the disk before anybody is told so. */
final class DurableFile {
    /** How the names of files end that are being written. */
    static final String NEW = ".new";

    private DurableFile() {}

    /** @throws IOException when the file cannot be written; what was there before stays */
    static void write(final Path file, final String text) throws IOException {
        final Path temporary = file.resolveSibling(file.getFileName() + NEW);
        try {
            try (FileChannel out = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                final ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncDirectory(file);
        } catch (final IOException e) {
            Files.deleteIfExists(temporary);
            throw new IOException("cannot write " + file + ": " + reason(e) + "; see to its disk, and ask again", e);
        }
    }

    static void delete(final Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            syncDirectory(file);
        }
    }

    private static String reason(final IOException e) {
        return e instanceof final FileSystemException file && file.getReason() != null
                ? file.getReason()
                : e.getMessage();
    }

    /** A name in a directory is on the disk when the directory is. */
    private static void syncDirectory(final Path file) throws IOException {
        try (FileChannel names = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            names.force(true);
        }
    }
}
