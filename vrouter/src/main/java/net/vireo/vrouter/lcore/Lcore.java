// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.lcore;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import net.vireo.linux.memory.Memory;
import net.vireo.port.RxQueue;
import net.vireo.port.TxQueue;
import net.vireo.port.offload.Offloads;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import net.vireo.vrouter.counter.DutyCycle;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.graph.Graph;
import net.vireo.vrouter.graph.Packets;
import net.vireo.vrouter.graph.WalkRecorder;
import net.vireo.vrouter.table.Epoch;
import net.vireo.vrouter.trace.TraceSession;

/**
 * One lcore: takes bursts from its queues, runs them through the graph, and sends what comes out. Everything it touches
 * is its own; others reach it with {@link #send}, never with locks. All other methods are called by the lcore's thread
 * (those that change queues, as commands).
 */
public final class Lcore {
    /** The number of the first forwarding lcore, as in Contrail's DPDK mode; lower ones are service lcores. */
    public static final int FIRST_NUMBER = 10;

    /** The number of the first lcore that only polls. */
    public static final int FIRST_IO_NUMBER = 3;

    private static final Source[] NO_SOURCES = {};

    private final int number;
    private final Graph graph;
    private final PoolCache cache;
    private final LcoreCounters counters;
    private final WalkRecorder recorder;
    private final Epoch.Reader reader;
    private final Sleeper sleeper = new Sleeper();
    private final Queue<LcoreCommand> commands = new ConcurrentLinkedQueue<>();
    private final long[] burst;
    private Source[] sources = NO_SOURCES;
    private int turns;
    private long longestNs;

    /** What queues gave in this turn. */
    private int receivedCount;

    /** What other lcores hand to this one to be sent to a vif. */
    private Source[] relays = NO_SOURCES;

    /** A receive queue and the vif whose packets come in there. */
    private record Source(int vif, RxQueue queue) {}

    /**
     * @param number as tools show it
     * @param reader this lcore's part in the grace periods of the tables
     */
    public Lcore(
            final int number,
            final Graph graph,
            final PoolCache cache,
            final LcoreCounters counters,
            final WalkRecorder recorder,
            final Epoch.Reader reader) {
        this(number, graph, cache, counters, recorder, reader, Packets.BURST);
    }

    /**
     * With shorter bursts.
     *
     * @param burstPackets what it takes from a queue at once, 1 to {@link Packets#BURST}
     */
    public Lcore(
            final int number,
            final Graph graph,
            final PoolCache cache,
            final LcoreCounters counters,
            final WalkRecorder recorder,
            final Epoch.Reader reader,
            final int burstPackets) {
        this.number = number;
        burst = new long[burstPackets];
        this.graph = graph;
        this.cache = cache;
        this.counters = counters;
        this.recorder = recorder;
        this.reader = reader;
    }

    /** The number that tools show: 10 for the first. */
    public int number() {
        return number;
    }

    /** Asks the lcore to do something soon. Any thread. */
    public void send(final LcoreCommand command) {
        commands.add(command);
        sleeper.wake();
    }

