// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Ethernet;
import net.vireo.packet.Ipv6;
import net.vireo.packet.Tcp;
import net.vireo.packet.TcpMss;
import net.vireo.port.offload.Offload;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/** Lowers the segment size that a TCP SYN offers, so that full segments fit the tunnel (sheet 2.9). */
final class MssClamp implements Node {
    /** For packets on their way into a tunnel, or out of one. */
    static final int NEXTHOP = 0;

    /** What upstream reserves for an L3 overlay: more than our encapsulation, so that GRE and VXLAN fit too. */
    static final int OVERLAY_BYTES = 40;

    /** The same for an L2 overlay. */
    private static final int L2_OVERLAY_BYTES = 62;

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
        final int mtuBytes = TunnelMtu.ipMtuBytes(tables, Vif.FABRIC_INDEX);
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            // Segments of a SYN are no kernel's: completed, they would go out as the one long packet that they are in.
            if (Offload.type(packets.offload(row)) == 0) {
                packets.completeChecksum(row);
                clamp(row, mtuBytes);
            }
            packets.addFlag(row, Packets.FLAG_CLAMPED);
            edges.to(NEXTHOP, row);
        }
    }

    private void clamp(final int row, final int mtuBytes) {
        final int offset = InnerTcp.offset(packets, row);
        if (offset == 0) {
            return;
        }
        final boolean bridged = packets.has(row, Packets.FLAG_BRIDGED);
        final int ipOffset = bridged ? Ethernet.HEADER_BYTES : (int) (packets.ip(row) - packets.address(row));
        final int ipHeaderBytes = Math.max(offset - ipOffset, 0);
        final int segmentBytes = packets.lengthBytes(row) - offset;
        final int overlayBytes = bridged ? L2_OVERLAY_BYTES : OVERLAY_BYTES;
        final int maxMss = mtuBytes
                - (overlayBytes
                        + Math.min(ipHeaderBytes, Ipv6.HEADER_BYTES + Tcp.MIN_HEADER_BYTES)
                        + Tcp.MIN_HEADER_BYTES);
        TcpMss.clampSegment(Memory.base(packets.address(row) + offset), segmentBytes, Math.max(1, maxMss));
    }
}
