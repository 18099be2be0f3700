// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.StructLayout;

/** {@code struct tpacket_stats_v3}: a packet socket's counts since they were last read (PACKET_STATISTICS). Offsets in bytes. */
public final class TpacketStats3 {
    private static final StructLayout LAYOUT = Layouts.struct(
            "tpacket_stats_v3",
            12,
            JAVA_INT.withName("tp_packets"),
            JAVA_INT.withName("tp_drops"),
            JAVA_INT.withName("tp_freeze_q_cnt"));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long PACKETS = Layouts.offset(LAYOUT, "tp_packets", 0);
    public static final long DROPS = Layouts.offset(LAYOUT, "tp_drops", 4);
    public static final long FREEZES = Layouts.offset(LAYOUT, "tp_freeze_q_cnt", 8);

    private TpacketStats3() {}
}
