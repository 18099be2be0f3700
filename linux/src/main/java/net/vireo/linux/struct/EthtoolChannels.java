// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.StructLayout;

/** {@code struct ethtool_channels}: how many queues a link has (linux/ethtool.h). Offsets in bytes. */
public final class EthtoolChannels {
    private static final StructLayout LAYOUT = Layouts.struct(
            "ethtool_channels",
            36,
            JAVA_INT.withName("cmd"),
            JAVA_INT.withName("max_rx"),
            JAVA_INT.withName("max_tx"),
            JAVA_INT.withName("max_other"),
            JAVA_INT.withName("max_combined"),
            JAVA_INT.withName("rx_count"),
            JAVA_INT.withName("tx_count"),
            JAVA_INT.withName("other_count"),
            JAVA_INT.withName("combined_count"));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long COMMAND = Layouts.offset(LAYOUT, "cmd", 0);
    public static final long RX = Layouts.offset(LAYOUT, "rx_count", 20);
    public static final long TX = Layouts.offset(LAYOUT, "tx_count", 24);
    public static final long OTHER = Layouts.offset(LAYOUT, "other_count", 28);
    public static final long COMBINED = Layouts.offset(LAYOUT, "combined_count", 32);

    private EthtoolChannels() {}
}
