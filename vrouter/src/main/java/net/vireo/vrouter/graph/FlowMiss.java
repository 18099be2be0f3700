// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.flow.FlowKeys;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.flow.FragmentKey;
import net.vireo.vrouter.flow.HoldLimit;
import net.vireo.vrouter.flow.HoldQueue;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/**
 * The first packets of a flow (sheet 1.7, life cycle): makes the entry, tells the agent once, and lets up to three
 * packets wait for the verdict.
 */
final class FlowMiss {
    private final Packets packets;
    private final Tables tables;
    private final Transmit transmit;
    private final LcoreCounters counters;
    private final WaitingPackets waiting;
    private final FlowTable table;
    private final HoldLimit limit;
    private final FlowKeys keys;
    private final FlowKeys keyOfFlow = new FlowKeys(1);
    private final int lcore;
    private final int node;

    /** @param nodeName the node that packets go on in after their wait */
    FlowMiss(final Workbench bench, final FlowKeys keys, final String nodeName) {
        packets = bench.packets();
        tables = bench.tables();
        transmit = bench.transmit();
        counters = bench.counters();
        waiting = bench.waiting();
        table = bench.flows().table();
        limit = bench.flows().limit();
        lcore = bench.flows().lcore();
        this.keys = keys;
        node = bench.nodeIndex(nodeName);
    }

    /** A packet whose flow is not in the table. */
    void miss(final int row, final int keyRow, final int nowMs, final Edges edges) {
        final DropReason refusal = refusal(row, keys.nexthopId(keyRow));
        if (refusal != null) {
            edges.drop(row, refusal);
            return;
        }
        final int made = table.create(keys, keyRow, nowMs);
        if (made == FlowTable.FULL) {
            edges.drop(row, DropReason.FLOW_TABLE_FULL);
        } else if (made < 0) {
            // Another packet of this burst, or another lcore, has just made it.
            hold(row, FlowTable.existing(made), nowMs, edges);
        } else {
            limit.made(lcore);
            tellAgent(row, made, edges);
            hold(row, made, nowMs, edges);
        }
    }

    private DropReason refusal(final int row, final int payer) {
        final Vif vif = tables.vif(packets.vif(row));
        if (vif != null && vif.has(Vif.FLAG_DROP_NEW_FLOWS)) {
            return DropReason.NEW_FLOWS;
        }
        if (!transmit.hasAgent()) {
            return DropReason.TRAP_NO_IF;
        }
        if (!table.shares().hasRoom(payer) || !limit.hasShare(table.shares().waiting(payer))) {
            return DropReason.FLOW_SHARE;
        }
        return limit.admit() ? null : DropReason.FLOW_UNUSABLE;
    }

    private void tellAgent(final int row, final int flow, final Edges edges) {
        final int copy = packets.copy(row);
        if (copy == Packets.UNKNOWN) {
            counters.add(LcoreCounter.TRAP_NO_BUFFER, 1);
            return;
        }
        counters.add(LcoreCounter.BORN_COPY, 1);
        packets.trap(copy, TrapReason.FLOW_MISS, flow);
        table.key(flow, keyOfFlow);
        packets.flow(copy, keyOfFlow.nexthopId(0), table.generation(flow));
        edges.to(FlowLookup.TRAP, copy);
    }

    /** A packet whose flow waits for its verdict. */
    void hold(final int row, final int flow, final int nowMs, final Edges edges) {
        switch (waiting.holdForVerdict(row, flow, table.generation(flow), nowMs, node)) {
            case HoldQueue.HELD -> counters.add(LcoreCounter.WAITED, 1);
            case HoldQueue.FLOW_FULL -> edges.drop(row, DropReason.FLOW_QUEUE_LIMIT_EXCEEDED);
            default -> edges.drop(row, DropReason.FLOW_UNUSABLE);
        }
    }

    /** A later fragment that came before its datagram's first one. */
    void waitForHead(final int row, final FragmentKey key, final int nowMs, final Edges edges) {
        if (waiting.holdForHead(row, key, nowMs, node)) {
            counters.add(LcoreCounter.WAITED, 1);
        } else {
            edges.drop(row, DropReason.FRAGMENT_QUEUE_FAIL);
        }
    }
}
