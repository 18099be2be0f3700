// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/** {@code struct ethtool_drvinfo}: which driver serves a link (linux/ethtool.h). Offsets in bytes. */
public final class EthtoolDrvinfo {
    private static final StructLayout LAYOUT = Layouts.struct(
            "ethtool_drvinfo",
            196,
            JAVA_INT.withName("cmd"),
            MemoryLayout.sequenceLayout(32, JAVA_BYTE).withName("driver"),
            MemoryLayout.sequenceLayout(32, JAVA_BYTE).withName("version"),
            MemoryLayout.sequenceLayout(32, JAVA_BYTE).withName("fw_version"),
            MemoryLayout.sequenceLayout(32, JAVA_BYTE).withName("bus_info"),
            MemoryLayout.sequenceLayout(32, JAVA_BYTE).withName("erom_version"),
            MemoryLayout.sequenceLayout(12, JAVA_BYTE).withName("reserved2"),
            JAVA_INT.withName("n_priv_flags"),
            JAVA_INT.withName("n_stats"),
            JAVA_INT.withName("testinfo_len"),
            JAVA_INT.withName("eedump_len"),
            JAVA_INT.withName("regdump_len"));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long COMMAND = Layouts.offset(LAYOUT, "cmd", 0);
    public static final long DRIVER = Layouts.offset(LAYOUT, "driver", 4);

    private EthtoolDrvinfo() {}
}
