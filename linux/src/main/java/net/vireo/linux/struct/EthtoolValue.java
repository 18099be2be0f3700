// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.StructLayout;

/** {@code struct ethtool_value}: a command and one number (linux/ethtool.h). Offsets in bytes. */
public final class EthtoolValue {
    private static final StructLayout LAYOUT =
            Layouts.struct("ethtool_value", 8, JAVA_INT.withName("cmd"), JAVA_INT.withName("data"));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long COMMAND = Layouts.offset(LAYOUT, "cmd", 0);
    public static final long DATA = Layouts.offset(LAYOUT, "data", 4);

    private EthtoolValue() {}
}
