// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

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
        } else if (vif.type() == Vif.TYPE_VIRTUAL) {
            edges.all(GUEST_INPUT, burst);
        } else if (vif.type() == Vif.TYPE_AGENT) {
            edges.all(AGENT_INPUT, burst);
        } else {
            crossConnectAll(vif, burst, edges);
        }
    }

    private void crossConnectAll(final Vif vif, final Burst burst, final Edges edges) {
        final int peer = vif.crossConnect() == Vif.NONE ? Vif.FABRIC_INDEX : vif.crossConnect();
        for (int i = 0; i < burst.count(); i++) {
            packets.txVif(burst.rows()[i], peer);
        }
        edges.all(CROSS_CONNECT, burst);
    }

    private static void dropAll(final Burst burst, final Edges edges) {
        for (int i = 0; i < burst.count(); i++) {
            edges.drop(burst.rows()[i], DropReason.INTERFACE_RX_DISCARD);
        }
    }
}
