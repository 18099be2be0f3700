// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.packet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where trapped packets wait: a bounded queue for each kind. One thread puts; takers share the kinds among them, and each
 * gets its kinds in turns, a few packets of one and then of the next, so that a full queue delays the others by no more
 * than such a turn. No interface has more waiting in a queue than there is room left, so that one that floods a kind, or
 * several, leave room for the others' packets of that kind. What finds no room is dropped and counted.
 */
public final class PacketQueues {
    /** A fair number of packets. */
    static final int MOST_IN_A_TURN = 16;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Map<PacketKind, Queue> queues = new EnumMap<>(PacketKind.class);
    private boolean closed;
    private final Set<PacketKind> woken = EnumSet.noneOf(PacketKind.class);

    private static final class Queue {
        private final ArrayDeque<TrappedPacket> waiting = new ArrayDeque<>();
        private final Map<Integer, Integer> waitingByVif = new HashMap<>();
        private long receivedCount;
        private long droppedCount;
        private long failedCount;

        boolean hasRoom(final PacketKind kind, final int vif) {
            return waitingByVif.getOrDefault(vif, 0) < kind.capacity() - waiting.size();
        }

        void add(final TrappedPacket packet) {
            waiting.add(packet);
            waitingByVif.merge(packet.vif(), 1, Integer::sum);
        }

        TrappedPacket remove() {
            final TrappedPacket packet = waiting.remove();
            waitingByVif.computeIfPresent(packet.vif(), (vif, count) -> count == 1 ? null : count - 1);
            return packet;
        }
    }

    /**
     * What went through a queue.
     *
     * @param received packets that came, dropped ones included
     * @param dropped for which there was no room, or no more for their interface
     * @param failed whose handler threw
     * @param waiting now
     */
    public record Counts(long received, long dropped, long failed, int waiting) {}

    /** Empty queues. */
    public PacketQueues() {
        for (final PacketKind kind : PacketKind.values()) {
            queues.put(kind, new Queue());
        }
    }

    /** Sorts a packet into its queue. */
    void put(final TrappedPacket packet) {
        put(Sorter.kind(packet), packet);
    }

    private void put(final PacketKind kind, final TrappedPacket packet) {
        lock.lock();
        try {
            final Queue queue = queues.get(kind);
            queue.receivedCount++;
            if (queue.hasRoom(kind, packet.vif())) {
                queue.add(packet);
                filled.signalAll();
            } else {
                queue.droppedCount++;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Packets of one kind, a turn's worth. */
    record Turn(PacketKind kind, List<TrappedPacket> packets) {}

    /**
     * One turn of each kind that has something waiting.
     *
     * @param kinds those of the caller
     * @param most packets of a kind
     * @param timeoutNs how long to wait for the first
     * @return nothing when the time is over or the queues are closed
     */
    List<Turn> take(final Set<PacketKind> kinds, final int most, final long timeoutNs) throws InterruptedException {
        long leftNs = timeoutNs;
        lock.lockInterruptibly();
        try {
            while (!closed && Collections.disjoint(woken, kinds) && isEmpty(kinds) && leftNs > 0) {
                leftNs = filled.awaitNanos(leftNs);
            }
            woken.removeAll(kinds);
            final List<Turn> turns = new ArrayList<>();
            for (final PacketKind kind : kinds) {
                final Queue queue = queues.get(kind);
                if (!queue.waiting.isEmpty()) {
                    final List<TrappedPacket> packets = new ArrayList<>();
                    while (!queue.waiting.isEmpty() && packets.size() < most) {
                        packets.add(queue.remove());
                    }
                    turns.add(new Turn(kind, packets));
                }
            }
            return turns;
        } finally {
            lock.unlock();
        }
    }

    /** {@link #take} with a fair number of packets. */
    List<Turn> take(final Set<PacketKind> kinds, final long timeoutMs) throws InterruptedException {
        return take(kinds, MOST_IN_A_TURN, TimeUnit.MILLISECONDS.toNanos(timeoutMs));
    }

    private boolean isEmpty(final Collection<PacketKind> kinds) {
        return kinds.stream().allMatch(kind -> queues.get(kind).waiting.isEmpty());
    }

    /** A handler threw. */
    void failed(final PacketKind kind) {
        lock.lock();
        try {
            queues.get(kind).failedCount++;
        } finally {
            lock.unlock();
        }
    }

    /** Every queue's counts; any thread. */
    public Map<PacketKind, Counts> counts() {
        lock.lock();
        try {
            final Map<PacketKind, Counts> counts = new EnumMap<>(PacketKind.class);
            for (final PacketKind kind : EnumSet.allOf(PacketKind.class)) {
                final Queue queue = queues.get(kind);
                counts.put(
                        kind,
                        new Counts(queue.receivedCount, queue.droppedCount, queue.failedCount, queue.waiting.size()));
            }
            return counts;
        } finally {
            lock.unlock();
        }
    }

    /** Lets the taker of a kind go on with nothing, once: its handler has something to do without a packet. */
    void wake(final PacketKind kind) {
        lock.lock();
        try {
            woken.add(kind);
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets takers go on with nothing. */
    void close() {
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
