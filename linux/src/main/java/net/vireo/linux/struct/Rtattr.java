// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.StructLayout;

/** {@code struct rtattr}: the head of one attribute; its value follows (rtnetlink(7)). Offsets in bytes. */
public final class Rtattr {
    private static final StructLayout LAYOUT =
            Layouts.struct("rtattr", 4, JAVA_SHORT.withName("rta_len"), JAVA_SHORT.withName("rta_type"));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long LENGTH = Layouts.offset(LAYOUT, "rta_len", 0);
    public static final long TYPE = Layouts.offset(LAYOUT, "rta_type", 2);

    private Rtattr() {}
}
