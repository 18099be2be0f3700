// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.spread;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.vireo.port.PacedQueue;
import net.vireo.port.Port;
import net.vireo.port.RxQueue;
import net.vireo.port.count.OwnedCounters;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import net.vireo.port.ready.ReadySet;

/**
 * One lcore's queue: polls the device's queues that are this lcore's to poll, keeps the frames that its {@link Spreader}
 * leaves it, hands the others over, and takes what other lcores hand over. Made by {@link SpreadQueues}.
 */
public final class SpreadQueue implements RxQueue, AutoCloseable {
    private static final int DELIVERED = 0;
    private static final int POLLED = 1;
    private static final int COUNTERS = 2;

    private final int index;
    private final PacketPool pool;
    private final Spreader spreader;
    private RxQueue[] polled;
    /** Ways to the other queues, by queue; none at this queue's own index, none at all where nothing is polled. */
    private final Handover[] out;
    /** Ways from the other queues. */
    private final Handover[] in;

    private final Doorbell bell;
    private final Inbox inbox;
    private final ReadySet readiness;
    private final OwnedCounters counters = new OwnedCounters(COUNTERS);
    private final long[] received = new long[Port.MAX_BURST_PACKETS];
    private int deviceTurn;
    private int handedOver;

    /**
     * @param polled the device's queues that this lcore polls
     * @param out by queue; null elements where nothing can be handed to
     * @param in from those who poll
     * @param bell that those ring
     */
    SpreadQueue(
            final int index,
            final PacketPool pool,
            final Spreader spreader,
            final List<RxQueue> polled,
            final Handover[] out,
            final List<Handover> in,
            final Doorbell bell) {
        this.index = index;
        this.pool = pool;
        this.spreader = spreader;
        this.polled = polled.stream().map(PacedQueue::of).toArray(RxQueue[]::new);
        this.out = out.clone();
        this.in = in.toArray(Handover[]::new);
        this.bell = bell;
        inbox = new Inbox(in.stream().map(Handover::ring).toList(), bell);
        final List<Integer> fds = new ArrayList<>();
        polled.forEach(queue -> fds.add(queue.readinessFd()));
        if (inbox.isUsed()) {
            fds.add(bell.fd());
        }
        readiness = ReadySet.of(fds);
    }

    /**
     * Polls one more queue of the device, which nobody polls. Called by the lcore, which polls others already: where it
     * polled none, there are no ways to hand over.
     */
    public void poll(final RxQueue queue) {
        if (polled.length == 0) {
            throw new IllegalStateException("queue " + index + " polls nothing and cannot hand over");
        }
        final RxQueue[] longer = Arrays.copyOf(polled, polled.length + 1);
        longer[polled.length] = PacedQueue.of(queue);
        readiness.add(queue.readinessFd());
        polled = longer;
    }

    @Override
    public int receive(final PoolCache cache, final long[] packets, final int capacity) {
        handedOver = 0;
        // Half for others' packets first: neither side can keep the other out for long.
        int n = inbox.take(packets, 0, (capacity + 1) / 2);
        for (int i = 0; i < polled.length && n < capacity; i++) {
            deviceTurn = deviceTurn + 1 < polled.length ? deviceTurn + 1 : 0;
            n = pollDevice(polled[deviceTurn], cache, packets, n, capacity);
        }
        if (n < capacity) {
            n += inbox.take(packets, n, capacity - n);
        }
        counters.add(DELIVERED, n);
        return n;
    }

    @Override
    public int handedOver() {
        return handedOver;
    }

    @Override
    public int readinessFd() {
        return readiness.fd();
    }

    @Override
    public boolean rest() {
        boolean resting = true;
        for (final RxQueue queue : polled) {
            resting &= queue.rest();
        }
        return resting;
    }

    /** Packets given to the lcore. Any thread. */
    public long deliveredCount() {
        return counters.value(DELIVERED);
    }

    /** Packets that this lcore polled from the device. Any thread. */
    public long polledCount() {
        return counters.value(POLLED);
    }

    /** Packets that this lcore took from others' rings. Any thread. */
    public long takenCount() {
        return inbox.takenCount();
    }

    /** Packets that this lcore handed to others. Any thread. */
    public long handedOverCount() {
        long count = 0;
        for (final Handover way : out) {
            count += way == null ? 0 : way.takenCount();
        }
        return count;
    }

    /** Packets that another lcore took of what this one polled. Any thread. */
    public long handedOverCount(final int queue) {
        return out[queue] == null ? 0 : out[queue].takenCount();
    }

    /** Packets that this lcore could not hand to another one, whose ring was full. Any thread. */
    public long missedCount(final int queue) {
        return out[queue] == null ? 0 : out[queue].droppedCount();
    }

    /** Packets that wait for this lcore. Any thread. */
    public long waitingCount() {
        return inbox.waitingCount();
    }

    /** Packets for this lcore that found its ring full. Any thread. */
    public long missedCount() {
        return Arrays.stream(in).mapToLong(Handover::droppedCount).sum();
    }

    /** Control thread, after all lcores have let go. */
    @Override
    public void close() {
        for (final Handover way : in) {
            way.drainTo(pool);
        }
        readiness.close();
        bell.close();
    }

    private int pollDevice(
            final RxQueue queue, final PoolCache cache, final long[] packets, final int from, final int capacity) {
        if (from == 0) {
            final int got = queue.receive(cache, packets, capacity);
            counters.add(POLLED, got);
            return spreader.begin(got, capacity) ? spread(packets, got, packets, 0, cache) : got;
        }
        final int got = queue.receive(cache, received, capacity - from);
        counters.add(POLLED, got);
        if (spreader.begin(got, capacity - from)) {
            return spread(received, got, packets, from, cache);
        }
        System.arraycopy(received, 0, packets, from, got);
        return from + got;
    }

    /**
     * Hands over what is others' and keeps the rest.
     *
     * @param kept may be {@code polled}: nothing is written where it was not read yet
     * @return end of what is kept
     */
    private int spread(final long[] polled, final int count, final long[] kept, final int from, final PoolCache cache) {
        int n = from;
        for (int i = 0; i < count; i++) {
            final long packet = polled[i];
            final int target = spreader.queueOf(pool.dataAddress(packet), PacketRef.length(packet));
            if (target == index) {
                kept[n++] = packet;
            } else {
                out[target].stage(packet);
            }
        }
        if (n - from < count) {
            handedOver += count - (n - from);
            flush(cache);
        }
        return n;
    }

    private void flush(final PoolCache cache) {
        for (final Handover way : out) {
            if (way != null) {
                way.flush(cache);
            }
        }
    }
}
