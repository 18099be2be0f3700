// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Ethernet;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/**
 * Does what the agent asks for (sheet 2.3, 5.4): takes the Ethernet header and the agent's header off a frame, then either
 * sends what lies behind on the interface that is named (switch), or lets it enter there as if that interface's guest had
 * sent it (route). The agent speaks for guests, so nobody asks whether the sources are theirs.
 */
final class AgentInput implements Node {
    static final int GUEST_SORT = 0;
    static final int VIF_OUTPUT = 1;

    private static final int PULL_BYTES = Ethernet.HEADER_BYTES + AgentHeader.LENGTH_BYTES;

    /** The command's parameter: parameter 1 says what is special about the packet. */
    private static final int PARAMETER_PACKET_CONTROL = 1;

    private static final int CONTROL_DIAGNOSTIC = 1;

    private final Packets packets;
    private final Tables tables;

    AgentInput(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            final int lengthBytes = packets.lengthBytes(row);
            if (lengthBytes < PULL_BYTES + Ethernet.HEADER_BYTES) {
                edges.drop(row, DropReason.PULL);
                continue;
            }
            final long header = Memory.base(packets.address(row) + Ethernet.HEADER_BYTES);
            final int command = AgentHeader.command(header);
            packets.move(row, PULL_BYTES, lengthBytes - PULL_BYTES);
            packets.addFlag(row, Packets.FLAG_FROM_AGENT);
            if (command == TrapReason.CMD_ROUTE.code()) {
                route(row, header);
                edges.to(GUEST_SORT, row);
            } else if (command != TrapReason.CMD_SWITCH.code()) {
                edges.drop(row, DropReason.INVALID_PACKET);
            } else if (AgentHeader.vif(header) == packets.vif(row)) {
                edges.drop(row, DropReason.PKT_LOOP);
            } else {
                packets.txVif(row, AgentHeader.vif(header));
                edges.to(VIF_OUTPUT, row);
            }
        }
    }

    private void route(final int row, final long header) {
        final Vif vif = tables.vif(AgentHeader.vif(header));
        // Nothing of the agent's comes from the fabric: it would be taken for a tunnel's.
        final boolean usable = vif != null && vif.type() != Vif.TYPE_PHYSICAL;
        packets.enter(row, usable ? vif.index() : packets.vif(row), AgentHeader.vrf(header));
        if (AgentHeader.commandParameter(header) == PARAMETER_PACKET_CONTROL
                && AgentHeader.parameter(header, 1) == CONTROL_DIAGNOSTIC) {
            packets.markDiagnostic(row);
        }
        // As an untagged frame on a service interface: else the row's last packet would say whose flow this is.
        packets.serviceNexthop(row, usable ? vif.nexthopId() : 0);
    }
}