    /** {@link #send}; the answer completes when it is done. Any thread. */
    public CompletableFuture<Void> ask(final LcoreCommand command) {
        final CompletableFuture<Void> done = new CompletableFuture<>();
        send(lcore -> {
            try {
                command.run(lcore);
                done.complete(null);
            } catch (final RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    /** Starts to take packets from a vif's queue; vifs are polled in the order of their indices. */
    public void addQueue(final int vif, final RxQueue queue) {
        final Source[] longer = new Source[sources.length + 1];
        int at = 0;
        while (at < sources.length && sources[at].vif <= vif) {
            longer[at] = sources[at];
            at++;
        }
        longer[at] = new Source(vif, queue);
        System.arraycopy(sources, at, longer, at + 1, sources.length - at);
        sources = longer;
        sleeper.add(queue);
    }

    /** Polls a queue no more. */
    public void removeQueue(final RxQueue queue) {
        final Source[] rest = new Source[sources.length];
        int kept = 0;
        for (final Source source : sources) {
            if (source.queue.equals(queue)) {
                sleeper.remove(queue);
            } else {
                rest[kept++] = source;
            }
        }
        sources = Arrays.copyOf(rest, kept);
    }

    /** The receiver behind a vif takes something else from now on. */
    public void receiverTakes(final int vif, final Offloads far) {
        graph.transmit().receiverTakes(vif, far);
    }

    /** Opens the way to a vif whose receiver takes whole packets only. */
    public void addTransmit(final int vif, final TxQueue queue) {
        addTransmit(vif, queue, Offloads.NONE);
    }

    /** Opens the way to a vif. */
    public void addTransmit(final int vif, final TxQueue queue, final Offloads far) {
        graph.transmit().attach(vif, queue, far);
    }

    /** Opens the way to a vif for lcores that have none: what they hand over leaves by this one's, which is open already. */
    public void addRelay(final int vif, final RxQueue relay) {
        relays = Arrays.copyOf(relays, relays.length + 1);
        relays[relays.length - 1] = new Source(vif, relay);
        sleeper.add(relay);
    }

    /** Closes the way to a vif by another lcore; what waits goes into the ring. A way of this one's own stays. */
    public void closeHandover(final int vif) {
        graph.transmit().detachHandover(vif);
    }

    /** Lets go of all queues of a vif and starts its counters anew; what waits to be sent to it is sent first. */
    public void removeVif(final int vif) {
        removeDevice(vif);
        counters.clearVif(vif);
    }

    /** Lets go of all queues of a vif, which stays: what would leave by it is dropped from now on. */
    public void removeDevice(final int vif) {
        for (final Source relay : relays) {
            if (relay.vif == vif) {
                sendAll(relay);
            }
        }
        relays = without(vif, relays);
        graph.transmit().detach(vif);
        sources = without(vif, sources);
    }

    /** What lcores handed over that have closed their way since. */
    private void sendAll(final Source relay) {
        int sent;
        do {
            sent = relay(relay);
        } while (sent > 0);
    }

    private Source[] without(final int vif, final Source... all) {
        int kept = 0;
        final Source[] rest = new Source[all.length];
        for (final Source source : all) {
            if (source.vif == vif) {
                sleeper.remove(source.queue);
            } else {
                rest[kept++] = source;
            }
        }
        return Arrays.copyOf(rest, kept);
    }

    /** Starts to watch for a trace session's packets. */
    public void arm(final TraceSession session) {
        recorder.arm(session);
    }

    /**
     * Takes a frame through the graph as if it had come in on a vif: a trace's probe.
     *
     * @return false when there is no buffer, or none long enough
     */
    public boolean probe(final int vif, final byte[] frame) {
        final long packet = cache.takeSmall();
        if (packet == PoolCache.NONE) {
            return false;
        }
        final PacketPool pool = cache.pool();
        final long resized = PacketRef.resized(packet, PacketRef.offset(packet), frame.length);
        if (!pool.contains(resized)) {
            cache.free(packet);
            return false;
        }
        Memory.copyIn(frame, 0, pool.dataAddress(resized), frame.length);
        graph.probe(vif, resized);
        return true;
    }

    /** The verdict on a flow is there: what waited for it here goes on. */
    public void releaseFlow(final int flow, final int generation) {
        graph.release(flow, generation);
    }

    /** Copies the counters to the snapshot area. */
    public void snapshot(final long sequence, final int vifs) {
        graph.settle();
        counters.level(LcoreCounter.POOL_CACHED, cache.cachedCount());
        counters.snapshot(sequence, vifs);
    }

    /** One turn. @return how many packets and commands it moved */
    public int cycle() {
        if ((++turns & DutyCycle.CYCLES_PER_TIMED - 1) != 0) {
            return turn();
        }
        final long startNs = System.nanoTime();
        final int work = turn();
        final long tookNs = System.nanoTime() - startNs;
        counters.add(work > 0 ? LcoreCounter.TIMED_BUSY_NS : LcoreCounter.TIMED_IDLE_NS, tookNs);
        counters.add(work > 0 ? LcoreCounter.TIMED_BUSY_CYCLES : LcoreCounter.TIMED_IDLE_CYCLES, 1);
        counters.add(LcoreCounter.TIMED_BUSY_PACKETS, receivedCount);
        if (tookNs > longestNs) {
            longestNs = tookNs;
            counters.level(LcoreCounter.LONGEST_TIMED_NS, tookNs);
        }
        return work;
    }

    private int turn() {
        receivedCount = 0;
        reader.quiescent();
        int work = runCommand();
        final Source[] all = sources;
        for (int i = 0; i < all.length; i++) {
            work += serve(all[i]);
        }
        final Source[] handedOver = relays;
        for (int i = 0; i < handedOver.length; i++) {
            work += relay(handedOver[i]);
        }
        graph.flush();
        counters.add(LcoreCounter.CYCLES, 1);
        if (work > 0) {
            counters.add(LcoreCounter.BUSY_CYCLES, 1);
        }
        return work;
    }

    private int serve(final Source source) {
        final int count = source.queue.receive(cache, burst, burst.length);
        if (count > 0) {
            receivedCount += count;
            graph.run(source.vif, burst, count);
            return count;
        }
        return source.queue.handedOver();
    }

    private int relay(final Source source) {
        final int count = source.queue.receive(cache, burst, burst.length);
        if (count > 0) {
            graph.transmit().relay(source.vif, burst, count);
        }
        return count;
    }

    private int runCommand() {
        final LcoreCommand command = commands.poll();
        if (command == null) {
            return 0;
        }
        command.run(this);
        return 1;
    }

    /** Sleeps until a queue has packets or a command comes, unless one is there already. */
    void sleep() {
        sleeper.prepare();
        if (commands.isEmpty() && queuesRest()) {
            counters.add(LcoreCounter.SLEEPS, 1);
            reader.away();
            sleeper.sleep();
            reader.back();
        }
        sleeper.cancel();
    }

    private boolean queuesRest() {
        boolean resting = true;
        for (final Source source : sources) {
            resting &= source.queue.rest();
        }
        return resting;
    }

    /** After the last cycle: gives free buffers to the others and closes what it slept on. */
    void end() {
        graph.flush();
        cache.flush();
        reader.away();
        sleeper.close();
    }
}
