// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

/**
 * One IPv4 route as an lcore meets it. Immutable.
 *
 * @param prefix first address of the prefix as a big-endian integer
 * @param prefixLength 0 .. 32
 * @param nexthopId where it leads
 * @param label the MPLS label the far side expects, meaningful when flags hold {@link #FLAG_LABEL_VALID}
 * @param flags {@code FLAG_} bits
 * @param stitchedMac the Ethernet address to answer ARP requests for it with (low 48 bits), 0 when it has none of its own
 */
public record Route(int prefix, int prefixLength, int nexthopId, int label, int flags, long stitchedMac) {
    public static final int FLAG_LABEL_VALID = 0x1;
    public static final int FLAG_ARP_PROXY = 0x2;
    public static final int FLAG_ARP_TRAP = 0x4;
    public static final int FLAG_ARP_FLOOD = 0x8;

    /** The longest prefix: one address. */
    public static final int MAX_PREFIX_LENGTH = 32;

    /** What a look-up answers when nothing matches: the discard next hop, no flags. */
    public static final Route MISS = new Route(0, 0, 0, 0, 0);

    /** A route without a stitched Ethernet address. */
    public Route(final int prefix, final int prefixLength, final int nexthopId, final int label, final int flags) {
        this(prefix, prefixLength, nexthopId, label, flags, 0);
    }

    /** The network mask of a prefix length, 0 .. 32, as a big-endian integer. */
    public static int mask(final int prefixLength) {
        return prefixLength == 0 ? 0 : -1 << MAX_PREFIX_LENGTH - prefixLength;
    }
}
