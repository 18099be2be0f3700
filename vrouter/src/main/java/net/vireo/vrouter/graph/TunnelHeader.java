// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.FlowHash;
import net.vireo.packet.Gre;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Ipv6;
import net.vireo.packet.Mpls;
import net.vireo.packet.Udp;
import net.vireo.packet.UdpPort;
import net.vireo.packet.Vxlan;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.NexthopAction;
import net.vireo.vrouter.table.Vif;

/**
 * The headers of a tunnel in front of what it carries (sheet 2.8):
 *
 * <pre>
 *   MPLS over UDP   Ethernet 14 | IPv4 20 | UDP 8 | MPLS 4 | [control word 4] | IP or frame
 *                   (over MPLS: a transport label of 4 in front of the label)
 *   MPLS over GRE   Ethernet 14 | IPv4 20 | GRE 4 | MPLS 4 | [control word 4] | IP or frame
 *   UDP (mirrors)   Ethernet 14 | IPv4 20 | UDP 8 | whatever
 *   VXLAN           Ethernet 14 | IPv4 20 | UDP 8 | VXLAN 8 | [Ethernet 14]   | IP or frame
 * </pre>
 *
 * Outer TTL 64 (of the agent's diagnostic packets the inner one), DF clear, ECN as inside (RFC 6040), UDP checksum 0,
 * identification of an IPv4 packet in GRE that packet's, source port from the inner flow. The control word
 * stands before frames whose next hop asks for it. VXLAN carries frames only (RFC 7348): a routed packet gets an inner
 * Ethernet header, to the far router's address.
 */
final class TunnelHeader {
    private static final int TTL = 64;
    private static final int ECN = 0x3;
    private static final int CONTROL_WORD_BYTES = 4;

    private final Packets packets;
    private final QosMarking marking;
    private final long seed;

    /** Identification of the next outer header; the lcores start apart. */
    private int id;

    TunnelHeader(final Workbench bench) {
        packets = bench.packets();
        marking = new QosMarking(bench);
        seed = bench.seed();
        id = bench.cache().lcore() << 12 | 0x800;
    }

    /** All headers that a packet gets in a tunnel, the outer Ethernet header included. */
    static int lengthBytes(final Packets packets, final int row, final Nexthop tunnel) {
        final boolean bridged = packets.has(row, Packets.FLAG_BRIDGED);
        final int outerBytes = Ethernet.HEADER_BYTES + Ipv4.MIN_HEADER_BYTES;
        if (tunnel.action == NexthopAction.TUNNEL_UDP) {
            return outerBytes + Udp.HEADER_BYTES;
        }
        if (tunnel.action == NexthopAction.TUNNEL_VXLAN) {
            return outerBytes + Udp.HEADER_BYTES + Vxlan.HEADER_BYTES + (bridged ? 0 : Ethernet.HEADER_BYTES);
        }
        final int shimBytes = tunnel.action == NexthopAction.TUNNEL_MPLS_GRE ? Gre.MIN_HEADER_BYTES : Udp.HEADER_BYTES;
        final int labelBytes =
                tunnel.action == NexthopAction.TUNNEL_MPLS_MPLS_UDP ? 2 * Mpls.ENTRY_BYTES : Mpls.ENTRY_BYTES;
        return outerBytes + shimBytes + labelBytes + (hasControlWord(bridged, tunnel) ? CONTROL_WORD_BYTES : 0);
    }

    private static boolean hasControlWord(final boolean bridged, final Nexthop tunnel) {
        return bridged && tunnel.has(Nexthop.FLAG_L2_CONTROL_DATA);
    }

    /** Writes the headers and moves the packet's start in front of them; there must be room. */
    void push(final int row, final Nexthop tunnel) {
        final int hash = PacketHash.of(packets, row, seed);
        final int ttl = innerTtl(row);
        final int tos = marking.dscp(row) << 2 | innerEcn(row);
        final int headerBytes = lengthBytes(packets, row, tunnel);
        final int carriedBytes = EncapTunnel.carriedBytes(packets, row);
        final boolean bridged = packets.has(row, Packets.FLAG_BRIDGED);
        final long carried = bridged ? packets.address(row) : packets.ip(row);
        final boolean inner4 = !bridged && !packets.has(row, Packets.FLAG_IP6);
        packets.move(row, (int) (carried - packets.address(row)) - headerBytes, headerBytes + carriedBytes);
        final long frame = packets.address(row);
        writeEthernet(frame, tunnel);
        final int totalBytes = headerBytes - Ethernet.HEADER_BYTES + carriedBytes;
        final boolean gre = tunnel.action == NexthopAction.TUNNEL_MPLS_GRE;
        final int outerId = gre && inner4 ? (int) (packets.ipHead(row) >>> 16) : id++;
        writeIp(frame, tunnel, totalBytes, tos, outerId, packets.isDiagnostic(row) ? ttl : TTL);
        final long shim = Memory.base(frame + Ethernet.HEADER_BYTES + Ipv4.MIN_HEADER_BYTES);
        if (tunnel.action == NexthopAction.TUNNEL_VXLAN) {
            writeVxlan(shim, row, tunnel, totalBytes, hash, bridged);
        } else if (tunnel.action == NexthopAction.TUNNEL_UDP) {
            writeUdp(shim, tunnel, totalBytes, hash);
            becomePacket(row, Memory.base(frame + Ethernet.HEADER_BYTES));
        } else {
            writeMpls(shim, row, tunnel, totalBytes, hash, ttl);
            if (hasControlWord(bridged, tunnel)) {
                Memory.putIntBe(carried - CONTROL_WORD_BYTES, 0);
            }
        }
    }

