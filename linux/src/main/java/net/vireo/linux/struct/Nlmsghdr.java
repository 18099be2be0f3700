// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.StructLayout;

/** {@code struct nlmsghdr}: the head of every netlink message (netlink(7)). Offsets in bytes. */
public final class Nlmsghdr {
    private static final StructLayout LAYOUT = Layouts.struct(
            "nlmsghdr",
            16,
            JAVA_INT.withName("nlmsg_len"),
            JAVA_SHORT.withName("nlmsg_type"),
            JAVA_SHORT.withName("nlmsg_flags"),
            JAVA_INT.withName("nlmsg_seq"),
            JAVA_INT.withName("nlmsg_pid"));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long LENGTH = Layouts.offset(LAYOUT, "nlmsg_len", 0);
    public static final long TYPE = Layouts.offset(LAYOUT, "nlmsg_type", 4);
    public static final long FLAGS = Layouts.offset(LAYOUT, "nlmsg_flags", 6);
    public static final long SEQUENCE = Layouts.offset(LAYOUT, "nlmsg_seq", 8);
    public static final long PORT = Layouts.offset(LAYOUT, "nlmsg_pid", 12);

    private Nlmsghdr() {}
}
