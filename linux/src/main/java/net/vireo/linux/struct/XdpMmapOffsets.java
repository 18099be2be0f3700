// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/**
 * {@code struct xdp_mmap_offsets}: an {@link XdpRingOffset} for each ring of an AF_XDP socket, and where each ring is in
 * the socket as a file (linux/if_xdp.h). Offsets in bytes.
 */
public final class XdpMmapOffsets {
    private static final int WORDS = 4;
    private static final StructLayout LAYOUT = Layouts.struct(
            "xdp_mmap_offsets",
            128,
            MemoryLayout.sequenceLayout(WORDS, JAVA_LONG).withName("rx"),
            MemoryLayout.sequenceLayout(WORDS, JAVA_LONG).withName("tx"),
            MemoryLayout.sequenceLayout(WORDS, JAVA_LONG).withName("fr"),
            MemoryLayout.sequenceLayout(WORDS, JAVA_LONG).withName("cr"));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long RX = Layouts.offset(LAYOUT, "rx", 0);
    public static final long TX = Layouts.offset(LAYOUT, "tx", 32);
    public static final long FILL = Layouts.offset(LAYOUT, "fr", 64);
    public static final long COMPLETION = Layouts.offset(LAYOUT, "cr", 96);

    public static final long RX_PAGE = 0;
    public static final long TX_PAGE = 0x8000_0000L;
    public static final long FILL_PAGE = 0x1_0000_0000L;
    public static final long COMPLETION_PAGE = 0x1_8000_0000L;

    private XdpMmapOffsets() {}
}
