// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.packet.EtherType;
import net.vireo.packet.Vlan;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;
import net.vireo.vrouter.table.VifFeatures;

/**
 * Sees that the vif which a packet leaves by exists and has a device. What leaves by a sub-interface gets its tag and goes
 * out on the parent; what leaves by a vif that is mirrored is copied; what came from the fabric marked is marked anew.
 */
final class VifOutput implements Node {
    static final int PORT_TX = 0;
    static final int MIRROR = 1;

    private static final int PRIORITY_SHIFT = 13;

    private final Packets packets;
    private final Tables tables;
    private final Transmit transmit;
    private final LcoreCounters counters;
    private final QosMarking marking;
    private final Mirroring mirroring;

    VifOutput(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
        transmit = bench.transmit();
        counters = bench.counters();
        marking = new QosMarking(bench);
        mirroring = new Mirroring(bench);
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            final Vif vif = tables.vif(packets.txVif(row));
            if (packets.has(row, Packets.FLAG_QOS)) {
                marking.remark(row, vif);
            }
            final DropReason refusal = transmit.reaches(packets.txVif(row)) ? null : leaveByParent(row, vif, edges);
            if (refusal == null) {
                mirror(row, tables.vif(packets.txVif(row)), edges);
                edges.to(PORT_TX, row);
            } else {
                edges.drop(row, refusal);
            }
        }
    }

    private void mirror(final int row, final Vif vif, final Edges edges) {
        final int copy = vif == null ? Packets.UNKNOWN : mirroring.sent(row, vif);
        if (copy != Packets.UNKNOWN) {
            edges.to(MIRROR, copy);
        }
    }

    private DropReason leaveByParent(final int row, final Vif vif, final Edges edges) {
        if (vif == null) {
            return DropReason.INVALID_IF;
        }
        if (!vif.isSubInterface() || !transmit.reaches(vif.features().parent())) {
            return DropReason.INTERFACE_TX_DISCARD;
        }
        if (packets.headroomBytes(row) < Vlan.TAG_BYTES) {
            return DropReason.PUSH;
        }
        counters.transmittedBySubInterface(vif.index(), packets.lengthBytes(row));
        final boolean untagged = vif.has(Vif.FLAG_MIRROR_NO_TAG);
        if (untagged) {
            mirror(row, vif, edges);
        }
        pushTag(row, vif.features());
        if (!untagged) {
            mirror(row, vif, edges);
        }
        packets.txVif(row, vif.features().parent());
        return null;
    }

    /**
     * The tag for sending may be another than that for receiving; the agent names it second. A frame that has a tag
     * already keeps it behind this one.
     */
    private void pushTag(final int row, final VifFeatures features) {
        final int vlan = features.outerVlan() == VifFeatures.NO_VLAN ? features.vlan() : features.outerVlan();
        if (vlan > 0) {
            Vlan.push(packets.address(row), EtherType.VLAN, marking.priority(row) << PRIORITY_SHIFT | vlan);
            packets.move(row, -Vlan.TAG_BYTES, packets.lengthBytes(row) + Vlan.TAG_BYTES);
        }
    }
}
