// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Ethernet;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Tcp;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/** Sees that a packet fits the fabric with the tunnel's headers in front, and picks out TCP SYNs (sheet 2.9). */
final class TunnelMtu implements Node {
    static final int ENCAP_MPLS_UDP = 0;
    static final int MSS_CLAMP = 1;
    static final int ICMP_ERROR = 2;

    /** When a fabric vif does not state its MTU. */
    private static final int DEFAULT_IP_MTU_BYTES = 1500;

    private static final int TCP_FLAGS_OFFSET = 13;

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
        final boolean clamps = tables.settings().clampFromGuest();
        int vif = Vif.NONE;
        int limitBytes = 0;
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            if (packets.txVif(row) != vif) {
                vif = packets.txVif(row);
                limitBytes = ipMtuBytes(tables, vif) - EncapMplsUdp.OVERHEAD_BYTES;
            }
            final long head = packets.ipHead(row);
            if (((int) (head >>> 32) & 0xffff) > limitBytes) {
                tooBig(row, head, edges);
            } else {
                edges.to(clamps && opensTcp(row) ? MSS_CLAMP : ENCAP_MPLS_UDP, row);
            }
        }
    }

    private static void tooBig(final int row, final long head, final Edges edges) {
        if ((head & Ipv4.DONT_FRAGMENT) == 0) {
            edges.drop(row, DropReason.FRAGMENTATION_NEEDED);
        } else {
            edges.to(ICMP_ERROR, row);
        }
    }

    private boolean opensTcp(final int row) {
        return DecapInput.isTcpHead(packets, row)
                && (Memory.getByte(packets.ip(row) + packets.ipHeaderBytes(row) + TCP_FLAGS_OFFSET) & Tcp.SYN) != 0;
    }

    /** The largest IP packet that a vif carries; vifs count the Ethernet header in. */
    static int ipMtuBytes(final Tables tables, final int index) {
        final Vif vif = tables.vif(index);
        return vif == null || vif.mtu() <= Ethernet.HEADER_BYTES
                ? DEFAULT_IP_MTU_BYTES
                : vif.mtu() - Ethernet.HEADER_BYTES;
    }
}
