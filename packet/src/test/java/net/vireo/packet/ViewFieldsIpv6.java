// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import java.util.Map;

/** {@link ViewFields} of an IPv6 packet. */
final class ViewFieldsIpv6 {
    private ViewFieldsIpv6() {}

    static void ipv6(final Map<String, String> fields, final long p, final int lengthBytes) {
        ViewFields.require(Ipv6.check(p, lengthBytes));
        fields.put("ipv6.src", Ipv6Address.format(Ipv6.sourceHigh(p), Ipv6.sourceLow(p)));
        fields.put("ipv6.dst", Ipv6Address.format(Ipv6.destinationHigh(p), Ipv6.destinationLow(p)));
        fields.put("ipv6.hlim", ViewFields.text(Ipv6.hopLimit(p)));
        fields.put("ipv6.nxt", ViewFields.text(Ipv6.nextHeader(p)));
        fields.put("ipv6.plen", ViewFields.text(Ipv6.payloadLengthBytes(p)));
        fields.put("ipv6.tclass", String.format("0x%08x", Ipv6.trafficClass(p)));
        fields.put("ipv6.flow", String.format("0x%06x", Ipv6.flowLabel(p)));
        final int totalBytes = Ipv6.totalLengthBytes(p);
        final long walk = Ipv6Extensions.walk(p, totalBytes);
        ViewFields.require((int) (walk >> 32));
        if (Ipv6Extensions.hasFragmentHeader(walk)) {
            // tshark prints the field as it stands on the wire, in units of 8 bytes.
            fields.put("ipv6.fraghdr.offset", ViewFields.text(Ipv6Extensions.fragmentOffsetBytes(walk) / 8));
            fields.put("ipv6.fraghdr.more", ViewFields.flag(Ipv6Extensions.moreFragments(walk)));
            fields.put("ipv6.fraghdr.ident", String.format("0x%08x", Ipv6Extensions.fragmentId(walk)));
        }
        if (!Ipv6Extensions.isFragment(walk)) {
            final int offset = Ipv6Extensions.transportOffset(walk);
            transport(fields, p, Ipv6Extensions.protocol(walk), p + offset, totalBytes - offset);
        }
    }

    private static void transport(
            final Map<String, String> fields, final long ip, final int protocol, final long p, final int lengthBytes) {
        final long pseudo = Ipv6.pseudoHeaderSum(ip, protocol, lengthBytes);
        final String status = ViewFields.flag(TransportChecksum.verify(pseudo, p, protocol, lengthBytes));
        switch (protocol) {
            case IpProtocol.UDP -> {
                ViewFields.require(Udp.check(p, lengthBytes));
                fields.put("udp.srcport", ViewFields.text(Udp.sourcePort(p)));
                fields.put("udp.dstport", ViewFields.text(Udp.destinationPort(p)));
                fields.put("udp.length", ViewFields.text(Udp.lengthBytes(p)));
                fields.put("udp.checksum.status", status);
            }
            case IpProtocol.TCP -> {
                ViewFields.require(Tcp.check(p, lengthBytes));
                fields.put("tcp.srcport", ViewFields.text(Tcp.sourcePort(p)));
                fields.put("tcp.dstport", ViewFields.text(Tcp.destinationPort(p)));
                fields.put("tcp.checksum.status", status);
            }
            case IpProtocol.ICMPV6 -> {
                fields.put("icmpv6.checksum.status", status);
                icmpv6(fields, ip, p, lengthBytes);
            }
            default -> throw new AssertionError("protocol " + protocol);
        }
    }

    private static void icmpv6(final Map<String, String> fields, final long ip, final long p, final int lengthBytes) {
        ViewFields.require(Icmpv6.check(p, lengthBytes));
        fields.put("icmpv6.type", ViewFields.text(Icmpv6.type(p)));
        fields.put("icmpv6.code", ViewFields.text(Icmpv6.code(p)));
        switch (Icmpv6.type(p)) {
            case Icmpv6.ECHO_REQUEST, Icmpv6.ECHO_REPLY -> {
                fields.put("icmpv6.echo.identifier", String.format("0x%04x", Icmpv6.identifier(p)));
                fields.put("icmpv6.echo.sequence_number", ViewFields.text(Icmpv6.sequence(p)));
            }
            case Icmpv6.PACKET_TOO_BIG -> fields.put("icmpv6.mtu", ViewFields.text(Icmpv6.mtuBytes(p)));
            case Icmpv6.NEIGHBOUR_SOLICITATION -> {
                ViewFields.require(NeighbourDiscovery.check(ip));
                fields.put("icmpv6.nd.ns.target_address", target(p));
                final long mac = NeighbourDiscovery.sourceLinkAddress(p, lengthBytes);
                fields.put("icmpv6.opt.src_linkaddr", mac < 0 ? "" : MacAddress.format(mac));
            }
            case Icmpv6.NEIGHBOUR_ADVERTISEMENT -> {
                ViewFields.require(NeighbourDiscovery.check(ip));
                final int flags = NeighbourDiscovery.flags(p);
                fields.put("icmpv6.nd.na.target_address", target(p));
                fields.put("icmpv6.nd.na.flag.r", ViewFields.flag((flags & NeighbourDiscovery.ROUTER) != 0));
                fields.put("icmpv6.nd.na.flag.s", ViewFields.flag((flags & NeighbourDiscovery.SOLICITED) != 0));
                fields.put("icmpv6.nd.na.flag.o", ViewFields.flag((flags & NeighbourDiscovery.OVERRIDE) != 0));
                final long mac = NeighbourDiscovery.targetLinkAddress(p, lengthBytes);
                fields.put("icmpv6.opt.target_linkaddr", mac < 0 ? "" : MacAddress.format(mac));
            }
            default -> {}
        }
    }

    private static String target(final long nd) {
        return Ipv6Address.format(NeighbourDiscovery.targetHigh(nd), NeighbourDiscovery.targetLow(nd));
    }
}
