// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.spread;

import net.vireo.port.SpscRing;
import net.vireo.port.TxQueue;
import net.vireo.port.count.OwnedCounters;
import net.vireo.port.pool.PoolCache;

/** The transmit queue of an lcore that has none of its own: a ring to the lcore that sends for it. */
final class RingSender implements TxQueue {
    private static final int MISSED = 0;

    private final SpscRing ring;
    private final Doorbell bell;
    private final TxQueue owner;
    private final OwnedCounters counters = new OwnedCounters(1);

    /**
     * @param bell of the lcore that sends
     * @param owner its queue, asked only whether somebody is there
     */
    RingSender(final int ringPackets, final Doorbell bell, final TxQueue owner) {
        ring = new SpscRing(ringPackets);
        this.bell = bell;
        this.owner = owner;
    }

    /** For the lcore that sends to take from. */
    SpscRing ring() {
        return ring;
    }

    @Override
    public int transmit(final PoolCache cache, final long[] packets, final int count) {
        final int taken = ring.offer(packets, 0, count);
        if (taken > 0) {
            bell.ring();
        }
        if (taken < count) {
            counters.add(MISSED, count - taken);
        }
        return taken;
    }

    @Override
    public boolean isOpen() {
        return owner.isOpen();
    }

    @Override
    public boolean handsOver() {
        return true;
    }

    /** Packets that found the ring full. Any thread. */
    long missedCount() {
        return counters.value(MISSED);
    }
}
