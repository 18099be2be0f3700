// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/** {@code struct cmsghdr}: the head of one control message; its data follows (cmsg(3)). Offsets in bytes. */
public final class Cmsghdr {
    private static final StructLayout LAYOUT = Layouts.struct(
            "cmsghdr",
            16,
            JAVA_LONG.withName("cmsg_len"),
            JAVA_INT.withName("cmsg_level"),
            JAVA_INT.withName("cmsg_type"));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long LENGTH = Layouts.offset(LAYOUT, "cmsg_len", 0);
    public static final long LEVEL = Layouts.offset(LAYOUT, "cmsg_level", 8);
    public static final long TYPE = Layouts.offset(LAYOUT, "cmsg_type", 12);

    private Cmsghdr() {}
}
