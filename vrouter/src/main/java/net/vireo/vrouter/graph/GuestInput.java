// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.MacAddress;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.table.Vif;

/** Sorts what guests send: to the router's MAC for layer 3, ARP for the proxy, the rest has no bridge to go to yet. */
final class GuestInput implements Node {
    static final int IP_INPUT = 0;
    static final int ARP_PROXY = 1;

    private static final int TYPE_OFFSET = 12;

    private final Packets packets;

    GuestInput(final Workbench bench) {
        packets = bench.packets();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            final long frame = Memory.base(packets.address(row));
            final long destination = Memory.getLongBe(frame) >>> 16;
            final int type = Memory.getShortBe(frame + TYPE_OFFSET) & 0xffff;
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
