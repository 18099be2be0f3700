// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.packet.Ethernet;
import net.vireo.packet.Ipv4;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/** Judges packets that do not fit their tunnel (sheet 2.9). */
final class TunnelMtu implements Node {
    static final int ICMP_ERROR = 0;

    /** When a fabric vif does not state its MTU. */
    private static final int DEFAULT_IP_MTU_BYTES = 1500;

    private final Packets packets;
    private final Tables tables;

    TunnelMtu(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            final Nexthop tunnel = tables.nexthop(packets.nexthopId(row));
            packets.txVif(row, tunnel == null ? Vif.NONE : tunnel.vifIndex);
            if ((packets.ipHead(row) & Ipv4.DONT_FRAGMENT) == 0) {
                edges.drop(row, DropReason.FRAGMENTATION_NEEDED);
            } else {
                edges.to(ICMP_ERROR, row);
            }
        }
    }

    /** The largest IP packet that a vif carries; vifs count the Ethernet header in. */
    static int ipMtuBytes(final Tables tables, final int index) {
        final Vif vif = tables.vif(index);
        return vif == null || vif.mtu() <= Ethernet.HEADER_BYTES
                ? DEFAULT_IP_MTU_BYTES
                : vif.mtu() - Ethernet.HEADER_BYTES;
    }
}
