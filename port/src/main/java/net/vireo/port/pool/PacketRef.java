// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.pool;

/**
 * A packet as it travels between ports, lcores and rings: one long, never an object.
 *
 * <pre>
 *  63      56 55                36 35              20 19 18 17               0
 * +----------+--------------------+------------------+--+--+------------------+
 * |generation|         id         |      offset      | 0| O|      length      |
 * +----------+--------------------+------------------+--+--+------------------+
 *      8               20                  16          1  1         18
 * </pre>
 *
 * The id names a buffer of the {@link PacketPool}; offset is where the first byte lies in that buffer, length how many
 * bytes there are; the generation is the buffer's at the time it was taken, so that a stale reference is noticed. O says
 * that the buffer's {@link PacketPool#offload(int) offload word} speaks of this packet; a buffer is taken without it, so
 * that an old word means nothing.
 */
public final class PacketRef {
    public static final int MAX_ID = (1 << 20) - 1;
    public static final int MAX_OFFSET_BYTES = (1 << 16) - 1;
    public static final int MAX_LENGTH_BYTES = (1 << 18) - 1;
    /** The bit of a packet that has an offload word: an open checksum, or segments to be cut. */
    public static final long FLAG_OFFLOAD = 1L << 18;

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

    /** Whether the buffer's offload word speaks of this packet. */
    public static boolean hasOffload(final long packet) {
        return (packet & FLAG_OFFLOAD) != 0;
    }

    /** The same packet with or without {@link #FLAG_OFFLOAD}. */
    public static long withOffload(final long packet, final boolean offload) {
        return offload ? packet | FLAG_OFFLOAD : packet & ~FLAG_OFFLOAD;
    }

    /** The same buffer with another first byte and length: a header pushed or pulled. The offload flag stays. */
    public static long resized(final long packet, final int offsetBytes, final int lengthBytes) {
        return packet & 0xffff_fff0_000c_0000L | (long) offsetBytes << 20 | lengthBytes;
    }
}
