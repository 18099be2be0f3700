// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/** {@code struct sockaddr_ll}: the address of a packet socket (packet(7)). Offsets in bytes. */
public final class SockaddrLl {
    private static final StructLayout LAYOUT = Layouts.struct(
            "sockaddr_ll",
            20,
            JAVA_SHORT.withName("sll_family"),
            JAVA_SHORT.withName("sll_protocol"),
            JAVA_INT.withName("sll_ifindex"),
            JAVA_SHORT.withName("sll_hatype"),
            JAVA_BYTE.withName("sll_pkttype"),
            JAVA_BYTE.withName("sll_halen"),
            MemoryLayout.sequenceLayout(8, JAVA_BYTE).withName("sll_addr"));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long FAMILY = Layouts.offset(LAYOUT, "sll_family", 0);
    public static final long PROTOCOL = Layouts.offset(LAYOUT, "sll_protocol", 2);
    public static final long INTERFACE_INDEX = Layouts.offset(LAYOUT, "sll_ifindex", 4);

    private SockaddrLl() {}
}
