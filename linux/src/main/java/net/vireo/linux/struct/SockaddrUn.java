// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/** {@code struct sockaddr_un}: the address of a Unix socket (unix(7)). Offsets in bytes. */
public final class SockaddrUn {
    private static final StructLayout LAYOUT = Layouts.struct(
            "sockaddr_un",
            110,
            JAVA_SHORT.withName("sun_family"),
            MemoryLayout.sequenceLayout(108, JAVA_BYTE).withName("sun_path"));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long FAMILY = Layouts.offset(LAYOUT, "sun_family", 0);
    public static final long PATH = Layouts.offset(LAYOUT, "sun_path", 2);

    private SockaddrUn() {}
}
