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
 * Looks closely at what guest-input did not recognise: refuses sources that are not the guest's own, then sorts by
 * destination and type: to the router's MAC for layer 3, ARP for the proxy, the rest has no bridge to go to yet.
 */
final class GuestSort implements Node {
    static final int IP_INPUT = 0;
    static final int ARP_PROXY = 1;

    private final Packets packets;
    private final Tables tables;

    GuestSort(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        Vif vif = null;
        long mac = 0;
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            if (vif == null || packets.vif(row) != vif.index()) {
                vif = tables.vif(packets.vif(row));
                mac = vif == null ? 0 : SourceGuard.macOf(vif, tables);
            }
            sort(row, vif, mac, edges);
        }
    }

    private void sort(final int row, final Vif vif, final long mac, final Edges edges) {
        final long frame = Memory.base(packets.address(row));
        if (vif == null) {
            edges.drop(row, DropReason.INTERFACE_RX_DISCARD);
        } else if (packets.lengthBytes(row) < Ethernet.HEADER_BYTES) {
            edges.drop(row, DropReason.PULL);
        } else if (SourceGuard.lies(frame, packets.lengthBytes(row), mac, vif.ip())) {
            edges.drop(row, DropReason.SPOOFED_SOURCE);
        } else {
            final long destination = Ethernet.destination(frame);
            final int type = Ethernet.type(frame);
            if (type == EtherType.IPV4 && destination == Vif.ROUTER_MAC) {
                edges.to(IP_INPUT, row);
            } else if (type == EtherType.ARP) {
                edges.to(ARP_PROXY, row);
            } else {
                edges.drop(row, refusal(destination, type));
            }
        }
    }

    private static DropReason refusal(final long destination, final int type) {
        if (type == EtherType.VLAN || type == EtherType.QINQ) {
            return DropReason.TAGGED_FROM_GUEST;
        }
        if (MacAddress.isMulticast(destination)) {
            return DropReason.BROADCAST_FROM_GUEST;
        }
        return destination == Vif.ROUTER_MAC ? DropReason.INVALID_PROTOCOL : DropReason.UNKNOWN_DESTINATION_MAC;
    }
}