    private static void writeEthernet(final long frame, final Nexthop tunnel) {
        Memory.putLongBe(frame, tunnel.rewriteHigh);
        Memory.putIntBe(frame + 8, (int) (tunnel.rewriteLow >>> 16));
        Memory.putShortBe(frame + 12, (short) tunnel.rewriteLow);
    }

    private static void writeIp(
            final long frame,
            final Nexthop tunnel,
            final int totalBytes,
            final int tos,
            final int identification,
            final int ttl) {
        Ipv4.emit(
                Memory.base(frame + Ethernet.HEADER_BYTES),
                tos,
                totalBytes,
                identification & 0xffff,
                0,
                ttl,
                tunnel.action == NexthopAction.TUNNEL_MPLS_GRE ? IpProtocol.GRE : IpProtocol.UDP,
                (long) tunnel.tunnelSource << 32 | tunnel.tunnelDestination & 0xffff_ffffL);
    }

    private void writeMpls(
            final long shim, final int row, final Nexthop tunnel, final int totalBytes, final int hash, final int ttl) {
        final boolean gre = tunnel.action == NexthopAction.TUNNEL_MPLS_GRE;
        final int shimBytes = gre ? Gre.MIN_HEADER_BYTES : Udp.HEADER_BYTES;
        if (gre) {
            Gre.emit(shim, EtherType.MPLS);
        } else {
            Udp.emit(shim, FlowHash.udpSourcePort(hash), UdpPort.MPLS, totalBytes - Ipv4.MIN_HEADER_BYTES);
        }
        final int exp = marking.exp(row);
        long label = Memory.base(shim + shimBytes);
        if (tunnel.action == NexthopAction.TUNNEL_MPLS_MPLS_UDP) {
            Mpls.emit(label, Mpls.entry(tunnel.details.transportLabel(), exp, false, ttl));
            label += Mpls.ENTRY_BYTES;
        }
        Mpls.emit(label, Mpls.entry(packets.label(row), exp, true, ttl));
    }

    /** The ports are the next hop's: where a mirror's analyser listens. */
    private static void writeUdp(final long shim, final Nexthop tunnel, final int totalBytes, final int hash) {
        final int sourcePort = tunnel.details.sourcePort();
        Udp.emit(
                shim,
                sourcePort == 0 ? FlowHash.udpSourcePort(hash) : sourcePort,
                tunnel.details.destinationPort(),
                totalBytes - Ipv4.MIN_HEADER_BYTES);
    }

    /** What is in front now may be routed itself. */
    private void becomePacket(final int row, final long ip) {
        packets.removeFlag(row, Packets.FLAG_BRIDGED | Packets.FLAG_IP6 | Packets.FLAG_DECAPSULATED);
        packets.ip(row, ip, Ipv4.head(ip), Ipv4.life(ip), Ipv4.addresses(ip));
    }

    private void writeVxlan(
            final long shim,
            final int row,
            final Nexthop tunnel,
            final int totalBytes,
            final int hash,
            final boolean bridged) {
        Udp.emit(shim, FlowHash.udpSourcePort(hash), UdpPort.VXLAN, totalBytes - Ipv4.MIN_HEADER_BYTES);
        Vxlan.emit(Memory.base(shim + Udp.HEADER_BYTES), packets.label(row));
        if (!bridged) {
            final long overlayMac = tunnel.details.overlayMac();
            Ethernet.emit(
                    Memory.base(shim + Udp.HEADER_BYTES + Vxlan.HEADER_BYTES),
                    overlayMac == 0 ? Vif.ROUTER_MAC : overlayMac,
                    Vif.ROUTER_MAC,
                    packets.has(row, Packets.FLAG_IP6) ? EtherType.IPV6 : EtherType.IPV4);
        }
    }

    /** What the label's TTL says: the inner packet's after routing; frames have none (sheet 2.8). */
    private int innerTtl(final int row) {
        if (packets.has(row, Packets.FLAG_BRIDGED)) {
            return TTL;
        }
        return packets.has(row, Packets.FLAG_IP6) ? Ipv6.hopLimit(packets.ip(row)) : Ipv4.ttl(packets.ip(row));
    }

    private int innerEcn(final int row) {
        if (packets.has(row, Packets.FLAG_BRIDGED)) {
            return 0;
        }
        return packets.has(row, Packets.FLAG_IP6)
                ? Ipv6.ecn(packets.ip(row))
                : (int) (packets.ipHead(row) >>> 48) & ECN;
    }
}
