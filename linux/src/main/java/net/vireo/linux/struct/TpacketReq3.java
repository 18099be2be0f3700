// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.StructLayout;

/** {@code struct tpacket_req3}: the shape of a TPACKET_V3 ring (linux/if_packet.h). Offsets in bytes. */
public final class TpacketReq3 {
    private static final StructLayout LAYOUT = Layouts.struct(
            "tpacket_req3",
            28,
            JAVA_INT.withName("tp_block_size"),
            JAVA_INT.withName("tp_block_nr"),
            JAVA_INT.withName("tp_frame_size"),
            JAVA_INT.withName("tp_frame_nr"),
            JAVA_INT.withName("tp_retire_blk_tov"),
            JAVA_INT.withName("tp_sizeof_priv"),
            JAVA_INT.withName("tp_feature_req_word"));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long BLOCK_BYTES = Layouts.offset(LAYOUT, "tp_block_size", 0);
    public static final long BLOCK_COUNT = Layouts.offset(LAYOUT, "tp_block_nr", 4);
    public static final long FRAME_BYTES = Layouts.offset(LAYOUT, "tp_frame_size", 8);
    public static final long FRAME_COUNT = Layouts.offset(LAYOUT, "tp_frame_nr", 12);
    public static final long RETIRE_MS = Layouts.offset(LAYOUT, "tp_retire_blk_tov", 16);

    private TpacketReq3() {}
}
