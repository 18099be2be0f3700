// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/** {@code struct packet_mreq}: what a packet socket wants to hear beside its own address (packet(7)). Offsets in bytes. */
public final class PacketMreq {
    private static final StructLayout LAYOUT = Layouts.struct(
            "packet_mreq",
            16,
            JAVA_INT.withName("mr_ifindex"),
            JAVA_SHORT.withName("mr_type"),
            JAVA_SHORT.withName("mr_alen"),
            MemoryLayout.sequenceLayout(8, JAVA_BYTE).withName("mr_address"));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long INTERFACE_INDEX = Layouts.offset(LAYOUT, "mr_ifindex", 0);
    public static final long TYPE = Layouts.offset(LAYOUT, "mr_type", 4);

    private PacketMreq() {}
}
