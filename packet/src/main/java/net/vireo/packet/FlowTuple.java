// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

/**
 * A packet's flow, as flow tables key it (sheet vrouter-dataplane 1.7): protocol and ports in one long, the addresses read
 * separately from where that long says.
 *
 * <ul>
 *   <li>TCP, UDP, SCTP: their ports.
 *   <li>ICMP echo, request or reply: source port = identifier, destination port = the reply's type (0, or 129 for IPv6), so that
 *       both directions have the same ports. Other ICMP: source port 0, destination port = type.
 *   <li>ICMP errors: the flow of the quoted packet, reversed: the flow that the error travels with.
 *   <li>A fragment behind the first: no ports, but the fragment's identification; a fragment table must know the ports. In
 *       IPv6 its protocol may still be an extension header's.
 *   <li>Everything else: ports 0.
 * </ul>
 *
 * <pre>
 *  62                 48 47       42    41     40    39      32 31                         0
 * +---------------------+----------+------+------+-----+----------+--------------------------+
 * | where the addresses'| reserved |quoted|later |head | protocol | source, destination port |
 * | IP header is        |          |      |fragm.|frag.|          | (later: identification)  |
 * +---------------------+----------+------+------+-----+----------+--------------------------+
 * </pre>
 *
 * <p>Negative when malformed; an ICMP error that does not show its flow is {@link Malformed#BAD_QUOTE}. Any thread, allocates
 * nothing.
 */
public final class FlowTuple {
    private static final long HEAD_FRAGMENT = 1L << 40;
    private static final long LATER_FRAGMENT = 1L << 41;
    private static final long QUOTED = 1L << 42;
    private static final int OFFSET_SHIFT = 48;
    private static final int PROTOCOL_SHIFT = 32;
    private static final long LOW_32 = 0xffff_ffffL;

    private FlowTuple() {}

    /**
     * @param p masked address of an IPv4 header that passed {@link Ipv4#check}
     * @param headerBytes what the check returned
     * @return the flow, or {@link Malformed#TRUNCATED} (no ports), {@link Malformed#BAD_QUOTE}
     */
    public static long ofIpv4(final long p, final int headerBytes) {
        return Ipv4Flow.of(p, headerBytes);
    }

    /**
     * @param p masked address of an IPv6 header that passed {@link Ipv6#check}
     * @param walk what {@link Ipv6Extensions#walk} over {@link Ipv6#totalLengthBytes} returned, not negative
     * @return the flow, or {@link Malformed#TRUNCATED} (no ports), {@link Malformed#BAD_QUOTE}
     */
    public static long ofIpv6(final long p, final long walk) {
        return Ipv6Flow.of(p, walk);
    }

    static long whole(final int protocol, final int ports) {
        return (long) protocol << PROTOCOL_SHIFT | (ports & LOW_32);
    }

    static long headFragment(final int protocol, final int ports) {
        return whole(protocol, ports) | HEAD_FRAGMENT;
    }

    static long laterFragment(final int protocol, final int id) {
        return whole(protocol, id) | LATER_FRAGMENT;
    }

    /**
     * The flow of a quoted packet, turned round. An echo's ports are the same both ways, a later fragment has none.
     *
     * @param quote the quoted packet's flow, not negative
     * @param offset from the outer IP header to the quoted one
     * @param portsTurn whether the ports name the two ends
     */
    static long quoted(final long quote, final int offset, final boolean portsTurn) {
        final long turned = portsTurn ? quote & ~LOW_32 | (Integer.rotateLeft((int) quote, 16) & LOW_32) : quote;
        // That the quoted packet was a first fragment is nothing to the fragments of the error.
        return turned & ~HEAD_FRAGMENT | QUOTED | (long) offset << OFFSET_SHIFT;
    }

    /** {@code source << 16 | destination}; 0 for later fragments. */
    public static int ports(final long tuple) {
        return needsFragmentTable(tuple) ? 0 : (int) tuple;
    }

    public static int sourcePort(final long tuple) {
        return ports(tuple) >>> 16;
    }

    public static int destinationPort(final long tuple) {
        return ports(tuple) & 0xffff;
    }

    public static int protocol(final long tuple) {
        return (int) (tuple >>> PROTOCOL_SHIFT) & 0xff;
    }

    /** The first of several fragments: it has ports, and a fragment table wants to know them. */
    public static boolean isHeadFragment(final long tuple) {
        return (tuple & HEAD_FRAGMENT) != 0;
    }

    /**
     * A fragment behind the first: a fragment table must tell the ports. With {@link #isIcmpError} it is the quoted packet that
     * was one, and the quoted header, not turned round, that the table knows.
     */
    public static boolean needsFragmentTable(final long tuple) {
        return (tuple & LATER_FRAGMENT) != 0;
    }

    /** The identification of a later fragment: 16 bits in IPv4, 32 in IPv6. */
    public static int fragmentId(final long tuple) {
        return (int) tuple;
    }

    /** The packet is an ICMP error; the flow is the quoted packet's, reversed. */
    public static boolean isIcmpError(final long tuple) {
        return (tuple & QUOTED) != 0;
    }

    /** From the packet's IP header to the one whose addresses name the flow: 0, or the quoted header's offset. */
    public static int addressOffset(final long tuple) {
        return (int) (tuple >>> OFFSET_SHIFT);
    }

    /** {@code source << 32 | destination} of the flow; {@code p} as given to {@link #ofIpv4}. */
    public static long ipv4Addresses(final long p, final long tuple) {
        final long addresses = Ipv4.addresses(p + addressOffset(tuple));
        return isIcmpError(tuple) ? Long.rotateLeft(addresses, 32) : addresses;
    }

    /** Offset of the flow's source address from the packet's IPv6 header, for wide reads of the data path. */
    public static int ipv6SourceOffset(final long tuple) {
        return addressOffset(tuple) + (isIcmpError(tuple) ? 24 : 8);
    }

    /** Offset of the flow's destination address from the packet's IPv6 header. */
    public static int ipv6DestinationOffset(final long tuple) {
        return addressOffset(tuple) + (isIcmpError(tuple) ? 8 : 24);
    }
}
