// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.rss;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.vireo.linux.memory.Memory;
import net.vireo.port.DeviceQueues;
import net.vireo.port.Port;
import net.vireo.port.PortCounters;
import net.vireo.port.RxQueue;
import net.vireo.port.TxQueue;
import net.vireo.port.offload.Offloads;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.spread.SpreadCounters;
import net.vireo.port.spread.SpreadQueue;
import net.vireo.port.spread.SpreadQueues;

/**
 * Spreads the flows of a port over queues as a card with receive side scaling would: the hash of a frame's outer header,
 * its low bits through an indirection table, the frame to that queue's lcore (deck p146 and sheet vrouter-dataplane
 * 3.4). The device below may have fewer queues than this port, or spread by a rule of its own: each of the device's
 * queues is polled by one lcore, which hands over what belongs to others through rings of references; nothing is copied.
 *
 * <pre>
 *   device queue 0 -- lcore of queue 0 -- hash -- table --+-- its own graph
 *                                                         +-- ring -- lcore of queue 1
 *   device queue 1 -- lcore of queue 1 -- hash -- table --+-- its own graph
 *                                                         +-- ring -- lcore of queue 0
 * </pre>
 *
 * A ring that is full costs the frame: counted by queue in {@link #missedCounts} and in {@code rxMissed}. What waits in
 * rings is in {@code heldBuffers}. A flow stays in order as long as the device gives all of it to one of its queues.
 * Made and closed by the control thread.
 */
public final class RssPort implements Port {
    /** As long as Contrail's rings between lcores. */
    private static final int RING_PACKETS = 1024;

    private final Port device;
    private final RssControl control;
    private final List<RssSpreader> spreaders;
    private final List<SpreadQueue> queues;
    private final PortCounters counters;

    RssPort(final Port device, final PacketPool pool, final RssControl control, final int ringPackets) {
        this.device = device;
        this.control = control;
        final int count = control.queueCount();
        spreaders = Stream.generate(() -> new RssSpreader(control)).limit(count).toList();
        final List<List<RxQueue>> polled = IntStream.range(0, count)
                .mapToObj(queue -> polledBy(queue, count, device))
                .toList();
        queues = SpreadQueues.join(pool, polled, spreaders::get, ringPackets);
        counters = new SpreadCounters(device.counters(), queues);
    }

    /**
     * Puts receive side scaling in front of a device, with {@value Indirection#DEFAULT_ENTRIES} entries filled evenly
     * and Microsoft's key.
     *
     * @param device becomes this port's to close
     * @param queueCount queues to spread over, one for each lcore; 1 to 64
     */
    public static RssPort over(final Port device, final PacketPool pool, final int queueCount) {
        return over(device, pool, queueCount, RING_PACKETS);
    }

    /**
     * {@link #over(Port, PacketPool, int)} with other rings.
     *
     * @param ringPackets capacity of each ring between lcores, a power of two
     */
    public static RssPort over(final Port device, final PacketPool pool, final int queueCount, final int ringPackets) {
        final RssControl control = new RssControl(queueCount, Indirection.DEFAULT_ENTRIES);
        return new RssPort(device, pool, control, ringPackets);
    }

    /** The device's queues that one of ours polls: i mod count, so that each has exactly one lcore. */
    private static List<RxQueue> polledBy(final int queue, final int count, final Port device) {
        final List<RxQueue> polled = new ArrayList<>();
        for (int below = queue; below < device.rxQueueCount(); below += count) {
            polled.add(device.rxQueue(below));
        }
        return polled;
    }

    /**
     * The queue that a frame would go to.
     *
     * @param frame address of its Ethernet header
     */
    public int queueOf(final long frame, final int lengthBytes) {
        final Steering steering = control.steering();
        return steering.queue(steering.entry(Memory.base(frame), lengthBytes));
    }

    /** Settings that can be changed while it runs. */
    public RssControl control() {
        return control;
    }

    /** Frames found in each entry of the indirection table, over all lcores. Any thread. */
    public long[] hitCounts() {
        final long[] hits = new long[control.entries()];
        for (int entry = 0; entry < hits.length; entry++) {
            hits[entry] = hits(entry);
        }
        return hits;
    }

    /** Frames without a hash, which went to queue 0. Any thread. */
    public long unhashedCount() {
        return hits(control.entries());
    }

    /** Packets given to the lcore of each queue. Any thread. */
    public long[] deliveredCounts() {
        return queues.stream().mapToLong(SpreadQueue::deliveredCount).toArray();
    }

    /** Packets for each queue that found its ring full. Any thread. */
    public long[] missedCounts() {
        return queues.stream().mapToLong(SpreadQueue::missedCount).toArray();
    }

    @Override
    public String name() {
        return device.name();
    }

    @Override
    public String kind() {
        return device.kind();
    }

    @Override
    public int rxQueueCount() {
        return queues.size();
    }

    @Override
    public RxQueue rxQueue(final int index) {
        return queues.get(index);
    }

    @Override
    public int ownedTxQueues() {
        return device.ownedTxQueues();
    }

    @Override
    public TxQueue txQueue(final int lcoreIndex) {
        return device.txQueue(lcoreIndex);
    }

    /** Of receive queues this port's own, one for each lcore; to send, the device's. */
    @Override
    public DeviceQueues queues() {
        final DeviceQueues below = device.queues();
        return new DeviceQueues() {
            @Override
            public boolean isEnabled(final int rxQueue) {
                return true;
            }

            @Override
            public long receivedCount(final int rxQueue) {
                return queues.get(rxQueue).deliveredCount();
            }

            @Override
            public int transmitQueueOf(final int lcoreIndex) {
                return below.transmitQueueOf(lcoreIndex);
            }
        };
    }

    @Override
    public PortCounters counters() {
        return counters;
    }

    @Override
    public Offloads offloads() {
        return device.offloads();
    }

    @Override
    public boolean isGone() {
        return device.isGone();
    }

    @Override
    public void close() {
        queues.forEach(SpreadQueue::close);
        device.close();
    }

    private long hits(final int entry) {
        long count = 0;
        for (final RssSpreader spreader : spreaders) {
            count += spreader.hitCount(entry);
        }
        return count;
    }
}
