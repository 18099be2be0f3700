// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

/**
 * Keys of flows to look up or to make, a row each; an lcore fills the same rows for each burst. One thread.
 *
 * <p>A key is the next hop that stands for where the packet came from (it keeps networks with the same addresses apart,
 * fact sheet vrouter-dataplane 1.7), protocol, ports and addresses. Ports and addresses are numbers as they are on the
 * wire, big end first. ICMP and fragments: what stands for their ports is the caller's knowledge.
 */
public final class FlowKeys {
    /** AF_INET. */
    public static final int IPV4 = 2;
    /** AF_INET6. */
    public static final int IPV6 = 10;

    /** The bits of {@link #KIND} that are part of the key. */
    static final long KIND_MASK = 0xffff;

    static final int ENDS = 0;
    static final int KIND = 1;
    static final int ADDRESSES = 2;
    private static final int HASH = 6;
    private static final int FACTS = 7;

    private static final int ROW_SHIFT = 3;
    private static final int FAMILY_SHIFT = 8;
    private static final int IPV4_KIND = IPV4 << FAMILY_SHIFT;
    private static final int PORT_SHIFT = 16;
    private static final int PORT_MASK = 0xffff;
    private static final int PROTOCOL_MASK = 0xff;

    /** One cache line per row; of an IPv4 key's addresses only the first word means something. */
    private final long[] fields;

    /** What was read ahead: kept, or the compiler would leave the reading out. */
    long ahead;

    /** @param rows how many keys there is room for */
    public FlowKeys(final int rows) {
        fields = new long[rows << ROW_SHIFT];
    }

    /** Puts an IPv4 key in a row. */
    public void ipv4(
            final int row,
            final int nexthopId,
            final int protocol,
            final int sourcePort,
            final int destinationPort,
            final int source,
            final int destination) {
        put(row, IPV4, nexthopId, protocol, sourcePort, destinationPort);
        fields[(row << ROW_SHIFT) + ADDRESSES] = (long) source << Integer.SIZE | destination & 0xffff_ffffL;
    }

    /**
     * Puts an IPv4 key and its {@link #facts} in a row in one go: what nearly every packet needs.
     *
     * @param ports {@code source port << 16 | destination port}
     * @param addresses {@code source << 32 | destination}
     */
    public void ipv4(
            final int row,
            final int nexthopId,
            final int protocol,
            final int ports,
            final long addresses,
            final int vrf,
            final int sourceInfo) {
        final long[] all = fields;
        final int first = row << ROW_SHIFT;
        all[first + ENDS] = (long) nexthopId << Integer.SIZE | ports & 0xffff_ffffL;
        all[first + KIND] = IPV4_KIND | protocol & PROTOCOL_MASK;
        all[first + ADDRESSES] = addresses;
        all[first + FACTS] = (long) sourceInfo << Integer.SIZE | vrf & PORT_MASK;
    }

    /** Puts an IPv6 key in a row: an address is its upper and its lower half. */
    public void ipv6(
            final int row,
            final int nexthopId,
            final int protocol,
            final int sourcePort,
            final int destinationPort,
            final long sourceHigh,
            final long sourceLow,
            final long destinationHigh,
            final long destinationLow) {
        put(row, IPV6, nexthopId, protocol, sourcePort, destinationPort);
        addresses(row, sourceHigh, sourceLow, destinationHigh, destinationLow);
    }

    /**
     * What is known of a flow when its first packet comes; part of the flow, not of the key. 0 until it is said.
     *
     * @param sourceInfo the outer source address of a packet from the fabric, else the index of the vif
     */
    public void facts(final int row, final int vrf, final int udpSourcePort, final int sourceInfo) {
        fields[(row << ROW_SHIFT) + FACTS] =
                (long) sourceInfo << Integer.SIZE | (long) (udpSourcePort & PORT_MASK) << PORT_SHIFT | vrf & PORT_MASK;
    }

    private void put(
            final int row,
            final int family,
            final int nexthopId,
            final int protocol,
            final int sourcePort,
            final int destinationPort) {
        final int first = row << ROW_SHIFT;
        fields[first + ENDS] = (long) nexthopId << Integer.SIZE
                | (sourcePort & PORT_MASK) << PORT_SHIFT & 0xffff_ffffL
                | destinationPort & PORT_MASK;
        fields[first + KIND] = (long) family << FAMILY_SHIFT | protocol & PROTOCOL_MASK;
        fields[first + FACTS] = 0;
    }

