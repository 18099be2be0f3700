// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.StructLayout;

/** {@code struct sockaddr_nl}: the address of a netlink socket (netlink(7)). Offsets in bytes. */
public final class SockaddrNl {
    private static final StructLayout LAYOUT = Layouts.struct(
            "sockaddr_nl",
            12,
            JAVA_SHORT.withName("nl_family"),
            JAVA_SHORT.withName("nl_pad"),
            JAVA_INT.withName("nl_pid"),
            JAVA_INT.withName("nl_groups"));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long FAMILY = Layouts.offset(LAYOUT, "nl_family", 0);
    public static final long PORT = Layouts.offset(LAYOUT, "nl_pid", 4);
    public static final long GROUPS = Layouts.offset(LAYOUT, "nl_groups", 8);

    private SockaddrNl() {}
}
