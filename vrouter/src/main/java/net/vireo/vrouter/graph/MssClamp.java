// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Tcp;
import net.vireo.packet.TcpMss;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/** Lowers the segment size that a TCP SYN offers, so that full segments fit the tunnel (sheet 2.9). */
final class MssClamp implements Node {
    /** For packets on their way into a tunnel. */
    static final int ENCAP_MPLS_UDP = 0;
    /** For packets that came out of one. */
    static final int NEXTHOP = 1;

    /** What upstream reserves for an L3 overlay: more than our encapsulation, so that GRE and VXLAN fit too. */
    static final int OVERLAY_BYTES = 40;

    private final Packets packets;
    private final Tables tables;

    MssClamp(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            final boolean fromTunnel = packets.has(row, Packets.FLAG_DECAPSULATED);
            clamp(row, TunnelMtu.ipMtuBytes(tables, Vif.FABRIC_INDEX));
            packets.addFlag(row, Packets.FLAG_CLAMPED);
            edges.to(fromTunnel ? NEXTHOP : ENCAP_MPLS_UDP, row);
        }
    }

    private void clamp(final int row, final int mtuBytes) {
        final int headerBytes = packets.ipHeaderBytes(row);
        final int segmentBytes = packets.ipBytes(row) - headerBytes;
        final int maxMss = mtuBytes - (OVERLAY_BYTES + headerBytes + Tcp.MIN_HEADER_BYTES);
        TcpMss.clampSegment(Memory.base(packets.ip(row) + headerBytes), segmentBytes, Math.max(1, maxMss));
    }
}
