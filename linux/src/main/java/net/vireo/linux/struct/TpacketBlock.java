// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.struct;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;

/** {@code struct tpacket_block_desc}: the head of one block of a TPACKET_V3 ring, with its first header inlined (linux/if_packet.h). Offsets in bytes. */
public final class TpacketBlock {
    private static final StructLayout LAYOUT = Layouts.struct(
            "tpacket_block_desc",
            48,
            JAVA_INT.withName("version"),
            JAVA_INT.withName("offset_to_priv"),
            JAVA_INT.withName("block_status"),
            JAVA_INT.withName("num_pkts"),
            JAVA_INT.withName("offset_to_first_pkt"),
            JAVA_INT.withName("blk_len"),
            JAVA_LONG.withName("seq_num"),
            MemoryLayout.sequenceLayout(8, JAVA_BYTE).withName("ts_first_pkt"),
            MemoryLayout.sequenceLayout(8, JAVA_BYTE).withName("ts_last_pkt"));

    public static final long SIZE = LAYOUT.byteSize();
    public static final long STATUS = Layouts.offset(LAYOUT, "block_status", 8);
    public static final long PACKET_COUNT = Layouts.offset(LAYOUT, "num_pkts", 12);
    public static final long FIRST_PACKET = Layouts.offset(LAYOUT, "offset_to_first_pkt", 16);
    public static final long LENGTH = Layouts.offset(LAYOUT, "blk_len", 20);
    public static final long SEQUENCE = Layouts.offset(LAYOUT, "seq_num", 24);

    private TpacketBlock() {}
}
