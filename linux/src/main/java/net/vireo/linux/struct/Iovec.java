// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/** {@code struct iovec}: one buffer of a scattered read or write (readv(2)). Offsets in bytes. */
public final class Iovec {
    private static final StructLayout LAYOUT =
            Layouts.struct("iovec", 16, JAVA_LONG.withName("iov_base"), JAVA_LONG.withName("iov_len"));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long BASE = Layouts.offset(LAYOUT, "iov_base", 0);
    public static final long LENGTH = Layouts.offset(LAYOUT, "iov_len", 8);

    private Iovec() {}
}
