// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import net.vireo.linux.memory.Memory;

/**
 * Builds the ICMP errors a router owes (RFC 792, RFC 1191, RFC 1812 4.3): a whole IPv4 packet that quotes as much of the
 * cause as fits 576 bytes.
 *
 * <p>None is built about an ICMP error, a fragment behind the first, a packet to multicast or broadcast, or one whose
 * source is not a single host (RFC 1812 4.3.2.7). Link-layer broadcasts and a subnet's own broadcast address are the
 * caller's to know, and so is a rate limit. Any thread, allocates nothing.
 */
public final class IcmpErrors {
    /** The answer when the rules forbid an error about this packet. */
    public static final int NONE = 0;

    /** Bytes in front of the quote: IPv4 and ICMP header. */
    public static final int OVERHEAD_BYTES = Ipv4.MIN_HEADER_BYTES + Icmp.HEADER_BYTES;

    /** The longest error packet, its IPv4 header included (RFC 1812 4.3.2.3). */
    public static final int MAX_BYTES = 576;

    private static final int TTL = 64;

    /** Precedence "internetwork control" (RFC 1812 4.3.2.5). */
    private static final int CONTROL_PRECEDENCE = 0xc0;

    /** The TOS bits of the cause that are kept; the two ECN bits are not (RFC 3168: ICMP is not ECN-capable). */
    private static final int KEPT_TOS = 0x1c;

    /** How much of the cause's payload must be quoted (RFC 792). */
    private static final int MIN_QUOTED_PAYLOAD_BYTES = 8;

    private IcmpErrors() {}

    /**
     * "Fragmentation needed and DF set"; that DF is set is the caller's to know.
     *
     * @param cause masked address of the IPv4 header of the packet that was too big; it is quoted as it stands
     * @param lengthBytes bytes of it that are there
     * @param nextHopMtuBytes the largest IPv4 packet that would have passed
     * @param router our address: the error's source
     * @param out masked address to write the error packet to. It may overlap the cause, which is then overwritten:
     *     {@code cause - 28} builds the error around its quote in the headroom
     * @param roomBytes bytes that may be written at {@code out}
     * @return length of the error packet, {@link #NONE}, or {@link Malformed} when the cause does not pass its check or
     *     there is no room for the least quote
     */
    public static int fragmentationNeeded(
            final long cause,
            final int lengthBytes,
            final int nextHopMtuBytes,
            final int router,
            final long out,
            final int roomBytes) {
        final int head = Icmp.DESTINATION_UNREACHABLE << 8 | Icmp.FRAGMENTATION_NEEDED;
        return build(cause, lengthBytes, head, nextHopMtuBytes & 0xffff, router, out, roomBytes);
    }

    /** "TTL exceeded in transit"; parameters and result as for {@link #fragmentationNeeded}. */
    public static int timeExceeded(
            final long cause, final int lengthBytes, final int router, final long out, final int roomBytes) {
        return build(cause, lengthBytes, Icmp.TIME_EXCEEDED << 8 | Icmp.TTL_EXCEEDED, 0, router, out, roomBytes);
    }

    private static int build(
            final long cause,
            final int lengthBytes,
            final int typeAndCode,
            final int rest,
            final int router,
            final long out,
            final int roomBytes) {
        final int headerBytes = Ipv4.check(cause, lengthBytes);
        if (headerBytes < 0) {
            return headerBytes;
        }
        if (!mayAnswer(cause, headerBytes)) {
            return NONE;
        }
        final int totalBytes = Ipv4.totalLengthBytes(cause);
        final int quoteBytes = Math.min(totalBytes, Math.min(MAX_BYTES, roomBytes) - OVERHEAD_BYTES);
        if (quoteBytes < Math.min(totalBytes, headerBytes + MIN_QUOTED_PAYLOAD_BYTES)) {
            return Malformed.NO_ROOM;
        }
        // Read before the copy: the error may be built over the cause.
        final int tos = Ipv4.tos(cause) & KEPT_TOS | CONTROL_PRECEDENCE;
        final long addresses = (long) router << 32 | (Ipv4.source(cause) & 0xffff_ffffL);
        final long icmp = out + Ipv4.MIN_HEADER_BYTES;
        Memory.copy(cause, icmp + Icmp.HEADER_BYTES, quoteBytes);
        Icmp.emit(icmp, typeAndCode >>> 8, typeAndCode & 0xff, rest);
        Icmp.fillChecksum(icmp, Icmp.HEADER_BYTES + quoteBytes);
        // Never fragmented, so the identification may be anything (RFC 6864).
        Ipv4.emit(out, tos, OVERHEAD_BYTES + quoteBytes, 0, Ipv4.DONT_FRAGMENT, TTL, IpProtocol.ICMP, addresses);
        return OVERHEAD_BYTES + quoteBytes;
    }

    /** True when the rules allow an ICMP error about this packet, which passed {@link Ipv4#check}. */
    public static boolean mayAnswer(final long cause, final int headerBytes) {
        return Ipv4.fragmentOffsetBytes(cause) == 0
                && Ipv4Address.isHost(Ipv4.source(cause))
                && Ipv4Address.isHost(Ipv4.destination(cause))
                && !isIcmpError(cause, headerBytes);
    }

    /** ICMP too short to show its type counts as an error: silence is the safe answer. */
    private static boolean isIcmpError(final long cause, final int headerBytes) {
        if (Ipv4.protocol(cause) != IpProtocol.ICMP) {
            return false;
        }
        final int icmpBytes = Ipv4.totalLengthBytes(cause) - headerBytes;
        return icmpBytes < 1 || Icmp.isError(Icmp.type(cause + headerBytes));
    }
}
