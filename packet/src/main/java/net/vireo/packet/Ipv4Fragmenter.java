// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import net.vireo.linux.memory.Memory;

/**
 * Cuts an IPv4 packet into fragments (RFC 791 3.2), one at a time into memory of the caller's:
 *
 * <pre>
 * final long plan = Ipv4Fragmenter.plan(p, headerBytes, mtuBytes);
 * for (int k = 0; k &lt; Ipv4Fragmenter.count(plan); k++) {
 *     length = Ipv4Fragmenter.emit(p, plan, k, out);
 * }
 * </pre>
 *
 * <p>Options without the copied flag are in the first fragment only; in the others NOPs take their place, as in Linux's
 * fragments, so that all headers have one length. A packet that is a fragment already is cut further. A transport checksum that
 * is still to be completed must be completed before: no fragment holds all it covers. Any thread, allocates nothing.
 */
public final class Ipv4Fragmenter {
    /** The plan for a packet that is too big and may not be cut: DF is set. */
    public static final long FORBIDDEN = 0;

    private static final int COUNT_SHIFT = 32;
    private static final int HEADER_SHIFT = 16;
    private static final int UNIT_BYTES = 8;
    private static final int COPIED = 0x80;

    private Ipv4Fragmenter() {}

    /**
     * @param p masked address of an IPv4 header that passed {@link Ipv4#check}
     * @param headerBytes what the check returned
     * @param maxBytes the longest fragment, its header included
     * @return a plan: one fragment when the packet fits; or {@link #FORBIDDEN}, {@link Malformed#NO_ROOM} ({@code maxBytes}
     *     leaves less than 8 bytes of payload), {@link Malformed#BAD_LENGTH} (a fragment that reaches past 65535 bytes)
     */
    public static long plan(final long p, final int headerBytes, final int maxBytes) {
        final int totalBytes = Ipv4.totalLengthBytes(p);
        final int payloadBytes = totalBytes - headerBytes;
        if (totalBytes <= maxBytes) {
            return plan(1, headerBytes, payloadBytes);
        }
        if (Ipv4.dontFragment(p)) {
            return FORBIDDEN;
        }
        final int eachBytes = (maxBytes - headerBytes) & -UNIT_BYTES;
        if (eachBytes < UNIT_BYTES) {
            return Malformed.NO_ROOM;
        }
        if (Ipv4.fragmentOffsetBytes(p) + payloadBytes > 0xffff) {
            return Malformed.BAD_LENGTH;
        }
        return plan((payloadBytes + eachBytes - 1) / eachBytes, headerBytes, eachBytes);
    }

    private static long plan(final int count, final int headerBytes, final int eachBytes) {
        return (long) count << COUNT_SHIFT | headerBytes << HEADER_SHIFT | eachBytes;
    }

    /** How many fragments a plan has; 0 for {@link #FORBIDDEN}, negative for {@link Malformed}. */
    public static int count(final long plan) {
        return (int) (plan >> COUNT_SHIFT);
    }

    /**
     * Writes fragment {@code k}: header with its checksum, and payload.
     *
     * @param p the packet, unchanged since {@link #plan}
     * @param k 0 to {@code count(plan) - 1}
     * @param out masked address with {@code maxBytes} of room, not in the packet
     * @return the fragment's length
     */
    public static int emit(final long p, final long plan, final int k, final long out) {
        final int headerBytes = (int) plan >>> HEADER_SHIFT;
        final int eachBytes = (int) plan & 0xffff;
        final int fromBytes = k * eachBytes;
        final int leftBytes = Ipv4.totalLengthBytes(p) - headerBytes - fromBytes;
        final int payloadBytes = Math.min(eachBytes, leftBytes);
        // Only the last fragment keeps what the packet itself said about more to come.
        final int more = payloadBytes < leftBytes ? Ipv4.MORE_FRAGMENTS : 0;
        final int flagsAndOffset = Ipv4.flagsAndOffset(p) + fromBytes / UNIT_BYTES | more;
        Memory.copy(p, out, headerBytes);
        Memory.copy(p + headerBytes + fromBytes, out + headerBytes, payloadBytes);
        if (k > 0 && headerBytes > Ipv4.MIN_HEADER_BYTES) {
            blankOptions(out, headerBytes);
        }
        Ipv4.totalLengthBytes(out, headerBytes + payloadBytes);
        Memory.putShortBe(out + 6, (short) flagsAndOffset);
        Ipv4.fillChecksum(out);
        return headerBytes + payloadBytes;
    }

    private static void blankOptions(final long p, final int headerBytes) {
        int at = Ipv4.MIN_HEADER_BYTES;
        while (at < headerBytes) {
            final int optionBytes = Options.optionBytes(p + at, headerBytes - at);
            if (optionBytes <= 0) {
                return;
            }
            if ((Memory.getByte(p + at) & COPIED) == 0) {
                blank(p + at, optionBytes);
            }
            at += optionBytes;
        }
    }

    private static void blank(final long p, final int lengthBytes) {
        for (int at = 0; at < lengthBytes; at++) {
            Memory.putByte(p + at, (byte) Options.NOP);
        }
    }
}
