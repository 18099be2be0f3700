// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.util.Objects;
import java.util.stream.IntStream;
import net.vireo.port.Port;
import net.vireo.port.TxQueue;
import net.vireo.port.offload.Offloads;
import net.vireo.port.spread.TransmitRings;
import net.vireo.vrouter.lcore.Lcore;
import net.vireo.vrouter.lcore.QueuePlaces;

/**
 * A vif's device, which lcore polls which of its queues, and the port of which each lcore has what is its to process.
 * Control thread.
 */
final class PluggedPort {
    private final Port device;
    private QueuePlaces places;
    private final Port port;
    private final TransmitRings rings;
    private final boolean polledByIo;
    private int[] lcoreOfQueue;

    /** How many of the device's queues, from 0 on, are polled. */
    private int polled;

    /** One of the queues that lcores send by, to ask. */
    private TxQueue sender;

    /** What the receiver takes, as the lcores know it. */
    private Offloads far;

    /**
     * @param port the device itself, or one with a queue for each lcore in front of it
     * @param rings between lcores that send by it, or null when each has a queue
     * @param polledByIo whether the places are of lcores that only poll
     */
    PluggedPort(
            final Port device,
            final QueuePlaces places,
            final Port port,
            final TransmitRings rings,
            final boolean polledByIo) {
        this.device = device;
        this.polledByIo = polledByIo;
        this.rings = rings;
        this.places = places;
        this.port = port;
        // Behind load balancing there is a queue for each lcore, whoever polls.
        lcoreOfQueue = Objects.equals(device, port)
                ? places.lcores()
                : IntStream.range(0, port.rxQueueCount()).toArray();
        polled = device.polledRxQueues();
        far = device.offloads();
    }

    Port device() {
        return device;
    }

    QueuePlaces places() {
        return places;
    }

    /**
     * Some of the device's queues that had no lcore have one.
     *
     * @param now of all of them
     * @return the numbers of those
     */
    int[] takeUp(final QueuePlaces now) {
        final QueuePlaces before = places;
        places = now;
        if (Objects.equals(device, port)) {
            lcoreOfQueue = now.lcores();
        }
        return IntStream.range(0, now.count())
                .filter(queue ->
                        before.lcoreOf(queue) == QueuePlaces.NOT_SERVED && now.lcoreOf(queue) != QueuePlaces.NOT_SERVED)
                .toArray();
    }

    /** What lcores receive from and send to. */
    Port port() {
        return port;
    }

    /** Whether {@link #places} are of lcores that only poll. */
    boolean isPolledByIo() {
        return polledByIo;
    }

    /** The number of the lcore that place 0 means. */
    int firstPoller() {
        return polledByIo ? Lcore.FIRST_IO_NUMBER : Lcore.FIRST_NUMBER;
    }

    /** Between lcores that send by it; null when each has a queue. */
    TransmitRings rings() {
        return rings;
    }

    /** What an lcore sends by; made anew at each call. */
    TxQueue txQueue(final int lcore) {
        sender = rings == null ? port.txQueue(lcore) : rings.txQueue(lcore);
        return sender;
    }

    /** Whether somebody takes what is sent, as far as the device knows. */
    boolean isOpen() {
        return sender != null && sender.isOpen();
    }

    /** Buffers that it holds, in rings between lcores too. */
    long heldBuffers() {
        return port.counters().heldBuffers() + waitingToBeSent();
    }

    /** Packets in rings to lcores that send. */
    long waitingToBeSent() {
        return rings == null ? 0 : rings.waitingCount();
    }

    /** Gives the device back; all lcores have let go. */
    void close() {
        if (rings != null) {
            rings.close();
        }
        port.close();
    }

    /** What the receiver takes. */
    Offloads far() {
        return far;
    }

    /** How many of the port's queues lcores have: those behind load balancing look after the device's themselves. */
    int served() {
        return Objects.equals(device, port) ? polled : lcoreOfQueue.length;
    }

    /** Looks at the device anew. @return whether lcores have to know */
    boolean refresh() {
        final int polledNow = device.polledRxQueues();
        final Offloads farNow = device.offloads();
        final boolean news = polledNow != polled || !farNow.equals(far);
        polled = polledNow;
        far = farNow;
        return news;
    }

    /** Whether a queue of {@link #port} is an lcore's to receive from. */
    boolean isOf(final int lcore, final int queue) {
        return lcoreOfQueue[queue] == lcore;
    }
}
