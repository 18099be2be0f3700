// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/** {@code struct ifreq}: an interface's name and one value (netdevice(7)); the union is used for flags and for a pointer. Offsets in bytes. */
public final class Ifreq {
    private static final StructLayout LAYOUT = Layouts.struct(
            "ifreq",
            40,
            MemoryLayout.sequenceLayout(16, JAVA_BYTE).withName("ifr_name"),
            JAVA_SHORT.withName("ifr_flags"),
            MemoryLayout.paddingLayout(22));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long NAME = Layouts.offset(LAYOUT, "ifr_name", 0);
    public static final long FLAGS = Layouts.offset(LAYOUT, "ifr_flags", 16);

    private Ifreq() {}
}
