// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import net.vireo.linux.memory.Memory;

/**
 * Neighbour discovery messages (RFC 4861 4): validity, readers, and the two messages that a proxy sends.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |     type      |    code = 0   |           checksum            |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |R|S|O|   reserved (flags in advertisements of neighbours)      |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |      target address, 16 bytes (solicitation, advertisement)   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  options: type, length in units of 8 bytes, value ...         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * <p>{@code ip} is the masked address of an IPv6 header that passed {@link Ipv6#check}; the message follows it without
 * extension headers (a message behind some is not looked at, see {@link #check}). {@code nd} is the masked address of the
 * message, {@code ip + 40}. Any thread; only {@link #describe} allocates.
 */
public final class NeighbourDiscovery {
    /** A message's bytes without options: solicitation and advertisement of neighbours. */
    public static final int NEIGHBOUR_BYTES = 24;

    /** A link-layer address option of Ethernet. */
    public static final int LINK_OPTION_BYTES = 8;

    /** A whole packet with one link-layer option: what {@link #answer} and {@link #solicit} write. */
    public static final int PACKET_BYTES = Ipv6.HEADER_BYTES + NEIGHBOUR_BYTES + LINK_OPTION_BYTES;

    /** Option types: the sender's and the target's link-layer address. */
    public static final int SOURCE_LINK = 1;

    public static final int TARGET_LINK = 2;

    /** Flags of an advertisement, in the upper byte of their word: from a router, asked for, replaces what is known. */
    public static final int ROUTER = 0x80;

    public static final int SOLICITED = 0x40;
    public static final int OVERRIDE = 0x20;

    /** No link-layer address option. */
    public static final long NO_LINK_ADDRESS = -1;

    /** Proves that no router was passed (RFC 4861 3.1). */
    public static final int HOP_LIMIT = 255;

    private static final int MESSAGE = Ipv6.HEADER_BYTES;
    private static final int MESSAGE_BYTES = NEIGHBOUR_BYTES + LINK_OPTION_BYTES;

    private NeighbourDiscovery() {}

    /**
     * The validity rules of RFC 4861 6.1.1, 6.1.2, 7.1.1, 7.1.2 (redirects are nobody's business here).
     *
     * @return bytes of the message without options (8, 16 or 24), or {@link Malformed#BAD_OPERATION} (not one of the four
     *     messages, code not 0), {@link Malformed#BAD_HOP_LIMIT}, {@link Malformed#TRUNCATED}, {@link Malformed#BAD_LENGTH} (an
     *     option of length 0 or past the end), {@link Malformed#BAD_ADDRESS}, {@link Malformed#BAD_CHECKSUM}
     */
    public static int check(final long ip) {
        final int lengthBytes = Ipv6.payloadLengthBytes(ip);
        if (Ipv6.nextHeader(ip) != IpProtocol.ICMPV6 || lengthBytes < Icmpv6.HEADER_BYTES) {
            return Malformed.BAD_OPERATION;
        }
        final long nd = ip + MESSAGE;
        final int type = Icmpv6.type(nd);
        final int leastBytes = leastBytes(type);
        if (leastBytes == 0 || Icmpv6.code(nd) != 0) {
            return Malformed.BAD_OPERATION;
        }
        if (Ipv6.hopLimit(ip) != HOP_LIMIT) {
            return Malformed.BAD_HOP_LIMIT;
        }
        if (lengthBytes < leastBytes) {
            return Malformed.TRUNCATED;
        }
        if (!optionsFit(nd + leastBytes, lengthBytes - leastBytes)) {
            return Malformed.BAD_LENGTH;
        }
        if (!addressesFit(ip, nd, type, lengthBytes)) {
            return Malformed.BAD_ADDRESS;
        }
        return Icmpv6.verifyChecksum(ip, nd, lengthBytes) ? leastBytes : Malformed.BAD_CHECKSUM;
    }

    /** Bytes before the options; 0 for messages that are not neighbour discovery, and for redirects. */
    private static int leastBytes(final int type) {
        return switch (type) {
            case Icmpv6.ROUTER_SOLICITATION -> 8;
            case Icmpv6.ROUTER_ADVERTISEMENT -> 16;
            case Icmpv6.NEIGHBOUR_SOLICITATION, Icmpv6.NEIGHBOUR_ADVERTISEMENT -> NEIGHBOUR_BYTES;
            default -> 0;
        };
    }

