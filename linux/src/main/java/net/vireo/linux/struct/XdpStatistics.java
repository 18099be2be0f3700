// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/** {@code struct xdp_statistics}: what an AF_XDP socket dropped (linux/if_xdp.h). Offsets in bytes. */
public final class XdpStatistics {
    private static final StructLayout LAYOUT = Layouts.struct(
            "xdp_statistics",
            48,
            JAVA_LONG.withName("rx_dropped"),
            JAVA_LONG.withName("rx_invalid_descs"),
            JAVA_LONG.withName("tx_invalid_descs"),
            JAVA_LONG.withName("rx_ring_full"),
            JAVA_LONG.withName("rx_fill_ring_empty_descs"),
            JAVA_LONG.withName("tx_ring_empty_descs"));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long RX_DROPPED = Layouts.offset(LAYOUT, "rx_dropped", 0);
    public static final long RX_INVALID = Layouts.offset(LAYOUT, "rx_invalid_descs", 8);
    public static final long TX_INVALID = Layouts.offset(LAYOUT, "tx_invalid_descs", 16);
    public static final long RX_RING_FULL = Layouts.offset(LAYOUT, "rx_ring_full", 24);
    public static final long FILL_EMPTY = Layouts.offset(LAYOUT, "rx_fill_ring_empty_descs", 32);

    private XdpStatistics() {}
}
