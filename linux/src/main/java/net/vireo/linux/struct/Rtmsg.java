// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.StructLayout;

/** {@code struct rtmsg}: a route in a message (rtnetlink(7)). Offsets in bytes. */
public final class Rtmsg {
    private static final StructLayout LAYOUT = Layouts.struct(
            "rtmsg",
            12,
            JAVA_BYTE.withName("rtm_family"),
            JAVA_BYTE.withName("rtm_dst_len"),
            JAVA_BYTE.withName("rtm_src_len"),
            JAVA_BYTE.withName("rtm_tos"),
            JAVA_BYTE.withName("rtm_table"),
            JAVA_BYTE.withName("rtm_protocol"),
            JAVA_BYTE.withName("rtm_scope"),
            JAVA_BYTE.withName("rtm_type"),
            JAVA_INT.withName("rtm_flags"));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long FAMILY = Layouts.offset(LAYOUT, "rtm_family", 0);
    public static final long DESTINATION_LENGTH = Layouts.offset(LAYOUT, "rtm_dst_len", 1);
    public static final long TABLE = Layouts.offset(LAYOUT, "rtm_table", 4);
    public static final long PROTOCOL = Layouts.offset(LAYOUT, "rtm_protocol", 5);
    public static final long SCOPE = Layouts.offset(LAYOUT, "rtm_scope", 6);
    public static final long TYPE = Layouts.offset(LAYOUT, "rtm_type", 7);
    public static final long FLAGS = Layouts.offset(LAYOUT, "rtm_flags", 8);

    private Rtmsg() {}
}
