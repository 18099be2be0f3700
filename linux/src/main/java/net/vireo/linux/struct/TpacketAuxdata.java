// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.StructLayout;

/** {@code struct tpacket_auxdata}: what the kernel took off or knows about a frame (PACKET_AUXDATA, packet(7)). Offsets in bytes. */
public final class TpacketAuxdata {
    private static final StructLayout LAYOUT = Layouts.struct(
            "tpacket_auxdata",
            20,
            JAVA_INT.withName("tp_status"),
            JAVA_INT.withName("tp_len"),
            JAVA_INT.withName("tp_snaplen"),
            JAVA_SHORT.withName("tp_mac"),
            JAVA_SHORT.withName("tp_net"),
            JAVA_SHORT.withName("tp_vlan_tci"),
            JAVA_SHORT.withName("tp_vlan_tpid"));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long STATUS = Layouts.offset(LAYOUT, "tp_status", 0);
    public static final long LENGTH = Layouts.offset(LAYOUT, "tp_len", 4);
    public static final long VLAN_TCI = Layouts.offset(LAYOUT, "tp_vlan_tci", 16);
    public static final long VLAN_TPID = Layouts.offset(LAYOUT, "tp_vlan_tpid", 18);

    private TpacketAuxdata() {}
}
