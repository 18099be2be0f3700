// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/** {@code struct mmsghdr}: a message header and how many bytes its message moved (recvmmsg(2)). Offsets in bytes. */
public final class Mmsghdr {
    private static final StructLayout LAYOUT = Layouts.struct(
            "mmsghdr",
            64,
            MemoryLayout.sequenceLayout(56, JAVA_BYTE).withName("msg_hdr"),
            JAVA_INT.withName("msg_len"),
            MemoryLayout.paddingLayout(4));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long HEADER = Layouts.offset(LAYOUT, "msg_hdr", 0);
    public static final long LENGTH = Layouts.offset(LAYOUT, "msg_len", 56);

    private Mmsghdr() {}
}
