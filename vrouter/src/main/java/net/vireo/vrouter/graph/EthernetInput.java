// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.MacAddress;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/**
 * Sorts what the fabric delivers: unicast IPv4 for this node goes on to layer 3; ARP, multicast and all that the data
 * plane does not speak goes to the host (sheet 2.1, step 2).
 */
final class EthernetInput implements Node {
    static final int IP_INPUT = 0;
    static final int CROSS_CONNECT = 1;
    static final int MIRROR = 2;

    private static final int TYPE_OFFSET = 12;

    private final Packets packets;
    private final Tables tables;
    private final QosMarking marking;
    private final Mirroring mirroring;

    EthernetInput(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
        marking = new QosMarking(bench);
        mirroring = new Mirroring(bench);
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        final Vif fabric = tables.vif(packets.vif(rows[0]));
        final boolean plain = fabric == null || fabric.isPlain();
        final long fabricMac = fabric == null ? 0 : fabric.mac();
        final long hostMac = mac(Vif.HOST_INDEX);
        final boolean known = (fabricMac | hostMac) != 0;
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            if (packets.lengthBytes(row) < Ethernet.HEADER_BYTES) {
                edges.drop(row, DropReason.PULL);
                continue;
            }
            if (!plain) {
                lookAt(row, fabric, edges);
            }
            final long frame = Memory.base(packets.address(row));
            final long destination = Memory.getLongBe(frame) >>> 16;
            final int type = Memory.getShortBe(frame + TYPE_OFFSET) & 0xffff;
            if (MacAddress.isMulticast(destination)) {
                toHost(row, edges);
            } else if (known && destination != fabricMac && destination != hostMac) {
                // A switch that does not know a MAC floods; forwarding such a frame again would double it.
                edges.drop(row, DropReason.WRONG_DESTINATION_MAC);
            } else if (type == EtherType.IPV4) {
                edges.to(IP_INPUT, row);
            } else {
                toHost(row, edges);
            }
        }
    }

    /** What a vif wants of a frame as it came in: a copy for its mirror, a class from its QoS map. */
    private void lookAt(final int row, final Vif fabric, final Edges edges) {
        final int copy = mirroring.received(row, fabric);
        if (copy != Packets.UNKNOWN) {
            edges.to(MIRROR, copy);
        }
        marking.classify(row, fabric);
    }

    private void toHost(final int row, final Edges edges) {
        packets.txVif(row, Vif.HOST_INDEX);
        edges.to(CROSS_CONNECT, row);
    }

    private long mac(final int index) {
        final Vif vif = tables.vif(index);
        return vif == null ? 0 : vif.mac();
    }
}
