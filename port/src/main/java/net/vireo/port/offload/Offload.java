// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.offload;

import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;

/**
 * What a packet still lacks, as one long beside its buffer ({@link PacketPool#offload(int)}): a transport checksum to be
 * completed, segments to be cut. {@link #NONE} is a packet as on a wire. Any thread; nothing allocates.
 *
 * <pre>
 *  63        53 52  51  50 49  48 47       40 39       32 31            16 15             0
 * +------------+---+---+---+------+-----------+-----------+----------------+----------------+
 * |     0      | V | P | E | type |  network  | csum offs |   csum start   |    gso size    |
 * +------------+---+---+---+------+-----------+-----------+----------------+----------------+
 * </pre>
 *
 * <ul>
 *   <li>P, needs checksum: the field holds the folded pseudo-header sum, not complemented.
 *   <li>V, data valid: the checksum was verified.
 *   <li>type: {@link #TCP4}, {@link #TCP6}, {@link #UDP} for a packet that stands for several, each with {@code gso size}
 *       payload bytes but the last. Such a packet always has P and right offsets. E: its TCP header has CWR.
 *   <li>csum start: where the transport header starts, from the start of the <em>buffer</em>, as
 *       {@link PacketRef#offset}: pushing and pulling headers does not change it.
 *   <li>csum offset: where the field is, from csum start.
 *   <li>network: bytes of the IP header (with its options or extension headers) in front of csum start; 0: not known.
 * </ul>
 */
public final class Offload {
    /** Nothing is open. */
    public static final long NONE = 0;
    /** Segment types; 0 is a packet that stands for itself. */
    public static final int TCP4 = 1;

    public static final int TCP6 = 2;
    /** UDP datagrams of one flow, over either IP version. */
    public static final int UDP = 3;

    /** The word of a packet whose checksum was verified and that lacks nothing. */
    public static final long DATA_VALID = 1L << 52;

    /** The checksum field's place in a TCP header. */
    public static final int TCP_FIELD_OFFSET = 16;
    /** The checksum field's place in a UDP header. */
    public static final int UDP_FIELD_OFFSET = 6;

    private static final long NEEDS_CHECKSUM = 1L << 51;
    private static final long ECN = 1L << 50;
    private static final int TYPE_SHIFT = 48;
    private static final int NETWORK_SHIFT = 40;
    private static final int FIELD_SHIFT = 32;
    private static final int START_SHIFT = 16;
    private static final long GSO_BITS = ECN | 3L << TYPE_SHIFT | 0xffff;

    private Offload() {}

    /**
     * The word of a packet whose checksum is open.
     *
     * @param startBytes of the transport header, from the buffer's start
     * @param fieldOffset of the checksum in it
     * @param networkBytes of the IP header in front of it, or 0
     */
    public static long partial(final int startBytes, final int fieldOffset, final int networkBytes) {
        return NEEDS_CHECKSUM
                | (long) (networkBytes & 0xff) << NETWORK_SHIFT
                | (long) (fieldOffset & 0xff) << FIELD_SHIFT
                | (long) (startBytes & 0xffff) << START_SHIFT;
    }

    /**
     * The word of a packet that stands for several.
     *
     * @param partial what {@link #partial} made
     * @param sizeBytes payload of each segment but the last, 1 to 65534
     */
    public static long segments(final long partial, final int type, final int sizeBytes) {
        return partial | (long) type << TYPE_SHIFT | sizeBytes;
    }

    /** The word with the note that the TCP header has CWR, which some receivers must be told. */
    public static long withEcn(final long word) {
        return word | ECN;
    }

    /** The same open checksum, no segments. */
    public static long withoutSegments(final long word) {
        return word & ~GSO_BITS;
    }

    /** The word after the packet's bytes were moved back in their buffer. */
    public static long moved(final long word, final int byBytes) {
        return needsChecksum(word) ? word + ((long) byBytes << START_SHIFT) : word;
    }

    public static boolean needsChecksum(final long word) {
        return (word & NEEDS_CHECKSUM) != 0;
    }

    public static boolean isDataValid(final long word) {
        return (word & DATA_VALID) != 0;
    }

    public static boolean hasEcn(final long word) {
        return (word & ECN) != 0;
    }

    /** Whether the checksum field lies in the packet: headers that were pulled may have taken it along. */
    public static boolean fits(final long word, final long packet) {
        final int at = start(word) - PacketRef.offset(packet);
        return at >= 0 && at + fieldOffset(word) + 2 <= PacketRef.length(packet);
    }

    /** {@link #TCP4}, {@link #TCP6}, {@link #UDP}, or 0. */
    public static int type(final long word) {
        return (int) (word >>> TYPE_SHIFT) & 3;
    }

    /** Payload bytes of each segment but the last. */
    public static int sizeBytes(final long word) {
        return (int) word & 0xffff;
    }

    /** Where the transport header starts, from the buffer's start. */
    public static int start(final long word) {
        return (int) (word >>> START_SHIFT) & 0xffff;
    }

    /** Where the checksum field is, from {@link #start}. */
    public static int fieldOffset(final long word) {
        return (int) (word >>> FIELD_SHIFT) & 0xff;
    }

    /** Bytes of the IP header in front of {@link #start}; 0: not known. */
    public static int networkBytes(final long word) {
        return (int) (word >>> NETWORK_SHIFT) & 0xff;
    }

    /** A packet's word; {@link #NONE} for one without the flag. */
    public static long of(final PacketPool pool, final long packet) {
        return PacketRef.hasOffload(packet) ? pool.offload(PacketRef.id(packet)) : NONE;
    }

    /** Gives a packet a word. @return the reference to use from now on */
    public static long attach(final PacketPool pool, final long packet, final long word) {
        if (word == NONE) {
            return PacketRef.withOffload(packet, false);
        }
        pool.offload(PacketRef.id(packet), word);
        return PacketRef.withOffload(packet, true);
    }
}
