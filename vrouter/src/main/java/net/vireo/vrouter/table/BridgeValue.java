// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

/**
 * What a {@link BridgeTable} knows of an Ethernet address, as one number, so that it changes with one store.
 *
 * <pre>
 *  63                 32 31               8 7      0
 * +---------------------+------------------+--------+
 * |     next hop id     |   label or VNI   | flags  |
 * +---------------------+------------------+--------+
 * </pre>
 */
public final class BridgeValue {
    /** Set in every value: no value is {@link BridgeTable#MISS}. */
    public static final int FLAG_VALID = 0x1;
    /** The label (or VNI) means something. */
    public static final int FLAG_LABEL_VALID = 0x2;
    /** DHCP from this address is flooded, not trapped. */
    public static final int FLAG_FLOOD_DHCP = 0x4;
    /** The address was seen somewhere else than where it is known. */
    public static final int FLAG_MAC_MOVED = 0x8;
    /** Frames carry a control word behind the label. */
    public static final int FLAG_L2_CONTROL_DATA = 0x10;
    /** Learnt by the data plane; the agent has not confirmed it. */
    public static final int FLAG_MAC_NEW = 0x20;
    /** The address is behind a top-of-rack switch that speaks EVPN. */
    public static final int FLAG_EVPN_CONTROL_PROCESSING = 0x40;

    public static final int MAX_LABEL = 0xff_ffff;

    private static final int NEXTHOP_SHIFT = 32;
    private static final int LABEL_SHIFT = 8;
    private static final int FLAGS_MASK = 0xff;

    private BridgeValue() {}

    /** @param label low 24 bits are kept */
    public static long of(final int nexthopId, final int label, final int flags) {
        return (long) nexthopId << NEXTHOP_SHIFT
                | (long) (label & MAX_LABEL) << LABEL_SHIFT
                | (flags | FLAG_VALID) & FLAGS_MASK;
    }

    public static int nexthopId(final long value) {
        return (int) (value >>> NEXTHOP_SHIFT);
    }

    public static int label(final long value) {
        return (int) (value >>> LABEL_SHIFT) & MAX_LABEL;
    }

    public static int flags(final long value) {
        return (int) value & FLAGS_MASK;
    }
}
