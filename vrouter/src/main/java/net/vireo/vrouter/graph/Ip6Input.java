// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Ethernet;
import net.vireo.packet.Ipv6;
import net.vireo.packet.Ipv6Address;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.table.Tables;

/** Checks an IPv6 header behind an Ethernet header (RFC 8200, 3) and cuts off Ethernet padding. */
final class Ip6Input implements Node {
    static final int ROUTE_LOOKUP_6 = 0;
    static final int FLOW = 1;

    private final Packets packets;
    private final Tables tables;

    Ip6Input(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            final long ip = Memory.base(packets.address(row) + Ethernet.HEADER_BYTES);
            final int headerBytes = Ipv6.check(ip, packets.lengthBytes(row) - Ethernet.HEADER_BYTES);
            final DropReason refusal = headerBytes < 0 ? IpInput.reason(headerBytes) : refusal(ip);
            if (refusal != null) {
                edges.drop(row, refusal);
            } else {
                packets.ip6(row, ip);
                packets.cutTo(row, Ethernet.HEADER_BYTES + Ipv6.totalLengthBytes(ip));
                edges.to(IpInput.wantsFlow(packets, tables, row) ? FLOW : ROUTE_LOOKUP_6, row);
            }
        }
    }

    /** Addresses that are never routed, as source or as destination (RFC 4291 2.5.6: nor link-local ones). */
    private static DropReason refusal(final long ip) {
        if (!Ipv6Address.isHost(Ipv6.destinationHigh(ip), Ipv6.destinationLow(ip))) {
            return DropReason.MULTICAST_DESTINATION;
        }
        if (!Ipv6Address.isHost(Ipv6.sourceHigh(ip), Ipv6.sourceLow(ip))) {
            return DropReason.INVALID_SOURCE;
        }
        return null;
    }
}
