// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import net.vireo.linux.memory.Memory;

/**
 * Builds the ICMPv6 errors a router owes (RFC 4443 3.2, 3.3): a whole IPv6 packet that quotes as much of the cause as fits
 * 1280 bytes.
 *
 * <p>None is built about an ICMPv6 error or redirect, about a packet whose headers do not lead to a transport, or one whose
 * source is not a single node; and none about multicast, except "packet too big", which path MTU discovery needs there too
 * (RFC 4443 2.4 e). A fragment behind the first is answered: errors fit 1280 bytes and are never fragmented, so it is not one.
 * Link-layer multicast and anycast addresses are the caller's to know, and so is a rate limit. Any thread, allocates
 * nothing.
 */
public final class Icmpv6Errors {
    /** The answer when the rules forbid an error about this packet. */
    public static final int NONE = 0;

    /** Bytes in front of the quote: IPv6 and ICMPv6 header. */
    public static final int OVERHEAD_BYTES = Ipv6.HEADER_BYTES + Icmpv6.HEADER_BYTES;

    /** The longest error packet, its IPv6 header included (RFC 4443 2.4 c). */
    public static final int MAX_BYTES = Ipv6.MIN_MTU_BYTES;

    private static final int HOP_LIMIT = 64;

    private Icmpv6Errors() {}

    /**
     * "Packet too big".
     *
     * @param cause masked address of the IPv6 header of the packet that was too big; it is quoted as it stands
     * @param lengthBytes bytes of it that are there
     * @param mtuBytes the largest IPv6 packet that would have passed; below 1280 a sender may only count it as 1280 (RFC 8201 4)
     * @param routerHigh our address, the error's source, first half
     * @param routerLow second half
     * @param out masked address to write the error packet to. It may overlap the cause, which is then overwritten:
     *     {@code cause - 48} builds the error around its quote in the headroom
     * @param roomBytes bytes that may be written at {@code out}
     * @return length of the error packet, {@link #NONE}, or {@link Malformed} when the cause does not pass its check or
     *     there is no room for a quote of its header
     */
    public static int packetTooBig(
            final long cause,
            final int lengthBytes,
            final int mtuBytes,
            final long routerHigh,
            final long routerLow,
            final long out,
            final int roomBytes) {
        final int type = Icmpv6.PACKET_TOO_BIG << 8;
        return build(cause, lengthBytes, type, mtuBytes, routerHigh, routerLow, out, roomBytes);
    }

    /** "Hop limit exceeded in transit"; parameters and result as for {@link #packetTooBig}. */
    public static int timeExceeded(
            final long cause,
            final int lengthBytes,
            final long routerHigh,
            final long routerLow,
            final long out,
            final int roomBytes) {
        final int type = Icmpv6.TIME_EXCEEDED << 8 | Icmpv6.HOP_LIMIT_EXCEEDED;
        return build(cause, lengthBytes, type, 0, routerHigh, routerLow, out, roomBytes);
    }

    private static int build(
            final long cause,
            final int lengthBytes,
            final int typeAndCode,
            final int rest,
            final long routerHigh,
            final long routerLow,
            final long out,
            final int roomBytes) {
        final int checked = Ipv6.check(cause, lengthBytes);
        if (checked < 0) {
            return checked;
        }
        if (!mayAnswer(cause, typeAndCode >>> 8 == Icmpv6.PACKET_TOO_BIG)) {
            return NONE;
        }
        final int quoteBytes = Math.min(Ipv6.totalLengthBytes(cause), Math.min(MAX_BYTES, roomBytes) - OVERHEAD_BYTES);
        if (quoteBytes < Ipv6.HEADER_BYTES) {
            return Malformed.NO_ROOM;
        }
        // Read before the copy: the error may be built over the cause.
        final long toHigh = Ipv6.sourceHigh(cause);
        final long toLow = Ipv6.sourceLow(cause);
        final long icmp = out + Ipv6.HEADER_BYTES;
        Memory.copy(cause, icmp + Icmpv6.HEADER_BYTES, quoteBytes);
        Ipv6.emitHead(out, 0, 0, Icmpv6.HEADER_BYTES + quoteBytes, IpProtocol.ICMPV6, HOP_LIMIT);
        Ipv6.source(out, routerHigh, routerLow);
        Ipv6.destination(out, toHigh, toLow);
        Icmpv6.emit(icmp, typeAndCode >>> 8, typeAndCode & 0xff, rest);
        Icmpv6.fillChecksum(out, icmp, Icmpv6.HEADER_BYTES + quoteBytes);
        return OVERHEAD_BYTES + quoteBytes;
    }

    /**
     * True when the rules allow an ICMPv6 error about this packet, which passed {@link Ipv6#check}.
     *
     * @param tooBig the error would be "packet too big"
     */
    public static boolean mayAnswer(final long cause, final boolean tooBig) {
        return Ipv6Address.isHost(Ipv6.sourceHigh(cause), Ipv6.sourceLow(cause))
                && (tooBig || !Ipv6Address.isMulticast(Ipv6.destinationHigh(cause)))
                && !isError(cause, Ipv6.totalLengthBytes(cause));
    }

    /** A chain that cannot be walked, and ICMPv6 too short to show its type, count as errors: silence is the safe answer. */
    private static boolean isError(final long cause, final int totalBytes) {
        final long walk = Ipv6Extensions.walk(cause, totalBytes);
        if (walk < 0) {
            return true;
        }
        if (Ipv6Extensions.protocol(walk) != IpProtocol.ICMPV6 || Ipv6Extensions.fragmentOffsetBytes(walk) > 0) {
            return false;
        }
        final int transport = Ipv6Extensions.transportOffset(walk);
        if (transport >= totalBytes) {
            return true;
        }
        final int type = Icmpv6.type(cause + transport);
        return Icmpv6.isError(type) || type == Icmpv6.REDIRECT;
    }
}
