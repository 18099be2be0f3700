// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/** {@code struct msghdr}: one message: address, buffers, control data (recvmsg(2)). Offsets in bytes. */
public final class Msghdr {
    private static final StructLayout LAYOUT = Layouts.struct(
            "msghdr",
            56,
            JAVA_LONG.withName("msg_name"),
            JAVA_INT.withName("msg_namelen"),
            MemoryLayout.paddingLayout(4),
            JAVA_LONG.withName("msg_iov"),
            JAVA_LONG.withName("msg_iovlen"),
            JAVA_LONG.withName("msg_control"),
            JAVA_LONG.withName("msg_controllen"),
            JAVA_INT.withName("msg_flags"),
            MemoryLayout.paddingLayout(4));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long NAME = Layouts.offset(LAYOUT, "msg_name", 0);
    public static final long NAME_LENGTH = Layouts.offset(LAYOUT, "msg_namelen", 8);
    public static final long IOV = Layouts.offset(LAYOUT, "msg_iov", 16);
    public static final long IOV_COUNT = Layouts.offset(LAYOUT, "msg_iovlen", 24);
    public static final long CONTROL = Layouts.offset(LAYOUT, "msg_control", 32);
    public static final long CONTROL_LENGTH = Layouts.offset(LAYOUT, "msg_controllen", 40);
    public static final long FLAGS = Layouts.offset(LAYOUT, "msg_flags", 48);

    private Msghdr() {}
}
