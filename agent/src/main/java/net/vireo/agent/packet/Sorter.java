// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.packet;

/**
 * Says what a trapped packet is, by the reason it came for and, where that says little, by its headers. Every length is
 * doubted: what is cut, or lies, is of kind {@link PacketKind#OTHER}.
 */
final class Sorter {
    private static final int ETHERTYPE_OFFSET = 12;
    private static final int VLAN_BYTES = 4;
    private static final int MAX_TAGS = 2;
    static final int IPV4 = 0x0800;
    static final int IPV6 = 0x86dd;
    private static final int ARP = 0x0806;
    private static final int VLAN = 0x8100;
    private static final int SERVICE_VLAN = 0x88a8;
    private static final int ICMP = 1;
    private static final int IGMP = 2;
    private static final int UDP = 17;
    private static final int ICMPV6 = 58;
    private static final int HOP_BY_HOP = 0;
    private static final int IPV6_BYTES = 40;
    private static final int DNS_PORT = 53;
    private static final int BFD_PORT = 3784;

    private Sorter() {}

    static PacketKind kind(final TrappedPacket packet) {
        return switch (packet.reason()) {
            case TrappedPacket.REASON_FLOW_MISS -> PacketKind.FLOW;
            case TrappedPacket.REASON_ARP -> PacketKind.ARP;
            case TrappedPacket.REASON_BFD -> PacketKind.BFD;
            case TrappedPacket.REASON_HANDLE_DF, TrappedPacket.REASON_ZERO_TTL, TrappedPacket.REASON_ICMP_ERROR ->
                PacketKind.ICMP;
            default -> byHeaders(packet);
        };
    }

    private static PacketKind byHeaders(final TrappedPacket packet) {
        int at = ETHERTYPE_OFFSET;
        for (int tags = 0; tags < MAX_TAGS && isTag(packet.shortAt(at)); tags++) {
            at += VLAN_BYTES;
        }
        return switch (packet.shortAt(at)) {
            case ARP -> PacketKind.ARP;
            case IPV4 -> ipv4(packet, at + 2);
            case IPV6 -> ipv6(packet, at + 2);
            default -> PacketKind.OTHER;
        };
    }

    static boolean isTag(final int type) {
        return type == VLAN || type == SERVICE_VLAN;
    }

    private static PacketKind ipv4(final TrappedPacket packet, final int ip) {
        final int payload = ip + (packet.at(ip) & 0xf) * Integer.BYTES;
        return switch (packet.at(ip + 9)) {
            case ICMP -> PacketKind.ICMP;
            case IGMP -> PacketKind.IGMP;
            case UDP -> udp(packet, payload);
            default -> PacketKind.OTHER;
        };
    }

    private static PacketKind udp(final TrappedPacket packet, final int udp) {
        return switch (packet.shortAt(udp + 2)) {
            case 67, 68 -> PacketKind.DHCP;
            case 546, 547 -> PacketKind.DHCPV6;
            case DNS_PORT -> PacketKind.DNS;
            case BFD_PORT -> PacketKind.BFD;
            default -> PacketKind.OTHER;
        };
    }

    /** One hop-by-hop header is looked behind: multicast listener reports have one (RFC 3810). */
    private static PacketKind ipv6(final TrappedPacket packet, final int ip) {
        int next = packet.at(ip + 6);
        int payload = ip + IPV6_BYTES;
        if (next == HOP_BY_HOP) {
            next = packet.at(payload);
            payload += (packet.at(payload + 1) + 1) * 8;
        }
        return switch (next) {
            case UDP -> udp(packet, payload);
            case ICMPV6 -> icmp6(packet.at(payload));
            default -> PacketKind.OTHER;
        };
    }

    private static PacketKind icmp6(final int type) {
        return switch (type) {
            case 130, 131, 132, 143 -> PacketKind.IGMP;
            case 133, 134, 135, 136, 137 -> PacketKind.ND;
            default -> PacketKind.ICMP;
        };
    }
}
