// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
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
            final int old = packets.ipLife(row);
            final int ttl = (old >>> 24) - 1;
            if (ttl <= 0) {
                edges.drop(row, DropReason.TTL_EXCEEDED);
                continue;
            }
            // The TTL is the high byte of its word: one less there is 0x100 more in the ones' complement checksum.
            final int raised = (old & 0xffff) + 0x100;
            final int checksum = raised + (raised + 1 >>> 16) & 0xffff;
            Memory.putIntBe(packets.ip(row) + LIFE_OFFSET, old - ONE & 0xffff_0000 | checksum);
            edges.to(NEXTHOP, row);
        }
    }
}
