// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.StructLayout;

/** {@code struct ndmsg}: a neighbour in a message (rtnetlink(7)). Offsets in bytes. */
public final class Ndmsg {
    private static final StructLayout LAYOUT = Layouts.struct(
            "ndmsg",
            12,
            JAVA_BYTE.withName("ndm_family"),
            JAVA_BYTE.withName("ndm_pad1"),
            JAVA_SHORT.withName("ndm_pad2"),
            JAVA_INT.withName("ndm_ifindex"),
            JAVA_SHORT.withName("ndm_state"),
            JAVA_BYTE.withName("ndm_flags"),
            JAVA_BYTE.withName("ndm_type"));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long FAMILY = Layouts.offset(LAYOUT, "ndm_family", 0);
    public static final long INDEX = Layouts.offset(LAYOUT, "ndm_ifindex", 4);
    public static final long STATE = Layouts.offset(LAYOUT, "ndm_state", 8);
    public static final long FLAGS = Layouts.offset(LAYOUT, "ndm_flags", 10);
    public static final long TYPE = Layouts.offset(LAYOUT, "ndm_type", 11);

    private Ndmsg() {}
}
