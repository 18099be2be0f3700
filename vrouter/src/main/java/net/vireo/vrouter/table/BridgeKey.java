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
