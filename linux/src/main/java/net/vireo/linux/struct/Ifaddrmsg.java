// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.StructLayout;

/** {@code struct ifaddrmsg}: an address of a link in a message (rtnetlink(7)). Offsets in bytes. */
public final class Ifaddrmsg {
    private static final StructLayout LAYOUT = Layouts.struct(
            "ifaddrmsg",
            8,
            JAVA_BYTE.withName("ifa_family"),
            JAVA_BYTE.withName("ifa_prefixlen"),
            JAVA_BYTE.withName("ifa_flags"),
            JAVA_BYTE.withName("ifa_scope"),
            JAVA_INT.withName("ifa_index"));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long FAMILY = Layouts.offset(LAYOUT, "ifa_family", 0);
    public static final long PREFIX_LENGTH = Layouts.offset(LAYOUT, "ifa_prefixlen", 1);
    public static final long FLAGS = Layouts.offset(LAYOUT, "ifa_flags", 2);
    public static final long SCOPE = Layouts.offset(LAYOUT, "ifa_scope", 3);
    public static final long INDEX = Layouts.offset(LAYOUT, "ifa_index", 4);

    private Ifaddrmsg() {}
}
