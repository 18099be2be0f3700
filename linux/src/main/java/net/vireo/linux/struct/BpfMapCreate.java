// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.StructLayout;

/** The part of {@code union bpf_attr} that BPF_MAP_CREATE needs (linux/bpf.h). Offsets in bytes. */
public final class BpfMapCreate {
    private static final StructLayout LAYOUT = Layouts.struct(
            "bpf_map_create",
            16,
            JAVA_INT.withName("map_type"),
            JAVA_INT.withName("key_size"),
            JAVA_INT.withName("value_size"),
            JAVA_INT.withName("max_entries"));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long TYPE = Layouts.offset(LAYOUT, "map_type", 0);
    public static final long KEY_BYTES = Layouts.offset(LAYOUT, "key_size", 4);
    public static final long VALUE_BYTES = Layouts.offset(LAYOUT, "value_size", 8);
    public static final long ENTRIES = Layouts.offset(LAYOUT, "max_entries", 12);

    private BpfMapCreate() {}
}
