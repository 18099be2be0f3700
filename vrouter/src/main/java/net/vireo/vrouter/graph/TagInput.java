// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.MacAddress;
import net.vireo.packet.Vlan;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;
import net.vireo.vrouter.table.VlanAssignment;

/**
 * Finds whom the VLAN tag of a guest's frame stands for: a sub-interface (by tag, or tag and source MAC), or on a service
 * interface a VRF (sheet 1.1, 2.2 step 1). The tag is taken off then; one that stands for nobody stays in the frame. This
 * is also where mirrors get their copy and QoS maps are asked: the frame is still as the guest sent it.
 */
final class TagInput implements Node {
    static final int GUEST_SORT = 0;
    static final int MIRROR = 1;

    private static final int NO_TAG = -1;
    private static final int TAGGED_HEADER_BYTES = Ethernet.HEADER_BYTES + Vlan.TAG_BYTES;

    private final Packets packets;
    private final Tables tables;
    private final LcoreCounters counters;
    private final QosMarking marking;
    private final Mirroring mirroring;

    TagInput(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
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
            final Vif vif = tables.vif(packets.vif(row));
            final DropReason refusal = vif == null ? DropReason.INTERFACE_RX_DISCARD : enter(row, vif, edges);
            if (refusal != null) {
                edges.drop(row, refusal);
            } else {
                edges.to(GUEST_SORT, row);
            }
        }
    }

    private DropReason enter(final int row, final Vif vif, final Edges edges) {
        final long frame = packets.address(row);
        if (packets.lengthBytes(row) < Ethernet.HEADER_BYTES) {
            return DropReason.PULL;
        }
        lookAt(row, vif, edges);
        final boolean tagged = EtherType.isTag(Ethernet.type(frame)) && packets.lengthBytes(row) >= TAGGED_HEADER_BYTES;
        final int vlan = tagged ? Vlan.id(Ethernet.outerTag(frame)) : NO_TAG;
        if (vif.has(Vif.FLAG_SERVICE)) {
            return enterService(row, vif, vlan, Ethernet.destination(frame), Ethernet.type(frame));
        }
        final int child = tables.subInterfaces().of(vif.index(), vlan, Ethernet.source(frame));
        if (child != Vif.NONE) {
            final Vif subInterface = tables.vif(child);
            if (subInterface == null) {
                return DropReason.INTERFACE_RX_DISCARD;
            }
            lookAt(row, subInterface, edges);
            popTag(row);
            packets.enter(row, child, subInterface.vrf());
            counters.receivedBySubInterface(child, packets.lengthBytes(row));
        }
        return null;
    }

    /** What a vif wants of a frame as it came in: a copy for its mirror, a class from its QoS map. */
    private void lookAt(final int row, final Vif vif, final Edges edges) {
        final int copy = mirroring.received(row, vif);
        if (copy != Packets.UNKNOWN) {
            edges.to(MIRROR, copy);
        }
        marking.classify(row, vif);
    }

    /** The VRF by the tag; untagged frames are the interface's own. Multicast other than ARP ends here (sheet 2.2). */
    private DropReason enterService(
            final int row, final Vif vif, final int vlan, final long destination, final int type) {
        if (vlan != NO_TAG) {
            final VlanAssignment assignment = tables.vlanAssignment(vif.index(), vlan);
            if (assignment == null) {
                return DropReason.TAGGED_FROM_GUEST;
            }
            popTag(row);
            packets.enter(row, vif.index(), assignment.vrf());
            packets.serviceNexthop(row, assignment.nexthopId());
        } else {
            packets.serviceNexthop(row, vif.nexthopId());
        }
        final int inner = vlan == NO_TAG ? type : Ethernet.type(packets.address(row));
        return MacAddress.isMulticast(destination) && inner != EtherType.ARP ? DropReason.BROADCAST_FROM_GUEST : null;
    }

    private void popTag(final int row) {
        Vlan.pop(packets.address(row));
        packets.move(row, Vlan.TAG_BYTES, packets.lengthBytes(row) - Vlan.TAG_BYTES);
    }
}
