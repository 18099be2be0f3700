// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.port.TxQueue;
import net.vireo.port.offload.Merger;
import net.vireo.port.offload.Offloads;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/**
 * One lcore's transmit side: a queue and a batch for every vif it may send to. Batches go out when full and at the end
 * of each cycle. What a port does not take is dropped and counted, never kept.
 */
public final class Transmit {
    /** Packets that wait for one vif before they are sent at once. */
    static final int BATCH = 64;

    private final Tables tables;
    private final PoolCache cache;
    private final LcoreCounters counters;
    private final Merger merger;
    private final Lane[] lanes;
    private final int[] waiting;
    private int waitingCount;

    /** One vif's queue and the packets that wait for it. */
    private static final class Lane {
        private final TxQueue queue;
        private final boolean handsOver;

        /** What the receiver takes: whether merging pays. */
        private Offloads far;

        private final long[] batch = new long[BATCH];
        private int count;

        Lane(final TxQueue queue, final Offloads far) {
            this.queue = queue;
            handsOver = queue.handsOver();
            this.far = far;
        }
    }

    Transmit(final PoolCache cache, final LcoreCounters counters, final Tables tables) {
        final int vifs = tables.limits().vifs();
        this.tables = tables;
        this.cache = cache;
        this.counters = counters;
        merger = new Merger(cache.pool());
        lanes = new Lane[vifs];
        waiting = new int[vifs];
    }

    /**
     * Opens the way to a vif. Between cycles.
     *
     * @param far what the receiver behind the queue takes: packets of a flow are merged for one that takes long ones
     */
    public void attach(final int vif, final TxQueue queue, final Offloads far) {
        detach(vif);
        lanes[vif] = new Lane(queue, far);
    }

    /** The receiver behind a vif takes something else from now on; nothing happens without a way to it. Between cycles. */
    public void receiverTakes(final int vif, final Offloads far) {
        if (reaches(vif)) {
            lanes[vif].far = far;
        }
    }

    /** Sends what waits for a vif and closes the way to it. Between cycles. */
    public void detach(final int vif) {
        flush();
        lanes[vif] = null;
    }

    /** {@link #detach} where the way leads over another lcore, which sends on for a while. Between cycles. */
    public void detachHandover(final int vif) {
        if (reaches(vif) && lanes[vif].handsOver) {
            detach(vif);
        }
    }

    /** Whether packets for a vif may be added without looking at the vif, which a mirror wants; any number may be asked for. */
    boolean isOpen(final int vif) {
        final Vif known = reaches(vif) ? tables.vif(vif) : null;
        return known != null && !known.has(Vif.FLAG_MIRROR_TX);
    }

    /** Whether packets can be sent to a vif; any number may be asked for. */
    boolean reaches(final int vif) {
        return vif >= 0 && vif < lanes.length && lanes[vif] != null;
    }

    /** Whether there is an agent: somebody listens behind its vif. Ask once per burst. */
    boolean hasAgent() {
        return reaches(Vif.AGENT_INDEX) && lanes[Vif.AGENT_INDEX].queue.isOpen();
    }

    /** Puts a packet in the batch of a vif that {@link #reaches}. */
    void add(final int vif, final long reference) {
        final Lane lane = lanes[vif];
        if (lane.count == 0) {
            waiting[waitingCount++] = vif;
        }
        lane.batch[lane.count++] = reference;
        if (lane.count == BATCH) {
            flush();
        }
    }

    /** {@link #add} for several packets. */
    void add(final int vif, final Packets packets, final int[] rows, final int from, final int to) {
        final Lane lane = lanes[vif];
        if (lane.count + (to - from) >= BATCH) {
            flush();
        }
        if (lane.count == 0) {
            waiting[waitingCount++] = vif;
        }
        int count = lane.count;
        for (int i = from; i < to; i++) {
            lane.batch[count++] = packets.packet(rows[i]);
        }
        lane.count = count;
    }

    /** Packets that wait now. */
    public int heldCount() {
        int held = 0;
        for (int i = 0; i < waitingCount; i++) {
            held += lanes[waiting[i]].count;
        }
        return held;
    }

    /**
     * Sends all that waits.
     *
     * @return how many packets that was
     */
    public int flush() {
        int sent = 0;
        for (int i = 0; i < waitingCount; i++) {
            sent += flush(waiting[i]);
        }
        waitingCount = 0;
        return sent;
    }

    /**
     * Takes back what waits for guests and for the host, which were to be told nothing: probes. What leaves by the fabric
     * or goes to the agent stays. Between a burst and what else waits.
     */
    void stopProbes() {
        int kept = 0;
        for (int i = 0; i < waitingCount; i++) {
            final Vif vif = tables.vif(waiting[i]);
            if (vif != null && (vif.type() == Vif.TYPE_PHYSICAL || vif.type() == Vif.TYPE_AGENT)) {
                waiting[kept++] = waiting[i];
            } else {
                final Lane lane = lanes[waiting[i]];
                counters.add(LcoreCounter.CONSUMED_PROBE, lane.count);
                cache.free(lane.batch, 0, lane.count);
                lane.count = 0;
            }
        }
        waitingCount = kept;
    }

    private int flush(final int vif) {
        final Lane lane = lanes[vif];
        final int count = lane.far.tso() && lane.count > 1 ? merge(lane) : lane.count;
        lane.count = 0;
        final int taken = lane.queue.transmit(cache, lane.batch, count);
        long lengthBytes = 0;
        for (int i = 0; i < taken; i++) {
            lengthBytes += PacketRef.length(lane.batch[i]);
        }
        if (lane.handsOver) {
            counters.handedOver(vif, taken, lengthBytes);
        } else {
            counters.transmitted(vif, taken, lengthBytes);
        }
        if (taken < count) {
            refused(lane.handsOver ? DropReason.TX_QUEUE_FULL : reasonOf(vif), vif, lane.batch, taken, count);
        }
        return taken;
    }

    /**
     * Sends what other lcores have handed over for a vif, which is theirs to count. Between bursts.
     *
     * @param packets as {@link TxQueue#transmit} has them
     */
    public void relay(final int vif, final long[] packets, final int count) {
        final int taken = lanes[vif].queue.transmit(cache, packets, count);
        counters.relayed(count, taken);
        if (taken < count) {
            refused(reasonOf(vif), vif, packets, taken, count);
        }
    }

    private void refused(
            final DropReason reason, final int vif, final long[] packets, final int from, final int count) {
        counters.refused(vif, count - from, reason);
        cache.free(packets, from, count);
    }

    private DropReason reasonOf(final int vif) {
        return vif == Vif.AGENT_INDEX ? agentsReason() : DropReason.TX_RING_FULL;
    }

    /** A batch is of one vif, so packets of different networks never meet here. */
    private int merge(final Lane lane) {
        final long consumed = merger.consumedCount();
        final long born = merger.bornCount();
        final int count = merger.merge(cache, lane.batch, lane.count, lane.far);
        if (merger.consumedCount() != consumed) {
            counters.add(LcoreCounter.CONSUMED_MERGED, merger.consumedCount() - consumed);
            counters.add(LcoreCounter.BORN_MERGED, merger.bornCount() - born);
        }
        return count;
    }

    private DropReason agentsReason() {
        return hasAgent() ? DropReason.PKT0_FULL : DropReason.TRAP_NO_IF;
    }
}
