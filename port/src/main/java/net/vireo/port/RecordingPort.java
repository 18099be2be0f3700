// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import java.util.Arrays;
import net.vireo.port.offload.Offloads;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PoolCache;

/**
 * A port that can be listened to: while a {@link Recorder} is attached, every packet received from and offered to the
 * inner port is copied to it. As with tcpdump, a packet is seen before the device takes it: what the device then refuses
 * is in the capture and in {@code txErrors}. Without a recorder the cost is one field read per burst.
 */
public final class RecordingPort implements Port {
    private final Port inner;
    private final PacketPool pool;
    private final RxQueue[] rxQueues;
    private volatile Recorder recorder;

    public RecordingPort(final Port inner, final PacketPool pool) {
        this.inner = inner;
        this.pool = pool;
        rxQueues = new RxQueue[inner.rxQueueCount()];
        Arrays.setAll(rxQueues, i -> new Receiver(inner.rxQueue(i)));
    }

    /** Attaches a recorder, in place of an earlier one, which stays its maker's to close. Any thread. */
    public void start(final Recorder newRecorder) {
        recorder = newRecorder;
    }

    /** Detaches the recorder. A burst under way may still reach it. Any thread. */
    public void stop() {
        recorder = null;
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
        return new Sender(inner.txQueue(lcoreIndex));
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
        stop();
        inner.close();
    }

    private void record(final long[] packets, final int count) {
        final Recorder current = recorder;
        if (current != null) {
            current.record(pool, packets, count);
        }
    }

    private final class Sender implements TxQueue {
        private final TxQueue queue;

        Sender(final TxQueue queue) {
            this.queue = queue;
        }

        @Override
        public int transmit(final PoolCache cache, final long[] packets, final int count) {
            record(packets, count);
            return queue.transmit(cache, packets, count);
        }

        @Override
        public boolean isOpen() {
            return queue.isOpen();
        }
    }

    private final class Receiver implements RxQueue {
        private final RxQueue queue;

        Receiver(final RxQueue queue) {
            this.queue = queue;
        }

        @Override
        public int receive(final PoolCache cache, final long[] packets, final int capacity) {
            final int n = queue.receive(cache, packets, capacity);
            record(packets, n);
            return n;
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
}
