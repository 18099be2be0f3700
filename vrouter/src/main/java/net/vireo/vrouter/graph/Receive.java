// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.Gre;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Udp;
import net.vireo.packet.UdpPort;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/** Takes what is addressed to this node: tunnels are opened here, everything else is the host's (sheet 2.1, step 6). */
final class Receive implements Node {
    static final int MPLS_INPUT = 0;
    static final int CROSS_CONNECT = 1;
    static final int GRE_INPUT = 2;
    static final int VXLAN_INPUT = 3;

    private static final int NO_TUNNEL = -1;
    private static final int FRAGMENT_OFFSET = 0x1fff;

    private final Packets packets;
    private final Tables tables;

    Receive(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        final Vif host = tables.vif(Vif.HOST_INDEX);
        final int hostAddress = host == null ? 0 : host.ip();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            if (packets.vif(row) >= Vif.FIRST_GUEST_INDEX || packets.has(row, Packets.FLAG_DECAPSULATED)) {
                edges.drop(row, DropReason.GUEST_TO_HOST);
                continue;
            }
            final int tunnel = packets.has(row, Packets.FLAG_IP6) ? NO_TUNNEL : tunnel(row);
            if (tunnel != NO_TUNNEL && isOurs(row, hostAddress)) {
                open(row, tunnel, hostAddress, edges);
            } else {
                packets.txVif(row, Vif.HOST_INDEX);
                edges.to(CROSS_CONNECT, row);
            }
        }
    }

    /** The edge for a tunnel's packet: GRE with MPLS in it, UDP to a tunnel's port. Later fragments show no port. */
    private int tunnel(final int row) {
        final int headerBytes = packets.ipHeaderBytes(row);
        final long payload = Memory.base(packets.ip(row) + headerBytes);
        if ((packets.ipHead(row) & FRAGMENT_OFFSET) != 0) {
            return NO_TUNNEL;
        }
        return switch (packets.ipLife(row) >>> 16 & 0xff) {
            case IpProtocol.GRE ->
                packets.ipBytes(row) >= headerBytes + Gre.MIN_HEADER_BYTES && Gre.protocol(payload) == EtherType.MPLS
                        ? GRE_INPUT
                        : NO_TUNNEL;
            case IpProtocol.UDP ->
                packets.ipBytes(row) >= headerBytes + Udp.HEADER_BYTES
                        ? udpTunnel(Udp.destinationPort(payload))
                        : NO_TUNNEL;
            default -> NO_TUNNEL;
        };
    }

    private static int udpTunnel(final int port) {
        if (UdpPort.isMpls(port)) {
            return MPLS_INPUT;
        }
        return port == UdpPort.VXLAN ? VXLAN_INPUT : NO_TUNNEL;
    }

    /** A receive next hop has said so; without routes, the host's address does. */
    private boolean isOurs(final int row, final int hostAddress) {
        return !packets.has(row, Packets.FLAG_TO_ME) || hostAddress == 0 || (int) packets.addresses(row) == hostAddress;
    }

    private void open(final int row, final int tunnel, final int hostAddress, final Edges edges) {
        final int source = (int) (packets.addresses(row) >>> 32);
        if (source == (int) packets.addresses(row) || source == hostAddress) {
            edges.drop(row, DropReason.PKT_LOOP);
        } else if (Ipv4.isFragmentOf(packets.ipHead(row))) {
            edges.drop(row, DropReason.FRAGMENTS);
        } else {
            final int headerBytes = packets.ipHeaderBytes(row);
            final int udpBytes = tunnel == GRE_INPUT
                    ? 0
                    : Udp.check(Memory.base(packets.ip(row) + headerBytes), packets.ipBytes(row) - headerBytes);
            if (udpBytes < 0) {
                edges.drop(row, IpInput.reason(udpBytes));
            } else {
                edges.to(tunnel, row);
            }
        }
    }
}
