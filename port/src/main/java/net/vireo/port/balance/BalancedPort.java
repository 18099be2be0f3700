// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.balance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
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
 * Internal load balancing over a port (deck p121): the lcore that polls a queue hands flows to others by rings of
 * references, as {@link LoadBalance} says. A full ring costs the packet: a named counter. A flow
 * stays in order while the mode's rule stands; when {@link LoadBalance#AUTO} begins or ends to spread, packets of it may
 * overtake each other at that moment. Made and closed by the control thread.
 */
public final class BalancedPort implements Port {
    /** As long as Contrail's rings between lcores. */
    public static final int DEFAULT_RING_PACKETS = 1024;

    /** {@link #processorOf}: who polls is not known, or who processes cannot be told. */
    public static final int UNKNOWN = -1;

    private final Port device;
    private final int lcores;
    private final BalanceMode mode;
    private final Origin origin;
    private final List<SpreadQueue> queues;
    private final PortCounters counters;

    private BalancedPort(
            final Port device,
            final int lcores,
            final BalanceMode mode,
            final Origin origin,
            final List<SpreadQueue> queues) {
        this.device = device;
        this.mode = mode;
        this.origin = origin;
        this.lcores = lcores;
        this.queues = queues;
        counters = new SpreadCounters(device.counters(), queues);
    }

    /**
     * Puts load balancing in front of a device.
     *
     * @param device becomes this port's to close
     * @param lcores one queue for each is made
     * @param pollers by queue of the device, the index of the lcore that polls it
     * @param ringPackets capacity of each ring, a power of two
     */
    public static BalancedPort over(
            final Port device,
            final PacketPool pool,
            final int lcores,
            final int[] pollers,
            final Origin origin,
            final BalanceMode mode,
            final int ringPackets) {
        return join(device, pool, lcores, lcores, pollers, origin, mode, ringPackets);
    }

    /** The same by a rule that stays. */
    public static BalancedPort over(
            final Port device,
            final PacketPool pool,
            final int lcores,
            final int[] pollers,
            final Origin origin,
            final LoadBalance mode,
            final int ringPackets) {
        return over(device, pool, lcores, pollers, origin, new BalanceMode(mode), ringPackets);
    }

    /**
     * The same where lcores of their own poll: the port has a queue for each that processes and then one for each that
     * polls, which never gives a packet to its lcore.
     *
     * @param pollers by queue of the device, which of those polls it, from 0
     */
    public static BalancedPort behindPollers(
            final Port device,
            final PacketPool pool,
            final int lcores,
            final int pollingLcores,
            final int[] pollers,
            final Origin origin,
            final int ringPackets) {
        final int[] indices = Arrays.stream(pollers).map(each -> lcores + each).toArray();
        return join(
                device,
                pool,
                lcores,
                lcores + pollingLcores,
                indices,
                origin,
                new BalanceMode(LoadBalance.PIPELINE),
                ringPackets);
    }

    private static BalancedPort join(
            final Port device,
            final PacketPool pool,
            final int lcores,
            final int queues,
            final int[] pollers,
            final Origin origin,
            final BalanceMode mode,
            final int ringPackets) {
        final List<List<RxQueue>> polled = new ArrayList<>();
        for (int lcore = 0; lcore < queues; lcore++) {
            final int each = lcore;
            polled.add(IntStream.range(0, pollers.length)
                    .filter(queue -> pollers[queue] == each)
                    .mapToObj(device::rxQueue)
                    .toList());
        }
        return new BalancedPort(
                device,
                lcores,
                mode,
                origin,
                SpreadQueues.join(
                        pool, polled, lcores, lcore -> new BalanceSpreader(mode, origin, lcore, lcores), ringPackets));
    }

    /**
     * Which lcore would process a frame, as far as that can be told beforehand. Control thread.
     *
     * @param poller index of the lcore that polls it, or {@link #UNKNOWN}
     * @param frame address of its Ethernet header
     * @return the lcore's index, or {@link #UNKNOWN}
     */
    public int processorOf(final int poller, final long frame, final int lengthBytes) {
        final int self = poller == UNKNOWN && mode.now() == LoadBalance.PIPELINE ? lcores : Math.max(poller, 0);
        return new BalanceSpreader(mode, origin, self, lcores)
                .processorOf(poller != UNKNOWN, Memory.base(frame), lengthBytes);
    }

    /**
     * An lcore polls one more of the device's queues, which nobody polled. Called by that lcore, which polls others of them
     * already.
     *
     * @param lcore its index
     */
    public void poll(final int lcore, final RxQueue queue) {
        queues.get(lcore).poll(queue);
    }

    /** How many lcores process; those behind them, if there are any, poll only. */
    public int lcoreCount() {
        return lcores;
    }

    /** Packets that an lcore polled from the device. Any thread. */
    public long polledCount(final int lcore) {
        return queues.get(lcore).polledCount();
    }

    /** Packets that an lcore took over from others. Any thread. */
    public long takenCount(final int lcore) {
        return queues.get(lcore).takenCount();
    }

    /** Packets that an lcore handed to others. Any thread. */
    public long handedOverCount(final int lcore) {
        return queues.get(lcore).handedOverCount();
    }

    /** Packets that one lcore polled and another took over. Any thread. */
    public long handedOverCount(final int from, final int to) {
        return queues.get(from).handedOverCount(to);
    }

    /** Packets that an lcore could not hand to another, whose ring was full. Any thread. */
    public long missedCount(final int from, final int to) {
        return queues.get(from).missedCount(to);
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

    @Override
    public DeviceQueues queues() {
        return device.queues();
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
}
