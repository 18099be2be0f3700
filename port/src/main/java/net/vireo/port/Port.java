// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import net.vireo.port.offload.Offloads;

/**
 * Moves bursts of packets in and out of the data plane. Made and closed by the control thread; its queues belong to
 * the lcores they were given to.
 */
public interface Port extends AutoCloseable {
    /** No queue is asked to move more packets at once: what queues and wrappers size their scratch space by. */
    int MAX_BURST_PACKETS = 256;

    /** In {@link #ownedTxQueues}: as many as there are lcores. */
    int ENOUGH_TX_QUEUES = Integer.MAX_VALUE;

    /** The name that tools show, for example the device's: {@code tap0}. */
    String name();

    /** What it is, in one word that tools show: {@code tap}, {@code packet-socket}, {@code memory}, {@code pcap}. */
    String kind();

    int rxQueueCount();

    /** @param index 0 .. {@link #rxQueueCount} - 1 */
    RxQueue rxQueue(int index);

    /** A transmit queue for one lcore: i mod the device's queues for lcore i; may be called once per lcore. */
    TxQueue txQueue(int lcoreIndex);

    /**
     * How many transmit queues there are that one lcore each may have for itself, {@link #txQueue} 0 on: the other lcores
     * hand their packets to one of these. {@link #ENOUGH_TX_QUEUES} where any number of lcores may send.
     */
    default int ownedTxQueues() {
        return ENOUGH_TX_QUEUES;
    }

    /** Which of the device's queues are in use, and by which of them each lcore sends. */
    default DeviceQueues queues() {
        return DeviceQueues.always(rxQueueCount(), queue -> DeviceQueues.UNCOUNTED);
    }

    /** Counters of the device side; single writer per queue, readable from any thread. */
    PortCounters counters();

    /**
     * What the device behind the port takes without software's help. Every packet may be handed over all the same; this
     * says whether merging pays.
     */
    default Offloads offloads() {
        return Offloads.NONE;
    }

    /**
     * Whether the device was deleted under the port: nothing passes any more, and its queues must not be waited on, for
     * they report ready for ever. Seen by the lcore that receives; any thread may ask.
     */
    default boolean isGone() {
        return false;
    }

    /**
     * How many receive queues, from 0 on, are worth polling now; at least 1. A guest with fewer queues than it may have
     * leaves the others idle. Any thread.
     */
    default int polledRxQueues() {
        return rxQueueCount();
    }

    /**
     * Asks to be told when {@link #polledRxQueues} or {@link #offloads} may have changed. Control thread, before queues
     * are given away; once.
     *
     * @param listener called by a thread of the port's own, which it must not hold up
     */
    default void onChange(final Runnable listener) {}

    /** Gives the device back. The lcores must have let go of the queues before. */
    @Override
    void close();
}
