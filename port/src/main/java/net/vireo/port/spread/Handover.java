// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.spread;

import net.vireo.port.Port;
import net.vireo.port.SpscRing;
import net.vireo.port.count.OwnedCounters;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PoolCache;

/**
 * The way from one lcore's queue to another's: frames are staged while a burst is looked through and go into the ring
 * together. What the ring does not take is freed and counted, as a card drops what finds no descriptor.
 *
 * <p>{@link #stage} and {@link #flush} belong to the lcore that polls the device, taking from {@link #ring} to the one that
 * is handed to.
 */
final class Handover {
    private static final int TAKEN = 0;
    private static final int DROPPED = 1;

    private final SpscRing ring;
    private final Doorbell bell;
    private final OwnedCounters counters = new OwnedCounters(2);
    private final long[] staged = new long[Port.MAX_BURST_PACKETS];
    private int stagedCount;

    /** @param bell of the lcore that is handed to */
    Handover(final int ringPackets, final Doorbell bell) {
        ring = new SpscRing(ringPackets);
        this.bell = bell;
    }

    /** Keeps a packet for {@link #flush}; at most {@link Port#MAX_BURST_PACKETS} between two of them. */
    void stage(final long packet) {
        staged[stagedCount++] = packet;
    }

    /** Hands over what was staged. */
    void flush(final PoolCache cache) {
        final int count = stagedCount;
        if (count == 0) {
            return;
        }
        stagedCount = 0;
        final int taken = ring.offer(staged, 0, count);
        counters.add(TAKEN, taken);
        if (taken > 0) {
            bell.ring();
        }
        if (taken < count) {
            cache.free(staged, taken, count);
            counters.add(DROPPED, count - taken);
        }
    }

    /** For the lcore that is handed to. */
    SpscRing ring() {
        return ring;
    }

    /** Packets that went into the ring. Any thread. */
    long takenCount() {
        return counters.value(TAKEN);
    }

    /** Packets that found the ring full. Any thread. */
    long droppedCount() {
        return counters.value(DROPPED);
    }

    /** Frees what is on its way. Control thread, after both lcores have let go. */
    void drainTo(final PacketPool pool) {
        final long[] packet = new long[1];
        while (ring.poll(packet, 0, 1) == 1) {
            pool.reclaim(packet[0]);
        }
    }
}
