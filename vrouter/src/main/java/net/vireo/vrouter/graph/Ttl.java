// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Checksum;
import net.vireo.vrouter.counter.DropReason;

/** Lowers the TTL of a routed packet and corrects the checksum (RFC 1812 5.3.1, RFC 1624). */
final class Ttl implements Node {
    static final int NEXTHOP = 0;

    private static final int LIFE_OFFSET = 8;
    private static final int ONE = 0x0100_0000;

    private final Packets packets;

    Ttl(final Workbench bench) {
        packets = bench.packets();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            final int old = packets.ipLife[row];
            final int ttl = (old >>> 24) - 1;
            if (ttl <= 0) {
                edges.drop(row, DropReason.TTL_EXCEEDED);
                continue;
            }
            final int now = old - ONE;
            final int checksum = Checksum.update16(old & 0xffff, old >>> 16, now >>> 16);
            Memory.putIntBe(packets.ip[row] + LIFE_OFFSET, now & 0xffff_0000 | checksum);
            packets.ttl[row] = ttl;
            edges.to(NEXTHOP, row);
        }
    }
}
