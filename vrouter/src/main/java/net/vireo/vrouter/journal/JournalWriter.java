// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.journal;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Writes a journal. Each change is one write system call, so that a process that is killed leaves a whole record, none,
 * or the first part of one. It lies on tmpfs and outlives the process, not the machine: nothing is synced. One thread.
 */
public final class JournalWriter implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path path;
    private final String build;
    private RandomAccessFile file;
    private long sequence;
    private long sizeBytes;
    private long snapshotBytes;

    private JournalWriter(final Path path, final String build) {
        this.path = path;
        this.build = build;
    }

    /** Begins an empty journal, in place of any that is there. */
    public static JournalWriter create(final Path path, final String build) throws IOException {
        final JournalWriter writer = new JournalWriter(path, build);
        writer.rewrite(out -> {});
        return writer;
    }

    /**
     * Goes on behind the last whole record that a reader found; what is left of a torn one is cut off. The other writer
     * must be dead.
     */
    public static JournalWriter goOn(final Path path, final String build, final JournalReader reader)
            throws IOException {
        final JournalWriter writer = new JournalWriter(path, build);
        writer.file = new RandomAccessFile(path.toFile(), "rw");
        writer.file.setLength(reader.position());
        writer.file.seek(reader.position());
        writer.sequence = reader.sequence();
        writer.sizeBytes = reader.position();
        writer.snapshotBytes = reader.snapshotEnd();
        return writer;
    }

    /** Adds one change. */
    public void append(final int kind, final byte[] payload) throws IOException {
        final byte[] record = JournalFormat.record(sequence + 1, kind, payload);
        try {
            file.write(record);
        } catch (final IOException failure) {
            // Half a record in the middle would end every later reading.
            file.setLength(sizeBytes);
            file.seek(sizeBytes);
            throw failure;
        }
        sequence++;
        sizeBytes += record.length;
    }

    /**
     * Puts a journal in the place of this one that begins with the state as of now. Whoever is killed meanwhile leaves
     * the old one.
     *
     * @param snapshot gives the records that together make the state
     */
    public void rewrite(final Consumer<BiConsumer<Integer, byte[]>> snapshot) throws IOException {
        final Path next = path.resolveSibling(path.getFileName() + ".next");
        Files.deleteIfExists(next);
        Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        final SnapshotWriter records = new SnapshotWriter();
        try (OutputStream out =
                new BufferedOutputStream(Files.newOutputStream(next, StandardOpenOption.WRITE), BUFFER_BYTES)) {
            records.out = out;
            out.write(JournalFormat.header(new JournalFormat.Header(sequence, 0, build)));
            snapshot.accept(records);
        }
        records.check();
        final RandomAccessFile rewritten = new RandomAccessFile(next.toFile(), "rw");
        rewritten.write(JournalFormat.header(new JournalFormat.Header(sequence, records.bytes, build)));
        snapshotBytes = JournalFormat.HEADER_BYTES + records.bytes;
        sizeBytes = snapshotBytes;
        rewritten.seek(sizeBytes);
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (file != null) {
            file.close();
        }
        file = rewritten;
    }

    /** How long the file is. */
    public long sizeBytes() {
        return sizeBytes;
    }

    /** How long its snapshot is, header included. */
    public long snapshotBytes() {
        return snapshotBytes;
    }

    /** Closes the file and leaves it there. */
    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Closes the file and removes it: the node is stopped and leaves nothing behind. */
    public void discard() throws IOException {
        file.close();
        Files.deleteIfExists(path);
    }

    /** Counts what is written, and keeps the failure for the caller of the source. */
    private final class SnapshotWriter implements BiConsumer<Integer, byte[]> {
        private OutputStream out;
        private long bytes;
        private IOException failure;

        @Override
        public void accept(final Integer kind, final byte[] payload) {
            if (failure != null) {
                return;
            }
            final byte[] record = JournalFormat.record(sequence, kind, payload);
            try {
                out.write(record);
                bytes += record.length;
            } catch (final IOException e) {
                failure = e;
            }
        }

        void check() throws IOException {
            if (failure != null) {
                throw failure;
            }
        }
    }
}