    private static boolean optionsFit(final long options, final int lengthBytes) {
        int at = 0;
        while (at < lengthBytes) {
            final int optionBytes = at + 1 < lengthBytes ? optionBytes(options + at) : 0;
            if (optionBytes == 0) {
                return false;
            }
            at += optionBytes;
        }
        return at == lengthBytes;
    }

    private static int optionBytes(final long option) {
        return (Memory.getByte(option + 1) & 0xff) << 3;
    }

    private static boolean addressesFit(final long ip, final long nd, final int type, final int lengthBytes) {
        final boolean unspecified = isDad(ip);
        return switch (type) {
            case Icmpv6.ROUTER_ADVERTISEMENT -> Ipv6Address.isLinkLocal(Ipv6.sourceHigh(ip));
            case Icmpv6.ROUTER_SOLICITATION ->
                !unspecified || linkAddress(nd, 8, lengthBytes, SOURCE_LINK) == NO_LINK_ADDRESS;
            case Icmpv6.NEIGHBOUR_SOLICITATION ->
                !Ipv6Address.isMulticast(targetHigh(nd)) && (!unspecified || dadFits(ip, nd, lengthBytes));
            default ->
                !Ipv6Address.isMulticast(targetHigh(nd))
                        && ((flags(nd) & SOLICITED) == 0 || !Ipv6Address.isMulticast(Ipv6.destinationHigh(ip)));
        };
    }

    /** From the unspecified address: to a solicited-node group only, and without a link-layer address. */
    private static boolean dadFits(final long ip, final long nd, final int lengthBytes) {
        final long low = Ipv6.destinationLow(ip);
        return Ipv6.destinationHigh(ip) == Ipv6Address.LINK_GROUP_HIGH
                && low == Ipv6Address.solicitedNodeLow(low)
                && sourceLinkAddress(nd, lengthBytes) == NO_LINK_ADDRESS;
    }

    /** The source is {@code ::}: somebody asks whether an address is free (RFC 4862 5.4). */
    public static boolean isDad(final long ip) {
        return Ipv6Address.isUnspecified(Ipv6.sourceHigh(ip), Ipv6.sourceLow(ip));
    }

    /** First half of the target address of a solicitation or advertisement of neighbours. */
    public static long targetHigh(final long nd) {
        return Memory.getLongBe(nd + 8);
    }

    public static long targetLow(final long nd) {
        return Memory.getLongBe(nd + 16);
    }

    /** {@link #ROUTER}, {@link #SOLICITED}, {@link #OVERRIDE} of an advertisement. */
    public static int flags(final long nd) {
        return Memory.getByte(nd + 4) & 0xe0;
    }

    /**
     * The MAC in the source link-layer address option of a neighbour solicitation that passed {@link #check}.
     *
     * @param lengthBytes the message with its options
     * @return low 48 bits, or {@link #NO_LINK_ADDRESS}
     */
    public static long sourceLinkAddress(final long nd, final int lengthBytes) {
        return linkAddress(nd, NEIGHBOUR_BYTES, lengthBytes, SOURCE_LINK);
    }

    /** The MAC in the target link-layer address option of an advertisement; as {@link #sourceLinkAddress}. */
    public static long targetLinkAddress(final long nd, final int lengthBytes) {
        return linkAddress(nd, NEIGHBOUR_BYTES, lengthBytes, TARGET_LINK);
    }

    private static long linkAddress(final long nd, final int from, final int lengthBytes, final int type) {
        int at = from;
        while (at + LINK_OPTION_BYTES <= lengthBytes) {
            final long option = Memory.getLongBe(nd + at);
            if (option >>> 48 == (type << 8 | 1)) {
                return option & MacAddress.BROADCAST;
            }
            final int optionBytes = (int) (option >>> 48 & 0xff) << 3;
            at += optionBytes == 0 ? lengthBytes : optionBytes;
        }
        return NO_LINK_ADDRESS;
    }

