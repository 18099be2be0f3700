// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/** The part of {@code union bpf_attr} that BPF_PROG_LOAD needs (linux/bpf.h). Offsets in bytes. */
public final class BpfProgLoad {
    private static final StructLayout LAYOUT = Layouts.struct(
            "bpf_prog_load",
            48,
            JAVA_INT.withName("prog_type"),
            JAVA_INT.withName("insn_cnt"),
            JAVA_LONG.withName("insns"),
            JAVA_LONG.withName("license"),
            JAVA_INT.withName("log_level"),
            JAVA_INT.withName("log_size"),
            JAVA_LONG.withName("log_buf"),
            JAVA_INT.withName("kern_version"),
            JAVA_INT.withName("prog_flags"));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long TYPE = Layouts.offset(LAYOUT, "prog_type", 0);
    public static final long COUNT = Layouts.offset(LAYOUT, "insn_cnt", 4);
    public static final long INSTRUCTIONS = Layouts.offset(LAYOUT, "insns", 8);
    public static final long LICENSE = Layouts.offset(LAYOUT, "license", 16);
    public static final long LOG_LEVEL = Layouts.offset(LAYOUT, "log_level", 24);
    public static final long LOG_BYTES = Layouts.offset(LAYOUT, "log_size", 28);
    public static final long LOG = Layouts.offset(LAYOUT, "log_buf", 32);
    public static final long FLAGS = Layouts.offset(LAYOUT, "prog_flags", 44);

    private BpfProgLoad() {}
}