    private void addresses(final int row, final long first, final long second, final long third, final long fourth) {
        final int start = (row << ROW_SHIFT) + ADDRESSES;
        fields[start] = first;
        fields[start + 1] = second;
        fields[start + 2] = third;
        fields[start + 3] = fourth;
    }

    /** Puts in row 0 what the table stores. */
    void restore(
            final long ends,
            final long kind,
            final long first,
            final long second,
            final long third,
            final long fourth) {
        fields[ENDS] = ends;
        fields[KIND] = kind;
        addresses(0, first, second, third, fourth);
    }

    /** Of the key in a row. */
    public int nexthopId(final int row) {
        return (int) (fields[(row << ROW_SHIFT) + ENDS] >>> Integer.SIZE);
    }

    /** Of the key in a row: {@code source port << 16 | destination port}. */
    public int ports(final int row) {
        return (int) fields[(row << ROW_SHIFT) + ENDS];
    }

    /** Of the key in a row. */
    public int protocol(final int row) {
        return (int) fields[(row << ROW_SHIFT) + KIND] & PROTOCOL_MASK;
    }

    /** Of an IPv4 key in a row: {@code source << 32 | destination}. */
    public long ipv4Addresses(final int row) {
        return fields[(row << ROW_SHIFT) + ADDRESSES];
    }

    /** Of an IPv6 key in a row: upper and lower half of the source (0, 1) and of the destination (2, 3). */
    public long ipv6Half(final int row, final int half) {
        return fields[(row << ROW_SHIFT) + ADDRESSES + half];
    }

    /** What the rows' look-up will need was brought into the cache: all of it in one number. */
    void broughtIn(final long value) {
        ahead = value;
    }

    /** A field of the key as the table stores it; the later words of an IPv4 key's addresses are not filled. */
    long field(final int row, final int field) {
        return fields[(row << ROW_SHIFT) + field];
    }

    int vrf(final int row) {
        return (int) fields[(row << ROW_SHIFT) + FACTS] & PORT_MASK;
    }

    int udpSourcePort(final int row) {
        return (int) fields[(row << ROW_SHIFT) + FACTS] >>> PORT_SHIFT;
    }

    int sourceInfo(final int row) {
        return (int) (fields[(row << ROW_SHIFT) + FACTS] >>> Integer.SIZE);
    }

    long hash(final int row) {
        return fields[(row << ROW_SHIFT) + HASH];
    }

    /** Whether the key in a row is IPv4: then all of its addresses is in the first of their words. */
    boolean isIpv4(final int row) {
        return (fields[(row << ROW_SHIFT) + KIND] & KIND_MASK & ~PROTOCOL_MASK) == IPV4_KIND;
    }

    /** What the two middle words of an IPv4 key's addresses, which are 0, come to in {@link #hash(int, long, long, long)}. */
    static long emptyHalf(final long seed0, final long seed1) {
        return fold(~seed1, ~seed0);
    }

    /**
     * Computes the row's hash; {@link #hash(int)} answers it again.
     *
     * @param emptyHalf what {@link #emptyHalf} says of the seeds: it saves IPv4 a third of the work
     */
    long hash(final int row, final long seed0, final long seed1, final long emptyHalf) {
        final long[] all = fields;
        final int first = row << ROW_SHIFT;
        final boolean ipv4 = isIpv4(row);
        final long rest =
                ipv4 ? emptyHalf : fold(all[first + ADDRESSES + 1] ^ ~seed1, all[first + ADDRESSES + 2] ^ ~seed0);
        final long half = fold(all[first + ENDS] ^ seed0, all[first + ADDRESSES] ^ seed1) ^ rest;
        final long last = ipv4 ? 0 : all[first + ADDRESSES + 3];
        final long hash = fold(half ^ all[first + KIND], last ^ seed1);
        all[first + HASH] = hash;
        return hash;
    }

    /** Both halves of the 128-bit product, mixed: each bit of either factor reaches all of the result. */
    private static long fold(final long a, final long b) {
        return Math.multiplyHigh(a, b) ^ a * b;
    }
}