    /**
     * Writes the advertisement that answers a solicitation: from the target, to who asked (to all nodes when it asked from
     * {@code ::}), solicited unless it asked from {@code ::} (RFC 4861 7.2.4), with the target's link-layer address.
     *
     * @param ip a neighbour solicitation that passed {@link #check}
     * @param mac the answer: where the target is
     * @param flags {@link #ROUTER} and {@link #OVERRIDE}, as wanted; {@link #SOLICITED} is ours to know
     * @param out masked address of the answer's IPv6 header, may be {@code ip}
     * @param roomBytes bytes that may be written at {@code out}
     * @return {@link #PACKET_BYTES}, or {@link Malformed#NO_ROOM}
     */
    public static int answer(final long ip, final long mac, final int flags, final long out, final int roomBytes) {
        if (roomBytes < PACKET_BYTES) {
            return Malformed.NO_ROOM;
        }
        final long targetHigh = targetHigh(ip + MESSAGE);
        final long targetLow = targetLow(ip + MESSAGE);
        final boolean dad = isDad(ip);
        final long toHigh = dad ? Ipv6Address.LINK_GROUP_HIGH : Ipv6.sourceHigh(ip);
        final long toLow = dad ? Ipv6Address.ALL_NODES_LOW : Ipv6.sourceLow(ip);
        Ipv6.source(out, targetHigh, targetLow);
        Ipv6.destination(out, toHigh, toLow);
        final int rest = (flags & (ROUTER | OVERRIDE) | (dad ? 0 : SOLICITED)) << 24;
        Icmpv6.emit(out + MESSAGE, Icmpv6.NEIGHBOUR_ADVERTISEMENT, 0, rest);
        return finish(out, targetHigh, targetLow, TARGET_LINK, mac);
    }

    /**
     * Writes a neighbour solicitation to the target's solicited-node group, with the sender's link-layer address.
     *
     * @param out masked address of the IPv6 header, {@link #PACKET_BYTES} of room
     * @return {@link #PACKET_BYTES}
     */
    public static int solicit(
            final long out,
            final long sourceHigh,
            final long sourceLow,
            final long targetHigh,
            final long targetLow,
            final long mac) {
        Ipv6.source(out, sourceHigh, sourceLow);
        Ipv6.destination(out, Ipv6Address.LINK_GROUP_HIGH, Ipv6Address.solicitedNodeLow(targetLow));
        Icmpv6.emit(out + MESSAGE, Icmpv6.NEIGHBOUR_SOLICITATION, 0, 0);
        return finish(out, targetHigh, targetLow, SOURCE_LINK, mac);
    }

    private static int finish(
            final long out, final long targetHigh, final long targetLow, final int option, final long mac) {
        Ipv6.emitHead(out, 0, 0, MESSAGE_BYTES, IpProtocol.ICMPV6, HOP_LIMIT);
        final long nd = out + MESSAGE;
        Memory.putLongBe(nd + 8, targetHigh);
        Memory.putLongBe(nd + 16, targetLow);
        Memory.putLongBe(nd + NEIGHBOUR_BYTES, (option << 8 | 1L) << 48 | mac & MacAddress.BROADCAST);
        Icmpv6.fillChecksum(out, nd, MESSAGE_BYTES);
        return PACKET_BYTES;
    }

    /** What the message says; for tools, allocates. */
    static String describe(final long nd, final int lengthBytes) {
        final int type = Icmpv6.type(nd);
        final boolean target = lengthBytes >= NEIGHBOUR_BYTES;
        final String who = target ? Ipv6Address.format(targetHigh(nd), targetLow(nd)) : "truncated";
        return switch (type) {
            case Icmpv6.ROUTER_SOLICITATION -> "router solicitation";
            case Icmpv6.ROUTER_ADVERTISEMENT -> "router advertisement";
            case Icmpv6.NEIGHBOUR_SOLICITATION -> "neighbor solicitation, who has " + who;
            case Icmpv6.NEIGHBOUR_ADVERTISEMENT ->
                "neighbor advertisement, tgt is " + who + ", Flags [" + flagText(flags(nd)) + "]";
            default -> "redirect";
        };
    }

    private static String flagText(final int flags) {
        final String text = ((flags & ROUTER) != 0 ? "router, " : "")
                + ((flags & SOLICITED) != 0 ? "solicited, " : "")
                + ((flags & OVERRIDE) != 0 ? "override, " : "");
        return text.isEmpty() ? "none" : text.substring(0, text.length() - 2);
    }
}
