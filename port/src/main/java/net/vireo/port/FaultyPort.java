// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import net.vireo.port.offload.Offloads;
import net.vireo.port.pool.PoolCache;

/**
 * A bad line around a good port: loses, duplicates, reorders and corrupts packets in either direction, repeatably. It
 * counts what it did, and the pool's balance holds: what is lost is freed, what is doubled is copied. Reordering happens
 * inside a burst. The counters of the inner port see the line's far end; a packet lost on transmit counts as taken.
 */
public final class FaultyPort implements Port {
    private static final int TX_STREAMS = 1 << 16;

    private final Port inner;
    private final Faults onTransmit;
    private final RxQueue[] rxQueues;
    private final List<FaultInjector> injectors = new CopyOnWriteArrayList<>();

    /**
     * @param onReceive what happens to packets on their way in
     * @param onTransmit what happens to packets on their way out
     */
    public FaultyPort(final Port inner, final Faults onReceive, final Faults onTransmit) {
        this.inner = inner;
        this.onTransmit = onTransmit;
        rxQueues = new RxQueue[inner.rxQueueCount()];
        Arrays.setAll(rxQueues, i -> new Receiver(inner.rxQueue(i), injector(onReceive, i)));
    }

    /** Packets that disappeared. Any thread. */
    public long lostCount() {
        return sum(FaultInjector.LOST);
    }

    /** Copies that were made. Any thread. */
    public long duplicatedCount() {
        return sum(FaultInjector.DUPLICATED);
    }

    /** Packets that were overtaken. Any thread. */
    public long reorderedCount() {
        return sum(FaultInjector.REORDERED);
    }

    /** Packets that had a bit flipped. Any thread. */
    public long corruptedCount() {
        return sum(FaultInjector.CORRUPTED);
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public String kind() {
        return inner.kind();
    }

    @Override
    public int rxQueueCount() {
        return rxQueues.length;
    }

    @Override
    public RxQueue rxQueue(final int index) {
        return rxQueues[index];
    }

    @Override
    public int ownedTxQueues() {
        return inner.ownedTxQueues();
    }

    @Override
    public TxQueue txQueue(final int lcoreIndex) {
        return new Sender(inner.txQueue(lcoreIndex), injector(onTransmit, TX_STREAMS + lcoreIndex));
    }

    @Override
    public Offloads offloads() {
        return inner.offloads();
    }

    @Override
    public DeviceQueues queues() {
        return inner.queues();
    }

    @Override
    public PortCounters counters() {
        return inner.counters();
    }

    @Override
    public boolean isGone() {
        return inner.isGone();
    }

    @Override
    public int polledRxQueues() {
        return inner.polledRxQueues();
    }

    @Override
    public void onChange(final Runnable listener) {
        inner.onChange(listener);
    }

    @Override
    public void close() {
        inner.close();
    }

    private FaultInjector injector(final Faults faults, final int stream) {
        final FaultInjector injector = new FaultInjector(faults, stream);
        injectors.add(injector);
        return injector;
    }

    private long sum(final int kind) {
        long count = 0;
        for (final FaultInjector injector : injectors) {
            count += injector.count(kind);
        }
        return count;
    }

    private static final class Receiver implements RxQueue {
        private final RxQueue queue;
        private final FaultInjector injector;
        private final long[] received = new long[MAX_BURST_PACKETS];

        Receiver(final RxQueue queue, final FaultInjector injector) {
            this.queue = queue;
            this.injector = injector;
        }

        @Override
        public int receive(final PoolCache cache, final long[] packets, final int capacity) {
            final int n = queue.receive(cache, received, Math.min(capacity, received.length));
            return injector.apply(cache, received, n, packets, capacity);
        }

        @Override
        public boolean looksByCall() {
            return queue.looksByCall();
        }

        @Override
        public int readinessFd() {
            return queue.readinessFd();
        }

        @Override
        public boolean rest() {
            return queue.rest();
        }
    }

    private static final class Sender implements TxQueue {
        private final TxQueue queue;
        private final FaultInjector injector;
        private final long[] offered = new long[MAX_BURST_PACKETS];

        Sender(final TxQueue queue, final FaultInjector injector) {
            this.queue = queue;
            this.injector = injector;
        }

        @Override
        public int transmit(final PoolCache cache, final long[] packets, final int count) {
            final int n = injector.apply(cache, packets, count, offered, offered.length);
            final int taken = queue.transmit(cache, offered, n);
            // From the back, so that the caller finds its refused packets at its own end, in order.
            int refusedFrom = count;
            for (int i = n - 1; i >= taken; i--) {
                if (injector.isCopy(offered[i])) {
                    cache.free(offered[i]);
                } else {
                    packets[--refusedFrom] = offered[i];
                }
            }
            return refusedFrom;
        }

        @Override
        public boolean isOpen() {
            return queue.isOpen();
        }
    }
}
