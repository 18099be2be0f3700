// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/** A port's counters: the sum over its queues, made when somebody reads. */
public final class SummedCounters implements PortCounters {
    private final List<QueueCounters> queues = new CopyOnWriteArrayList<>();

    private final LongSupplier heldInRings;
    private final LongSupplier missed;

    /** Nothing is held in rings, and the device tells nothing. */
    public SummedCounters() {
        this(() -> 0, () -> 0);
    }

    /**
     * @param heldInRings buffers that wait in the port's rings: they belong to no queue's own count
     * @param missed what the device says it dropped
     */
    public SummedCounters(final LongSupplier heldInRings, final LongSupplier missed) {
        this.heldInRings = heldInRings;
        this.missed = missed;
    }

    /** Counters for one more queue. */
    public QueueCounters newQueue() {
        final QueueCounters counters = new QueueCounters();
        queues.add(counters);
        return counters;
    }

    /** Packets received by the queue that was the i-th to get counters, from 0. */
    public long rxPackets(final int index) {
        return queues.get(index).rxPackets();
    }

    @Override
    public long rxPackets() {
        return sum(QueueCounters::rxPackets);
    }

    @Override
    public long rxErrors() {
        return sum(QueueCounters::rxErrors);
    }

    @Override
    public long rxNoBuffers() {
        return sum(QueueCounters::rxNoBuffers);
    }

    @Override
    public long rxMissed() {
        return missed.getAsLong();
    }

    @Override
    public long rxSyscalls() {
        return sum(QueueCounters::rxSyscalls);
    }

    @Override
    public long txPackets() {
        return sum(QueueCounters::txPackets);
    }

    @Override
    public long txErrors() {
        return sum(QueueCounters::txErrors);
    }

    @Override
    public long txSyscalls() {
        return sum(QueueCounters::txSyscalls);
    }

    @Override
    public long heldBuffers() {
        return sum(QueueCounters::heldBuffers) + heldInRings.getAsLong();
    }

    @Override
    public OffloadCounts offloads() {
        return OffloadCounters.sum(queues.stream().map(QueueCounters::offloads).toList());
    }

    private long sum(final ToLongFunction<QueueCounters> counter) {
        return queues.stream().mapToLong(counter).sum();
    }
}
