// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Ipv4Address;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/**
 * Starts a burst on the way that its vif's type and flags demand (sheet 2.1, 2.2). A burst comes from one receive queue
 * and a queue belongs to one vif, so the burst goes whole; {@link Graph} has counted it.
 */
final class VifInput implements Node {
    static final int FABRIC_INPUT = 0;
    static final int GUEST_INPUT = 1;
    static final int CROSS_CONNECT = 2;
    static final int AGENT_INPUT = 3;
    static final int IP_INPUT = 4;

    private static final int TYPE_OFFSET = 12;
    private static final int DESTINATION_OFFSET = Ethernet.HEADER_BYTES + 16;

    private final Packets packets;
    private final Tables tables;

    VifInput(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final Vif vif = tables.vif(packets.vif(burst.rows()[0]));
        if (vif == null) {
            dropAll(burst, edges);
        } else if (vif.type() == Vif.TYPE_PHYSICAL) {
            edges.all(FABRIC_INPUT, burst);
        } else if (vif.type() == Vif.TYPE_VIRTUAL || vif.type() == Vif.TYPE_GATEWAY) {
            edges.all(GUEST_INPUT, burst);
        } else if (vif.type() == Vif.TYPE_AGENT) {
            edges.all(AGENT_INPUT, burst);
        } else {
            crossConnectAll(vif, burst, edges);
        }
    }

    private void crossConnectAll(final Vif vif, final Burst burst, final Edges edges) {
        final int peer = vif.crossConnect() == Vif.NONE ? Vif.FABRIC_INDEX : vif.crossConnect();
        final boolean host = vif.type() == Vif.TYPE_HOST;
        for (int i = 0; i < burst.count(); i++) {
            final int row = burst.rows()[i];
            if (host && isLinkLocal(row)) {
                edges.to(IP_INPUT, row);
            } else {
                packets.txVif(row, peer);
                edges.to(CROSS_CONNECT, row);
            }
        }
    }

    /**
     * What the host sends to a link-local address by way of the virtual router is for a guest of this node: its flow says for
     * which (sheet 2.2). What it sends to such addresses by other ways is the fabric's.
     */
    private boolean isLinkLocal(final int row) {
        final long frame = Memory.base(packets.address(row));
        return packets.lengthBytes(row) >= Ethernet.HEADER_BYTES + Ipv4.MIN_HEADER_BYTES
                && Memory.getLongBe(frame) >>> 16 == Vif.ROUTER_MAC
                && (Memory.getShortBe(frame + TYPE_OFFSET) & 0xffff) == EtherType.IPV4
                && Ipv4Address.isLinkLocal(Memory.getShortBe(frame + DESTINATION_OFFSET) << 16);
    }

    private static void dropAll(final Burst burst, final Edges edges) {
        for (int i = 0; i < burst.count(); i++) {
            edges.drop(burst.rows()[i], DropReason.INTERFACE_RX_DISCARD);
        }
    }
}
