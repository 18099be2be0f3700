// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.port.pool.PoolCache;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.counter.LcoreDropLog;

/** Where dropped packets end: each is counted under its reason, for the lcore and for the vif it came in on. */
final class Drop implements Node {
    /** Bit n: reason n says that the packet itself is malformed. */
    private static final long[] MALFORMED =
            bits(DropReason.PULL, DropReason.INVALID_PACKET, DropReason.INVALID_ARP, DropReason.CKSUM_ERR);

    private final Packets packets;
    private final LcoreCounters counters;
    private final PoolCache cache;
    private final LcoreDropLog log;

    Drop(final Workbench bench) {
        packets = bench.packets();
        counters = bench.counters();
        cache = bench.cache();
        log = bench.dropLog();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        log.tick(System.nanoTime());
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            final int reason = packets.reason(row);
            counters.drop(packets.vif(row), reason, 1);
            if ((MALFORMED[reason >>> 6] & 1L << reason) != 0) {
                counters.malformed(packets.vif(row));
            }
            log.record(
                    reason,
                    packets.vif(row),
                    packets.nexthopOrNone(row),
                    packets.address(row),
                    packets.lengthBytes(row));
            cache.free(packets.packet(row));
        }
    }

    private static long[] bits(final DropReason... reasons) {
        final long[] bits = new long[(DropReason.values().length >>> 6) + 1];
        for (final DropReason reason : reasons) {
            bits[reason.position() >>> 6] |= 1L << reason.position();
        }
        return bits;
    }
}
