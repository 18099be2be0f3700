// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.spread;

import net.vireo.port.TxQueue;
import net.vireo.port.count.OwnedCounters;
import net.vireo.port.pool.PoolCache;

/** The transmit queue of an lcore that sends for others too: counts what the device took from this lcore. */
final class OwnerSender implements TxQueue {
    private static final int SENT = 0;
    private static final int REFUSED = 1;

    private final TxQueue queue;
    private final OwnedCounters counters = new OwnedCounters(2);

    OwnerSender(final TxQueue queue) {
        this.queue = queue;
    }

    @Override
    public int transmit(final PoolCache cache, final long[] packets, final int count) {
        final int taken = queue.transmit(cache, packets, count);
        counters.add(SENT, taken);
        counters.add(REFUSED, count - taken);
        return taken;
    }

    @Override
    public boolean isOpen() {
        return queue.isOpen();
    }

    /** Packets that the device took, the lcore's own and others'. Any thread. */
    long sentCount() {
        return counters.value(SENT);
    }

    /** Packets that the device did not take. Any thread. */
    long refusedCount() {
        return counters.value(REFUSED);
    }
}
