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
 */
public record Route(int prefix, int prefixLength, int nexthopId, int label, int flags) {
    public static final int FLAG_LABEL_VALID = 0x1;
    public static final int FLAG_ARP_PROXY = 0x2;
    public static final int FLAG_ARP_TRAP = 0x4;
    public static final int FLAG_ARP_FLOOD = 0x8;

    /** What a look-up answers when nothing matches: the discard next hop, no flags. */
    public static final Route MISS = new Route(0, 0, 0, 0, 0);
}
