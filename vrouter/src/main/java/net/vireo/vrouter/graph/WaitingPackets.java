// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.port.pool.PacketRef;
import net.vireo.vrouter.flow.FragmentKey;
import net.vireo.vrouter.flow.FragmentQueue;
import net.vireo.vrouter.flow.HoldQueue;

/**
 * One lcore's packets that wait inside the graph: for the verdict on their flow, or for the first fragment of their
 * datagram. What their rows knew waits with them, by buffer.
 */
public final class WaitingPackets {
    /** How long a packet waits for a verdict: the agent is not there, or not able. */
    static final int VERDICT_TIMEOUT_MS = 2000;

    private static final int FLOWS = 1024;

    private final Packets packets;
    private final HoldQueue verdicts = new HoldQueue(FLOWS);
    private final FragmentQueue heads = new FragmentQueue();

    /** By buffer id. */
    private final long[] origins;

    private final long[] forwards;
    private final int[] outerSources;
    private final int[] serviceNexthops;
    private final byte[] qosClasses;
    private final short[] ipOffsets;
    private final byte[] nodes;
    private final long[] ready = new long[FragmentQueue.DEFAULT_LIMIT];
    private int readyCount;
    private final long[] out = new long[Math.max(FragmentQueue.DEFAULT_LIMIT, HoldQueue.PACKETS_PER_FLOW)];

    /** @param buffers how many buffers the pool has */
    WaitingPackets(final Packets packets, final int buffers) {
        this.packets = packets;
        origins = new long[buffers];
        forwards = new long[buffers];
        outerSources = new int[buffers];
        serviceNexthops = new int[buffers];
        qosClasses = new byte[buffers];
        ipOffsets = new short[buffers];
        nodes = new byte[buffers];
    }

    /**
     * Lets a packet wait for the verdict on its flow.
     *
     * @param node the index of the node that it is to go on in
     * @return what {@link HoldQueue#hold} answers
     */
    int holdForVerdict(final int row, final int flow, final int generation, final int nowMs, final int node) {
        remember(row, node);
        return verdicts.hold(flow, generation, packets.packet(row), nowMs);
    }

    /** Lets a fragment wait for its head. @return false when there is no room */
    boolean holdForHead(final int row, final FragmentKey key, final int nowMs, final int node) {
        // What can go on still counts until it does: else a guest's next datagrams would fill the queue a second time.
        if (heads.heldCount() + readyCount >= FragmentQueue.DEFAULT_LIMIT) {
            return false;
        }
        remember(row, node);
        return heads.hold(key, packets.packet(row), nowMs);
    }

    private void remember(final int row, final int node) {
        final int id = PacketRef.id(packets.packet(row));
        origins[id] = packets.origin(row);
        forwards[id] = packets.forward(row);
        outerSources[id] = packets.outerSource(row);
        serviceNexthops[id] = packets.serviceNexthop(row);
        qosClasses[id] = (byte) packets.qosClass(row);
        ipOffsets[id] = (short) (packets.ip(row) - packets.address(row));
        nodes[id] = (byte) node;
    }

    /** Takes what waited for a flow into {@link #released}. @return how many */
    int releaseFlow(final int flow, final int generation) {
        return verdicts.release(flow, generation, out);
    }

    /** A datagram's head came: what waited for it goes on after this burst. */
    void headCame(final FragmentKey key) {
        if (heads.heldCount() > 0) {
            final int released = heads.release(key, out);
            for (int i = 0; i < released; i++) {
                ready[readyCount++] = out[i];
            }
        }
    }

    /** Takes what can go on into {@link #released}. @return how many */
    int takeReady() {
        final int count = readyCount;
        System.arraycopy(ready, 0, out, 0, count);
        readyCount = 0;
        return count;
    }

    /** Takes some of what has waited for a verdict for too long into {@link #released}. @return how many */
    int expireVerdicts(final int nowMs) {
        return verdicts.expire(nowMs, VERDICT_TIMEOUT_MS, out);
    }

    /** Takes what has waited for a head for too long into {@link #released}. @return how many */
    int expireFragments(final int nowMs) {
        return heads.expire(nowMs, out);
    }

    /** The references that the last release or expiry took. */
    long[] released() {
        return out;
    }

    /** A flow whose verdict packets wait for, or {@link HoldQueue#NO_FLOW}. */
    int waitingFlow() {
        return verdicts.anyFlow();
    }

    /** A row for a packet that waited, which knows what it knew. */
    int resume(final long reference) {
        final int id = PacketRef.id(reference);
        final int row = packets.resume(reference, origins[id], forwards[id], ipOffsets[id]);
        // The flow is looked up again: by where the packet came from, not by where the row's last one did.
        packets.outerSource(row, outerSources[id]);
        packets.serviceNexthop(row, serviceNexthops[id]);
        packets.qosClass(row, qosClasses[id]);
        return row;
    }

    /** The node that a packet which waited goes on in. */
    int node(final long reference) {
        return nodes[PacketRef.id(reference)];
    }

    /** The vif that a packet which waited came in on. */
    int vif(final long reference) {
        return Packets.vifOf(origins[PacketRef.id(reference)]);
    }

    /** Packets that wait, for the ledger. */
    int heldCount() {
        return verdicts.heldCount() + heads.heldCount() + readyCount;
    }
}
