// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/** {@code struct xdp_ring_offset}: where the parts of one ring lie in its mapping (linux/if_xdp.h). Offsets in bytes. */
public final class XdpRingOffset {
    private static final StructLayout LAYOUT = Layouts.struct(
            "xdp_ring_offset",
            32,
            JAVA_LONG.withName("producer"),
            JAVA_LONG.withName("consumer"),
            JAVA_LONG.withName("desc"),
            JAVA_LONG.withName("flags"));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long PRODUCER = Layouts.offset(LAYOUT, "producer", 0);
    public static final long CONSUMER = Layouts.offset(LAYOUT, "consumer", 8);
    public static final long ENTRIES = Layouts.offset(LAYOUT, "desc", 16);
    public static final long FLAGS = Layouts.offset(LAYOUT, "flags", 24);

    private XdpRingOffset() {}
}
