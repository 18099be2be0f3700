// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.packet.EtherType;
import net.vireo.packet.Vlan;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/**
 * Sees that the vif which a packet leaves by exists and has a device. What leaves by a sub-interface gets its tags and
 * goes out on the parent.
 */
final class VifOutput implements Node {
    static final int PORT_TX = 0;

    private static final int PRIORITY_SHIFT = 13;

    private final Packets packets;
    private final Tables tables;
    private final Transmit transmit;
    private final LcoreCounters counters;
    private final QosMarking marking;

    VifOutput(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
        transmit = bench.transmit();
        counters = bench.counters();
        marking = new QosMarking(bench);
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            final DropReason refusal = transmit.reaches(packets.txVif(row)) ? null : leaveByParent(row);
            if (refusal == null) {
                edges.to(PORT_TX, row);
            } else {
                edges.drop(row, refusal);
            }
        }
    }

    private DropReason leaveByParent(final int row) {
        final Vif vif = tables.vif(packets.txVif(row));
        if (vif == null) {
            return DropReason.INVALID_IF;
        }
        if (!vif.isSubInterface() || !transmit.reaches(vif.features().parent())) {
            return DropReason.INTERFACE_TX_DISCARD;
        }
        final int tags = vif.features().outerVlan() < 0 ? 1 : 2;
        if (packets.headroomBytes(row) < tags * Vlan.TAG_BYTES) {
            return DropReason.PUSH;
        }
        counters.transmittedBySubInterface(vif.index(), packets.lengthBytes(row));
        pushTag(row, EtherType.VLAN, vif.features().vlan());
        if (tags == 2) {
            pushTag(row, EtherType.QINQ, vif.features().outerVlan());
        }
        packets.txVif(row, vif.features().parent());
        return null;
    }

    private void pushTag(final int row, final int protocol, final int vlan) {
        Vlan.push(packets.address(row), protocol, marking.priority(row) << PRIORITY_SHIFT | vlan);
        packets.move(row, -Vlan.TAG_BYTES, packets.lengthBytes(row) + Vlan.TAG_BYTES);
    }
}
