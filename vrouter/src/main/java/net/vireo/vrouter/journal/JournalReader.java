// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.journal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Consumer;

/**
 * Reads a journal from its beginning and follows it while another process writes: each {@link #read} gives what has come
 * since, also when the writer has meanwhile put a shorter journal in its place. A record that is not whole yet is left
 * for later. Behind damage nothing is read: {@link #damage} says so. One thread.
 */
public final class JournalReader implements AutoCloseable {
    private static final int CHUNK_BYTES = 1 << 16;

    private final Path path;
    private RandomAccessFile file;
    private Object fileKey;
    private JournalFormat.Header header;
    private byte[] chunk = new byte[CHUNK_BYTES];
    private ByteBuffer buffer = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);

    /** Where the next record begins, and the sequence of the last one. */
    private long position;

    private long sequence;
    private String damage = "";

    private JournalReader(final Path path) {
        this.path = path;
    }

    /**
     * Opens a journal at its beginning.
     *
     * @throws JournalRefused when it is of another version or nothing that this program knows
     * @throws IOException when there is none or it cannot be read
     */
    public static JournalReader open(final Path path) throws IOException {
        final JournalReader reader = new JournalReader(path);
        reader.openFile();
        return reader;
    }

    /**
     * Gives every whole record that has not been given yet.
     *
     * @return how many
     * @throws IOException when it cannot be read, or changes were missed because the journal was replaced twice
     */
    public int read(final Consumer<JournalRecord> to) throws IOException {
        int count = readFile(to);
        while (replaced()) {
            // What the writer appended to the old file before it replaced it is there by now.
            count += readFile(to);
            final long before = sequence;
            file.close();
            openFile();
            if (header.through() != before) {
                throw new IOException(path + " was replaced by one that begins after change " + header.through()
                        + ", known here is change " + before);
            }
            position += header.snapshotBytes();
            sequence = before;
            count += readFile(to);
        }
        return count;
    }

    /** A sentence about the damage that ended the reading; empty while there is none. */
    public String damage() {
        return damage;
    }

    /** How many bytes behind the last whole record: of one whose writer was killed. */
    public long tornBytes() throws IOException {
        return damage.isEmpty() ? file.length() - position : 0;
    }

    /** The build of the program that began the file. */
    public String build() {
        return header.build();
    }

    /** The sequence of the last record. */
    public long sequence() {
        return sequence;
    }

    /** Where the last whole record ends. */
    long position() {
        return position;
    }

    /** Where the snapshot at the beginning of the file ends. */
    long snapshotEnd() {
        return JournalFormat.HEADER_BYTES + header.snapshotBytes();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void openFile() throws IOException {
        try {
            file = new RandomAccessFile(path.toFile(), "r");
        } catch (final FileNotFoundException absent) {
            throw new IOException("there is no journal " + path, absent);
        }
        final byte[] head = new byte[(int) Math.min(file.length(), JournalFormat.HEADER_BYTES)];
        file.readFully(head);
        header = JournalFormat.header(path, head);
        fileKey = key();
        position = JournalFormat.HEADER_BYTES;
        sequence = header.through();
    }

    private boolean replaced() throws IOException {
        return damage.isEmpty() && Files.exists(path) && !fileKey.equals(key());
    }

    private Object key() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    private int readFile(final Consumer<JournalRecord> to) throws IOException {
        int count = 0;
        while (damage.isEmpty() && fill()) {
            while (damage.isEmpty() && hasWhole()) {
                final int from = buffer.position();
                final JournalRecord record = JournalFormat.record(buffer, chunk);
                final boolean inSnapshot = position < snapshotEnd();
                if (record == null || record.sequence() != (inSnapshot ? header.through() : sequence + 1)) {
                    damaged(record == null ? "its checksum is wrong" : "it is out of sequence");
                } else {
                    position += buffer.position() - from;
                    sequence = record.sequence();
                    to.accept(record);
                    count++;
                }
            }
        }
        return count;
    }

    /** Reads on from {@link #position}; whether a whole record is in the buffer now. */
    private boolean fill() throws IOException {
        buffer.clear();
        file.seek(position);
        final int got = file.read(chunk, 0, chunk.length);
        buffer.limit(Math.max(got, 0));
        if (hasWhole()) {
            return true;
        }
        if (got < chunk.length || !damage.isEmpty()) {
            return false;
        }
        // A record longer than the buffer, which has seen that its length is sane.
        chunk = new byte[JournalFormat.RECORD_BYTES + JournalFormat.MAX_PAYLOAD_BYTES];
        buffer = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
        return fill();
    }

    private boolean hasWhole() {
        if (buffer.remaining() < Integer.BYTES) {
            return false;
        }
        final long bytes = JournalFormat.recordBytes(buffer);
        if (bytes > JournalFormat.RECORD_BYTES + JournalFormat.MAX_PAYLOAD_BYTES) {
            damaged("its length is " + (bytes - JournalFormat.RECORD_BYTES));
            return false;
        }
        return bytes <= buffer.remaining();
    }

    private void damaged(final String how) {
        damage = path + " is damaged at byte " + position + " (of the record there, " + how + "): what follows change "
                + sequence + " is lost, what is before it is used";
    }
}
