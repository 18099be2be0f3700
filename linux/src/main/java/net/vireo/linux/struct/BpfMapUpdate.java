// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/** The part of {@code union bpf_attr} that BPF_MAP_UPDATE_ELEM needs (linux/bpf.h). Offsets in bytes. */
public final class BpfMapUpdate {
    private static final StructLayout LAYOUT = Layouts.struct(
            "bpf_map_update",
            32,
            JAVA_INT.withName("map_fd"),
            JAVA_INT.withName("padding"),
            JAVA_LONG.withName("key"),
            JAVA_LONG.withName("value"),
            JAVA_LONG.withName("flags"));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long MAP = Layouts.offset(LAYOUT, "map_fd", 0);
    public static final long KEY = Layouts.offset(LAYOUT, "key", 8);
    public static final long VALUE = Layouts.offset(LAYOUT, "value", 16);

    private BpfMapUpdate() {}
}
