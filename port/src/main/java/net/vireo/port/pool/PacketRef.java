// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.pool;

/**
 * A packet as it travels between ports, lcores and rings: one long, never an object.
 *
 * <pre>
 *  63      56 55                36 35              20 19                0
 * +----------+--------------------+------------------+------------------+
 * |generation|         id         |      offset      |      length      |
 * +----------+--------------------+------------------+------------------+
 *      8               20                  16                 20
 * </pre>
 *
 * The id names a buffer of the {@link PacketPool}; offset is where the first byte lies in that buffer, length how many
 * bytes there are; the generation is the buffer's at the time it was taken, so that a stale reference is noticed.
 */
public final class PacketRef {
    public static final int MAX_ID = (1 << 20) - 1;
    public static final int MAX_OFFSET_BYTES = (1 << 16) - 1;
    public static final int MAX_LENGTH_BYTES = (1 << 20) - 1;

    private PacketRef() {}

    public static long of(final int generation, final int id, final int offsetBytes, final int lengthBytes) {
        return (long) (generation & 0xff) << 56 | (long) id << 36 | (long) offsetBytes << 20 | lengthBytes;
    }

    public static int generation(final long packet) {
        return (int) (packet >>> 56);
    }

    public static int id(final long packet) {
        return (int) (packet >>> 36) & MAX_ID;
    }

    public static int offset(final long packet) {
        return (int) (packet >>> 20) & MAX_OFFSET_BYTES;
    }

    public static int length(final long packet) {
        return (int) packet & MAX_LENGTH_BYTES;
    }

    /** The same buffer with another first byte and length: a header pushed or pulled. */
    public static long resized(final long packet, final int offsetBytes, final int lengthBytes) {
        return packet & 0xffff_fff0_0000_0000L | (long) offsetBytes << 20 | lengthBytes;
    }
}
