// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

/**
 * The key of a {@link BridgeTable}: an Ethernet address in a VRF, as one number. 0, the address 00:00:00:00:00:00 in VRF
 * 0, is no key.
 *
 * <pre>
 *  63                             16 15        0
 * +---------------------------------+-----------+
 * |        Ethernet address         |    vrf    |
 * +---------------------------------+-----------+
 * </pre>
 */
public final class BridgeKey {
    public static final int MAX_VRF = 0xffff;

    /**
     * The MAC whose entry stands for all IPv4 groups that have none in a VRF, but those of the link (224.0.0.0/24): that of
     * 224.0.0.0, which is no group anybody can join (RFC 1112, section 4). Without it they are flooded.
     */
    public static final long OTHER_GROUPS_4 = 0x0100_5e00_0000L;

    /** The same for IPv6 groups of a wider scope than the link: the MAC of group 0, which is reserved (RFC 4291 2.7.1). */
    public static final long OTHER_GROUPS_6 = 0x3333_0000_0000L;

    private static final int MAC_SHIFT = 16;

    private BridgeKey() {}

    /** @param mac the address in the low 48 bits; what is above is ignored, as is what does not fit of the VRF */
    public static long of(final long mac, final int vrf) {
        return mac << MAC_SHIFT | vrf & MAX_VRF;
    }

    public static long mac(final long key) {
        return key >>> MAC_SHIFT;
    }

    public static int vrf(final long key) {
        return (int) key & MAX_VRF;
    }
}
