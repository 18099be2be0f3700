// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.StructLayout;

/** The part of {@code union bpf_attr} that BPF_LINK_CREATE needs for a link (linux/bpf.h). Offsets in bytes. */
public final class BpfLinkCreate {
    private static final StructLayout LAYOUT = Layouts.struct(
            "bpf_link_create",
            16,
            JAVA_INT.withName("prog_fd"),
            JAVA_INT.withName("target_ifindex"),
            JAVA_INT.withName("attach_type"),
            JAVA_INT.withName("flags"));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long PROGRAM = Layouts.offset(LAYOUT, "prog_fd", 0);
    public static final long INTERFACE_INDEX = Layouts.offset(LAYOUT, "target_ifindex", 4);
    public static final long ATTACH_TYPE = Layouts.offset(LAYOUT, "attach_type", 8);
    public static final long FLAGS = Layouts.offset(LAYOUT, "flags", 12);

    private BpfLinkCreate() {}
}
