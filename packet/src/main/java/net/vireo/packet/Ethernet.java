// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import net.vireo.linux.memory.Memory;

/**
 * Ethernet II frame header, with its 802.1Q tags (IEEE 802.3, 802.1Q; RFC 894 for IPv4 in it).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                      destination address                      |
 * +                               +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                               |                               |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+                               +
 * |                        source address                         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  0 to 4 tags of 4 bytes ...   |           EtherType           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>{@code p} is the masked address of the frame's first byte. Call {@link #check} before any reader. MAC addresses are
 * the low 48 bits of a long. Any thread may call; nothing but {@link #describe} allocates.
 */
public final class Ethernet {
    /** Header without tags. */
    public static final int HEADER_BYTES = 14;

    /** Tags looked through; a frame with more is malformed to us (sheet vrouter-dataplane 2.1). */
    public static final int MAX_TAGS = 4;

    /** The smallest frame on a wire, without its check sequence; shorter ones are padded by the sender. */
    public static final int MIN_FRAME_BYTES = 60;

    private static final int SOURCE = 6;
    private static final int TYPE = 12;

    private Ethernet() {}

    /**
     * @param lengthBytes bytes of the frame that are there
     * @return header length with all tags (14, 18, 22, ..), or {@link Malformed#TRUNCATED}, {@link Malformed#TOO_MANY_TAGS}
     */
    public static int check(final long p, final int lengthBytes) {
        if (lengthBytes < HEADER_BYTES) {
            return Malformed.TRUNCATED;
        }
        return EtherType.isTag(type(p)) ? checkTags(p, lengthBytes) : HEADER_BYTES;
    }

    private static int checkTags(final long p, final int lengthBytes) {
        int headerBytes = HEADER_BYTES;
        while (EtherType.isTag(payloadType(p, headerBytes))) {
            if (headerBytes == HEADER_BYTES + MAX_TAGS * Vlan.TAG_BYTES) {
                return Malformed.TOO_MANY_TAGS;
            }
            headerBytes += Vlan.TAG_BYTES;
            if (headerBytes > lengthBytes) {
                return Malformed.TRUNCATED;
            }
        }
        return headerBytes;
    }

    public static long destination(final long p) {
        return Memory.getLongBe(p) >>> 16;
    }

    public static long source(final long p) {
        return Memory.getLongBe(p + SOURCE) >>> 16;
    }

    /** Wide read: source address in the upper 48 bits, the first type field in the lower 16. */
    public static long sourceAndType(final long p) {
        return Memory.getLongBe(p + SOURCE);
    }

    /** The first type field: a tag's identifier when the frame is tagged. */
    public static int type(final long p) {
        return Memory.getShortBe(p + TYPE) & 0xffff;
    }

    /** The type behind all tags, given the header length that {@link #check} returned. */
    public static int payloadType(final long p, final int headerBytes) {
        return Memory.getShortBe(p + headerBytes - 2) & 0xffff;
    }

    /** Bytes of VLAN tags in a header of this length; the first tag is at {@code p + 12}. */
    public static int tagBytes(final int headerBytes) {
        return headerBytes - HEADER_BYTES;
    }

    /** The outermost tag's identifier and control information as one int, to be read with {@link Vlan}; needs a tag. */
    public static int outerTag(final long p) {
        return Memory.getIntBe(p + TYPE);
    }

    /** Group bit of the destination: multicast or broadcast. */
    public static boolean isMulticast(final long p) {
        return (Memory.getByte(p) & 1) != 0;
    }

    public static void destination(final long p, final long mac) {
        Memory.putIntBe(p, (int) (mac >>> 16));
        Memory.putShortBe(p + 4, (short) mac);
    }

    public static void source(final long p, final long mac) {
        Memory.putShortBe(p + SOURCE, (short) (mac >>> 32));
        Memory.putIntBe(p + SOURCE + 2, (int) mac);
    }

    public static void type(final long p, final int type) {
        Memory.putShortBe(p + TYPE, (short) type);
    }

    /** Writes an untagged header: 14 bytes in two stores that overlap. */
    public static void emit(final long p, final long destination, final long source, final int type) {
        Memory.putLongBe(p, destination << 16 | (source >>> 32 & 0xffff));
        Memory.putLongBe(p + SOURCE, source << 16 | (type & 0xffff));
    }

    /** One line as {@code tcpdump -e} would print it, with what the payload is; for tools, allocates. */
    public static String describe(final long p, final int lengthBytes) {
        final StringBuilder out = new StringBuilder(160);
        describe(out, p, lengthBytes, 0);
        return out.toString();
    }

    static void describe(final StringBuilder out, final long p, final int lengthBytes, final int depth) {
        EthernetText.describe(out, p, lengthBytes, depth);
    }
}
