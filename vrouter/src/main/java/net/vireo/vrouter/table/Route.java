// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

/**
 * One route as an lcore meets it, of either family. Immutable.
 *
 * @param high first address of the prefix: for IPv6 its first eight bytes, for IPv4 the address in the upper half
 * @param low for IPv6 the last eight bytes of the prefix, 0 for IPv4
 * @param prefixLength 0 .. 32 or 0 .. 128
 * @param nexthopId where it leads
 * @param label the MPLS label the far side expects, meaningful when flags hold {@link #FLAG_LABEL_VALID}
 * @param flags {@code FLAG_} bits
 * @param stitchedMac the Ethernet address to answer ARP requests for it with (low 48 bits), 0 when it has none of its own
 */
public record Route(long high, long low, int prefixLength, int nexthopId, int label, int flags, long stitchedMac) {
    public static final int FLAG_LABEL_VALID = 0x1;
    public static final int FLAG_ARP_PROXY = 0x2;
    public static final int FLAG_ARP_TRAP = 0x4;
    public static final int FLAG_ARP_FLOOD = 0x8;
    public static final int FLAG_MAC_IP_LEARNT = 0x10;

    /** The longest IPv4 prefix: one address. */
    public static final int MAX_PREFIX_LENGTH = 32;

    /** The longest IPv6 prefix. */
    public static final int MAX_PREFIX_LENGTH_6 = 128;

    /** What a look-up answers when nothing matches: the discard next hop, no flags. */
    public static final Route MISS = new Route(0, 0, 0, 0, 0);

    /** An IPv4 route. */
    public Route(
            final int prefix,
            final int prefixLength,
            final int nexthopId,
            final int label,
            final int flags,
            final long stitchedMac) {
        this((long) prefix << 32, 0, prefixLength, nexthopId, label, flags, stitchedMac);
    }

    /** An IPv4 route without a stitched Ethernet address. */
    public Route(final int prefix, final int prefixLength, final int nexthopId, final int label, final int flags) {
        this(prefix, prefixLength, nexthopId, label, flags, 0);
    }

    /** First address of an IPv4 prefix as a big-endian integer. */
    public int prefix() {
        return (int) (high >>> 32);
    }

    public boolean hasLabel() {
        return (flags & FLAG_LABEL_VALID) != 0;
    }

    /** First half of the mask of a prefix length, 0 .. 128. */
    public static long maskHigh(final int prefixLength) {
        return prefixLength == 0 ? 0 : -1L << Long.SIZE - Math.min(prefixLength, Long.SIZE);
    }

    /** Second half of the mask of a prefix length, 0 .. 128. */
    public static long maskLow(final int prefixLength) {
        return prefixLength <= Long.SIZE ? 0 : -1L << MAX_PREFIX_LENGTH_6 - prefixLength;
    }

    /** The IPv4 network mask of a prefix length, 0 .. 32, as a big-endian integer. */
    public static int mask(final int prefixLength) {
        return prefixLength == 0 ? 0 : -1 << MAX_PREFIX_LENGTH - prefixLength;
    }
}
