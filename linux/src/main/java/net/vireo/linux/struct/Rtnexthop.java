// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.StructLayout;

/** {@code struct rtnexthop}: one of several next hops; its attributes follow (rtnetlink(7)). Offsets in bytes. */
public final class Rtnexthop {
    private static final StructLayout LAYOUT = Layouts.struct(
            "rtnexthop",
            8,
            JAVA_SHORT.withName("rtnh_len"),
            JAVA_BYTE.withName("rtnh_flags"),
            JAVA_BYTE.withName("rtnh_hops"),
            JAVA_INT.withName("rtnh_ifindex"));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long LENGTH = Layouts.offset(LAYOUT, "rtnh_len", 0);
    public static final long INTERFACE_INDEX = Layouts.offset(LAYOUT, "rtnh_ifindex", 4);

    private Rtnexthop() {}
}
