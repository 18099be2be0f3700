// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import java.util.Arrays;
import net.vireo.port.kind.PortKind;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PoolCache;

/**
 * One end of a cable inside the process: what one end transmits, the other end receives, as the same
 * {@link net.vireo.port.pool.PacketRef}s. Nothing is copied, so both ends must use one {@link PacketPool}.
 *
 * <p>Each lcore that transmits has a ring of its own; lcore {@code i}'s ring ends in the other side's receive queue
 * {@code i} mod queues, which serves its rings in turn. A full ring is a device that does not take more.
 */
public final class MemoryPort implements Port {
    private final String name;
    private final PacketPool pool;
    private final int ringCapacity;
    private final Queue[] queues;
    private final SummedCounters counters = new SummedCounters(this::queuedCount, () -> 0);
    private MemoryPort peer;

    /**
     * Two ends of one cable.
     *
     * @param left one end
     * @param right the other end
     */
    public record Pair(MemoryPort left, MemoryPort right) implements AutoCloseable {
        @Override
        public void close() {
            left.close();
            right.close();
        }
    }

    private MemoryPort(final String name, final PacketPool pool, final int queueCount, final int ringCapacity) {
        this.name = name;
        this.pool = pool;
        this.ringCapacity = ringCapacity;
        queues = new Queue[queueCount];
        Arrays.setAll(queues, i -> new Queue(counters.newQueue()));
    }

    /**
     * Makes a cable.
     *
     * @param pool the pool that the packets of both ends come from
     * @param queueCount receive queues of each end
     * @param ringCapacity packets that wait per transmitting lcore; a power of two
     */
    public static Pair pair(
            final PacketPool pool,
            final String leftName,
            final String rightName,
            final int queueCount,
            final int ringCapacity) {
        final MemoryPort left = new MemoryPort(leftName, pool, queueCount, ringCapacity);
        final MemoryPort right = new MemoryPort(rightName, pool, queueCount, ringCapacity);
        left.peer = right;
        right.peer = left;
        return new Pair(left, right);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String kind() {
        return PortKind.MEMORY.text();
    }

    @Override
    public int rxQueueCount() {
        return queues.length;
    }

    @Override
    public RxQueue rxQueue(final int index) {
        return queues[index];
    }

    @Override
    public TxQueue txQueue(final int lcoreIndex) {
        final SpscRing ring = new SpscRing(ringCapacity);
        peer.queues[lcoreIndex % queues.length].connect(ring);
        return new Sender(ring, counters.newQueue());
    }

    @Override
    public DeviceQueues queues() {
        return DeviceQueues.always(queues.length, counters::rxPackets);
    }

    @Override
    public PortCounters counters() {
        return counters;
    }

    /** Gives the packets that wait to be received here back to the pool. */
    @Override
    public void close() {
        for (final Queue queue : queues) {
            queue.drainTo(pool);
        }
    }

    /** Packets that wait to be received here. Any thread. */
    public int queuedCount() {
        int count = 0;
        for (final Queue queue : queues) {
            count += queue.size();
        }
        return count;
    }

    private static final class Queue implements RxQueue {
        private static final SpscRing[] NONE_YET = {};

        private final QueueCounters counters;
        private volatile SpscRing[] rings = NONE_YET;
        private int turn;

        Queue(final QueueCounters counters) {
            this.counters = counters;
        }

        synchronized void connect(final SpscRing ring) {
            final SpscRing[] longer = Arrays.copyOf(rings, rings.length + 1);
            longer[rings.length] = ring;
            rings = longer;
        }

        @Override
        public int receive(final PoolCache cache, final long[] packets, final int capacity) {
            final SpscRing[] all = rings;
            int n = 0;
            for (int i = 0; i < all.length && n < capacity; i++) {
                turn = turn + 1 < all.length ? turn + 1 : 0;
                n += all[turn].poll(packets, n, capacity - n);
            }
            counters.received(n);
            return n;
        }

        @Override
        public int readinessFd() {
            return NO_FD;
        }

        int size() {
            int count = 0;
            for (final SpscRing ring : rings) {
                count += ring.size();
            }
            return count;
        }

        void drainTo(final PacketPool pool) {
            final long[] packet = new long[1];
            for (final SpscRing ring : rings) {
                while (ring.poll(packet, 0, 1) == 1) {
                    pool.reclaim(packet[0]);
                }
            }
        }
    }

    private static final class Sender implements TxQueue {
        private final SpscRing ring;
        private final QueueCounters counters;

        Sender(final SpscRing ring, final QueueCounters counters) {
            this.ring = ring;
            this.counters = counters;
        }

        @Override
        public int transmit(final PoolCache cache, final long[] packets, final int count) {
            final int n = ring.offer(packets, 0, count);
            counters.transmitted(n, count - n);
            return n;
        }
    }
}
