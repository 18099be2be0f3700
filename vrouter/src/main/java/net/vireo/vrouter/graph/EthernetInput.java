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

    private static final int TYPE_OFFSET = 12;

    private final Packets packets;
    private final Tables tables;

    EthernetInput(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        final long fabricMac = mac(packets.vif(rows[0]));
        final long hostMac = mac(Vif.HOST_INDEX);
        final boolean known = (fabricMac | hostMac) != 0;
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            if (packets.lengthBytes(row) < Ethernet.HEADER_BYTES) {
                edges.drop(row, DropReason.PULL);
                continue;
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

    private void toHost(final int row, final Edges edges) {
        packets.txVif(row, Vif.HOST_INDEX);
        edges.to(CROSS_CONNECT, row);
    }

    private long mac(final int index) {
        final Vif vif = tables.vif(index);
        return vif == null ? 0 : vif.mac();
    }
}
