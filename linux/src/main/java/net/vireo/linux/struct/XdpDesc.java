// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/** {@code struct xdp_desc}: a frame in a receive or transmit ring (linux/if_xdp.h). Offsets in bytes. */
public final class XdpDesc {
    private static final StructLayout LAYOUT = Layouts.struct(
            "xdp_desc", 16, JAVA_LONG.withName("addr"), JAVA_INT.withName("len"), JAVA_INT.withName("options"));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long ADDRESS = Layouts.offset(LAYOUT, "addr", 0);
    public static final long LENGTH = Layouts.offset(LAYOUT, "len", 8);
    public static final long OPTIONS = Layouts.offset(LAYOUT, "options", 12);

    private XdpDesc() {}
}
