// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The bytes of a journal, all numbers little-endian:
 *
 * <pre>
 *  header   0 magic | 8 version | 12 CRC32C of 16 .. 64 | 16 through | 24 snapshot bytes | 32 build, 32 bytes of text
 *  record   0 payload bytes | 4 CRC32C of all that follows | 8 sequence | 16 kind | 20 payload
 * </pre>
 *
 * Behind the header come {@code snapshot bytes} of records that together are the state after change {@code through},
 * then one record for each later change. Magic and version stay where they are in every version.
 */
final class JournalFormat {
    /** Raised with every change of these bytes or of what a kind of record means. */
    static final int VERSION = 1;

    /** First bytes of the file: "VIREOJNL" read as a little-endian number. */
    static final long MAGIC = 0x4c4e_4a4f_4552_4956L;

    static final int HEADER_BYTES = 64;
    static final int RECORD_BYTES = 20;

    /** Far more than a request can be; a greater length is damage. */
    static final int MAX_PAYLOAD_BYTES = 1 << 20;

    private static final int CHECKED_OFFSET = 16;
    private static final int BUILD_OFFSET = 32;
    private static final int RECORD_CHECKED_OFFSET = 8;

    private JournalFormat() {}

    /** What the header says. */
    record Header(long through, long snapshotBytes, String build) {}

    static byte[] header(final Header header) {
        final ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(MAGIC).putInt(VERSION).putInt(0).putLong(header.through).putLong(header.snapshotBytes);
        final byte[] build = header.build.getBytes(StandardCharsets.US_ASCII);
        bytes.put(build, 0, Math.min(build.length, HEADER_BYTES - BUILD_OFFSET));
        return bytes.putInt(12, checksum(bytes.array(), CHECKED_OFFSET, HEADER_BYTES))
                .array();
    }

    /** @throws JournalRefused for the header of something else */
    static Header header(final Path path, final byte[] head) throws JournalRefused {
        final ByteBuffer bytes = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        if (head.length < CHECKED_OFFSET || bytes.getLong(0) != MAGIC) {
            throw new JournalRefused(
                    path + " is no journal of a data plane; --fresh starts without state in its place");
        }
        if (bytes.getInt(8) != VERSION) {
            throw new JournalRefused(path + " has format version " + bytes.getInt(8) + ", this program reads " + VERSION
                    + "; start the version that wrote it, or discard the node's state with --fresh");
        }
        if (head.length < HEADER_BYTES || bytes.getInt(12) != checksum(head, CHECKED_OFFSET, HEADER_BYTES)) {
            throw new JournalRefused(path + " is damaged in its first " + HEADER_BYTES
                    + " bytes; discard the node's state with --fresh");
        }
        final String build = new String(head, BUILD_OFFSET, HEADER_BYTES - BUILD_OFFSET, StandardCharsets.US_ASCII);
        return new Header(bytes.getLong(16), bytes.getLong(24), build.trim());
    }

    static byte[] record(final long sequence, final int kind, final byte[] payload) {
        final ByteBuffer bytes =
                ByteBuffer.allocate(RECORD_BYTES + payload.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(payload.length).putInt(0).putLong(sequence).putInt(kind).put(payload);
        return bytes.putInt(4, checksum(bytes.array(), RECORD_CHECKED_OFFSET, bytes.capacity()))
                .array();
    }

    /** How long the record at the buffer's position is with its payload; needs its first four bytes. */
    static long recordBytes(final ByteBuffer bytes) {
        return RECORD_BYTES + Integer.toUnsignedLong(bytes.getInt(bytes.position()));
    }

    /**
     * Takes the whole record at the buffer's position; null when its checksum is wrong.
     *
     * @param array what the buffer wraps
     */
    static JournalRecord record(final ByteBuffer bytes, final byte[] array) {
        final int from = bytes.position();
        final int end = from + (int) recordBytes(bytes);
        final int checksum = checksum(array, from + RECORD_CHECKED_OFFSET, end);
        if (checksum != bytes.getInt(from + 4)) {
            return null;
        }
        final byte[] payload = new byte[end - from - RECORD_BYTES];
        bytes.get(from + RECORD_BYTES, payload);
        bytes.position(end);
        return new JournalRecord(bytes.getLong(from + 8), bytes.getInt(from + 16), payload);
    }

    private static int checksum(final byte[] bytes, final int from, final int end) {
        final CRC32C checksum = new CRC32C();
        checksum.update(bytes, from, end - from);
        return (int) checksum.getValue();
    }
}
