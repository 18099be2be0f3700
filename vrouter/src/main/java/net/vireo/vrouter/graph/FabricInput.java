// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Udp;
import net.vireo.packet.UdpPort;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/**
 * Picks out what the fabric mostly delivers, MPLS over UDP for this node's own address, checks its outer headers in one
 * go, and leaves everything else, and everything that is wrong, to the nodes that look closely. A burst is of one vif
 * here.
 */
final class FabricInput implements Node {
    static final int MPLS_INPUT = 0;
    static final int ETHERNET_INPUT = 1;

    private static final int IP_OFFSET = Ethernet.HEADER_BYTES;
    private static final int UDP_OFFSET = IP_OFFSET + Ipv4.MIN_HEADER_BYTES;
    private static final int HEADERS_BYTES = UDP_OFFSET + Udp.HEADER_BYTES;

    private final Packets packets;
    private final Tables tables;

    FabricInput(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final Vif fabric = tables.vif(packets.vif(burst.rows()[0]));
        final Vif host = tables.vif(Vif.HOST_INDEX);
        if (fabric == null || host == null || host.ip() == 0 || !fabric.isPlain() || fabric.has(Vif.FLAG_POLICY)) {
            edges.all(ETHERNET_INPUT, burst);
        } else {
            pick(burst, edges, fabric.mac(), host);
        }
    }

    private void pick(final Burst burst, final Edges edges, final long fabricMac, final Vif host) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        final long hostMac = host.mac();
        final int hostAddress = host.ip();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            final long frame = Memory.base(packets.address(row));
            boolean common = packets.lengthBytes(row) >= HEADERS_BYTES;
            if (common) {
                final long destination = Ethernet.destination(frame);
                common = (destination == fabricMac || destination == hostMac)
                        && Ethernet.type(frame) == EtherType.IPV4
                        && read(row, Memory.base(frame + IP_OFFSET), hostAddress);
            }
            edges.to(common ? MPLS_INPUT : ETHERNET_INPUT, row);
        }
    }

    /** Puts the outer header of a tunnel's packet to this node in the row. */
    private boolean read(final int row, final long ip, final int hostAddress) {
        final long head = Ipv4.head(ip);
        final int life = Ipv4.life(ip);
        final long addresses = Ipv4.addresses(ip);
        final boolean ours = (int) addresses == hostAddress
                && (int) (addresses >>> 32) != hostAddress
                && (life >>> 16 & 0xff) == IpProtocol.UDP
                && !Ipv4.isFragmentOf(head)
                && IpInput.isSound(head, life, addresses, packets.lengthBytes(row) - IP_OFFSET)
                && isMplsTunnel(Memory.base(ip + Ipv4.MIN_HEADER_BYTES), Packets.totalBytes(head));
        if (ours) {
            packets.ip(row, ip, head, life, addresses);
        }
        return ours;
    }

    /** The length of the datagram must be the whole packet's: anything else is looked at elsewhere. */
    private static boolean isMplsTunnel(final long udp, final int ipBytes) {
        final long header = Memory.getLongBe(udp);
        return UdpPort.isMpls((int) (header >>> 32) & 0xffff)
                && ((int) header >>> 16 & 0xffff) == ipBytes - Ipv4.MIN_HEADER_BYTES;
    }
}
