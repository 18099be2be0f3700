// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.StructLayout;

/** {@code struct ifinfomsg}: a link in a message (rtnetlink(7)). Offsets in bytes. */
public final class Ifinfomsg {
    private static final StructLayout LAYOUT = Layouts.struct(
            "ifinfomsg",
            16,
            JAVA_BYTE.withName("ifi_family"),
            JAVA_BYTE.withName("__ifi_pad"),
            JAVA_SHORT.withName("ifi_type"),
            JAVA_INT.withName("ifi_index"),
            JAVA_INT.withName("ifi_flags"),
            JAVA_INT.withName("ifi_change"));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long FAMILY = Layouts.offset(LAYOUT, "ifi_family", 0);
    public static final long TYPE = Layouts.offset(LAYOUT, "ifi_type", 2);
    public static final long INDEX = Layouts.offset(LAYOUT, "ifi_index", 4);
    public static final long FLAGS = Layouts.offset(LAYOUT, "ifi_flags", 8);
    public static final long CHANGE = Layouts.offset(LAYOUT, "ifi_change", 12);

    private Ifinfomsg() {}
}
