// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.Gre;
import net.vireo.packet.Icmp;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Ipv4Address;
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
    static final int TRAP = 4;

    private static final int NO_TUNNEL = -1;
    private static final int FRAGMENT_OFFSET = 0x1fff;

    private final Packets packets;
    private final Tables tables;
    private final Transmit transmit;

    Receive(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
        transmit = bench.transmit();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        final Vif host = tables.vif(Vif.HOST_INDEX);
        final int hostAddress = host == null ? 0 : host.ip();
        final boolean agent = transmit.reaches(Vif.AGENT_INDEX);
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            if (packets.vif(row) >= Vif.FIRST_GUEST_INDEX || packets.has(row, Packets.FLAG_DECAPSULATED)) {
                fromGuest(row, host, edges);
                continue;
            }
            if (agent && isTunnelError(row)) {
                packets.trap(row, TrapReason.ICMP_ERROR, 0);
                edges.to(TRAP, row);
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

    /**
     * The host is no guest's to reach, but for what flows have translated: a link-local service of the node, which sees the
     * guest under a link-local address (sheet control-plane 4.3). The frame's header becomes one for the host.
     */
    private void fromGuest(final int row, final Vif host, final Edges edges) {
        if (host == null
                || packets.has(row, Packets.FLAG_IP6 | Packets.FLAG_DECAPSULATED)
                || !packets.has(row, Packets.FLAG_FLOW_DONE)
                || packets.vrf(row) != 0
                || !Ipv4Address.isLinkLocal((int) (packets.addresses(row) >>> 32))) {
            edges.drop(row, DropReason.GUEST_TO_HOST);
            return;
        }
        Ethernet.emit(packets.address(row), host.mac(), Vif.ROUTER_MAC, EtherType.IPV4);
        packets.txVif(row, Vif.HOST_INDEX);
        edges.to(CROSS_CONNECT, row);
    }

    /** A router on the way could not carry one of our tunnels' packets on: the agent knows whose it was (sheet 2.1, step 6). */
    private boolean isTunnelError(final int row) {
        if (packets.has(row, Packets.FLAG_IP6)
                || (packets.ipLife(row) >>> 16 & 0xff) != IpProtocol.ICMP
                || Ipv4.isFragmentOf(packets.ipHead(row))) {
            return false;
        }
        final int headerBytes = packets.ipHeaderBytes(row);
        final long icmp = Memory.base(packets.ip(row) + headerBytes);
        final int quoteBytes = packets.ipBytes(row) - headerBytes - Icmp.HEADER_BYTES;
        if (quoteBytes < Ipv4.MIN_HEADER_BYTES + Udp.HEADER_BYTES
                || Icmp.type(icmp) != Icmp.DESTINATION_UNREACHABLE && Icmp.type(icmp) != Icmp.TIME_EXCEEDED) {
            return false;
        }
        final long quote = Memory.base(icmp + Icmp.HEADER_BYTES);
        final int quotedBytes = Ipv4.headerBytes(quote);
        if (quoteBytes < quotedBytes + Udp.HEADER_BYTES || Ipv4.source(quote) != (int) packets.addresses(row)) {
            return false;
        }
        return switch (Ipv4.protocol(quote)) {
            case IpProtocol.GRE -> Gre.protocol(quote + quotedBytes) == EtherType.MPLS;
            case IpProtocol.UDP -> UdpPort.isMpls(Udp.destinationPort(quote + quotedBytes));
            default -> false;
        };
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
