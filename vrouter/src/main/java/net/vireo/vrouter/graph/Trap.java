// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.table.Vif;

/**
 * Hands packets to the agent: cuts those of which it needs the head only, puts the agent's header and an Ethernet header
 * in front, and sends them on the agent's vif (sheet 2.3, 5.4). A frame keeps its own Ethernet header behind these; an IP
 * packet out of a tunnel, which has none, gets one.
 */
final class Trap implements Node {
    /** Ports, IP headers, ICMP and a tunnel's headers around them: what the agent looks at (sheet 2.3). */
    private static final int HEAD_BYTES = 190;

    /** What the agent reads where a packet has no flow. */
    private static final int NO_FLOW = -1;

    private static final int PUSH_BYTES = Ethernet.HEADER_BYTES + AgentHeader.LENGTH_BYTES;

    private final Packets packets;
    private final Transmit transmit;
    private final LcoreCounters counters;

    Trap(final Workbench bench) {
        packets = bench.packets();
        transmit = bench.transmit();
        counters = bench.counters();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        final boolean open = transmit.hasAgent();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            if (!open) {
                edges.drop(row, DropReason.TRAP_NO_IF);
            } else if (needsEthernet(row) && !pushEthernet(row) || packets.headroomBytes(row) < PUSH_BYTES) {
                edges.drop(row, DropReason.PUSH);
            } else {
                send(row);
            }
        }
    }

    /** Out of a tunnel comes an IP packet whose Ethernet header stayed behind; or a frame for the router, which has one. */
    private boolean needsEthernet(final int row) {
        return packets.has(row, Packets.FLAG_DECAPSULATED)
                && !packets.has(row, Packets.FLAG_BRIDGED)
                && packets.ip(row) == packets.address(row);
    }

    private boolean pushEthernet(final int row) {
        if (packets.headroomBytes(row) < Ethernet.HEADER_BYTES) {
            return false;
        }
        packets.move(row, -Ethernet.HEADER_BYTES, packets.lengthBytes(row) + Ethernet.HEADER_BYTES);
        Ethernet.emit(
                packets.address(row),
                Vif.ROUTER_MAC,
                Vif.ROUTER_MAC,
                packets.has(row, Packets.FLAG_IP6) ? EtherType.IPV6 : EtherType.IPV4);
        return true;
    }

    private void send(final int row) {
        final long trap = packets.trap(row);
        final int reason = (int) (trap >>> Integer.SIZE);
        final int lengthBytes = TrapReason.isTruncated(reason)
                ? Math.min(packets.lengthBytes(row), HEAD_BYTES)
                : packets.lengthBytes(row);
        packets.move(row, -PUSH_BYTES, PUSH_BYTES + lengthBytes);
        final long frame = packets.address(row);
        final long header = Memory.base(frame + Ethernet.HEADER_BYTES);
        AgentHeader.emit(header, packets.vif(row), packets.vrf(row), reason, (int) trap);
        if (reason == TrapReason.FLOW_MISS.code() || reason == TrapReason.FLOW_ACTION_HOLD.code()) {
            describeFlow(packets.flow(row), header);
        } else if (reason == TrapReason.HANDLE_DF.code()) {
            AgentHeader.parameter(header, 1, NO_FLOW);
        }
        Ethernet.emit(frame, Vif.ROUTER_MAC, Vif.ROUTER_MAC, EtherType.IPV4);
        packets.txVif(row, Vif.AGENT_INDEX);
        counters.add(LcoreCounter.TRAPPED, 1);
        transmit.add(Vif.AGENT_INDEX, packets.packet(row));
    }

    /** The flow's index is the command's parameter; its key's next hop and its generation go with it (sheet 5.4). */
    private static void describeFlow(final long flow, final long header) {
        AgentHeader.parameter(header, 1, (int) (flow >>> Integer.SIZE));
        AgentHeader.lastParameter(header, (int) flow & 0xff);
    }
}
