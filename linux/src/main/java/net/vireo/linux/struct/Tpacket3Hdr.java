// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/** {@code struct tpacket3_hdr}: the head of one frame in a TPACKET_V3 ring (linux/if_packet.h). Offsets in bytes. */
public final class Tpacket3Hdr {
    private static final StructLayout LAYOUT = Layouts.struct(
            "tpacket3_hdr",
            48,
            JAVA_INT.withName("tp_next_offset"),
            JAVA_INT.withName("tp_sec"),
            JAVA_INT.withName("tp_nsec"),
            JAVA_INT.withName("tp_snaplen"),
            JAVA_INT.withName("tp_len"),
            JAVA_INT.withName("tp_status"),
            JAVA_SHORT.withName("tp_mac"),
            JAVA_SHORT.withName("tp_net"),
            JAVA_INT.withName("tp_rxhash"),
            JAVA_INT.withName("tp_vlan_tci"),
            JAVA_SHORT.withName("tp_vlan_tpid"),
            JAVA_SHORT.withName("tp_padding"),
            MemoryLayout.sequenceLayout(8, JAVA_BYTE).withName("tp_padding2"));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long NEXT = Layouts.offset(LAYOUT, "tp_next_offset", 0);
    public static final long CAPTURED = Layouts.offset(LAYOUT, "tp_snaplen", 12);
    public static final long LENGTH = Layouts.offset(LAYOUT, "tp_len", 16);
    public static final long STATUS = Layouts.offset(LAYOUT, "tp_status", 20);
    public static final long MAC = Layouts.offset(LAYOUT, "tp_mac", 24);
    public static final long RX_HASH = Layouts.offset(LAYOUT, "tp_rxhash", 28);
    public static final long VLAN_TCI = Layouts.offset(LAYOUT, "tp_vlan_tci", 32);
    public static final long VLAN_TPID = Layouts.offset(LAYOUT, "tp_vlan_tpid", 36);

    private Tpacket3Hdr() {}
}
