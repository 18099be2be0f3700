// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/** {@code struct xdp_umem_reg}: the memory that frames lie in (linux/if_xdp.h). Offsets in bytes. */
public final class XdpUmemReg {
    private static final StructLayout LAYOUT = Layouts.struct(
            "xdp_umem_reg",
            32,
            JAVA_LONG.withName("addr"),
            JAVA_LONG.withName("len"),
            JAVA_INT.withName("chunk_size"),
            JAVA_INT.withName("headroom"),
            JAVA_INT.withName("flags"),
            JAVA_INT.withName("tx_metadata_len"));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long ADDRESS = Layouts.offset(LAYOUT, "addr", 0);
    public static final long LENGTH = Layouts.offset(LAYOUT, "len", 8);
    public static final long CHUNK_BYTES = Layouts.offset(LAYOUT, "chunk_size", 16);

    private XdpUmemReg() {}
}
