// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.StructLayout;

/** {@code struct ucred}: who is at the other end of a Unix socket (SO_PEERCRED, unix(7)). Offsets in bytes. */
public final class Ucred {
    private static final StructLayout LAYOUT =
            Layouts.struct("ucred", 12, JAVA_INT.withName("pid"), JAVA_INT.withName("uid"), JAVA_INT.withName("gid"));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long PID = Layouts.offset(LAYOUT, "pid", 0);
    public static final long UID = Layouts.offset(LAYOUT, "uid", 4);
    public static final long GID = Layouts.offset(LAYOUT, "gid", 8);

    private Ucred() {}
}
