// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

import java.util.Map;
import java.util.TreeMap;

/** What the views read in a frame's outer headers, under tshark's names and in its spelling. */
final class ViewFields {
    private ViewFields() {}

    static Map<String, String> read(final long p, final int lengthBytes) {
        final Map<String, String> fields = new TreeMap<>();
        final int header = Ethernet.check(p, lengthBytes);
        fields.put("eth.dst", MacAddress.format(Ethernet.destination(p)));
        fields.put("eth.src", MacAddress.format(Ethernet.source(p)));
        fields.put("eth.type", String.format("0x%04x", Ethernet.type(p)));
        for (int tag = 12; tag < header - 2; tag += Vlan.TAG_BYTES) {
            final int value = Vlan.tag(p + tag);
            final String protocol = Vlan.protocol(value) == EtherType.QINQ ? "ieee8021ad" : "vlan";
            fields.put(protocol + ".id", text(Vlan.id(value)));
            fields.put(protocol + ".priority", text(Vlan.priority(value)));
        }
        final long payload = p + header;
        final int payloadBytes = lengthBytes - header;
        switch (Ethernet.payloadType(p, header)) {
            case EtherType.ARP -> arp(fields, payload, payloadBytes);
            case EtherType.MPLS -> mpls(fields, payload, payloadBytes);
            case EtherType.IPV6 -> ViewFieldsIpv6.ipv6(fields, payload, payloadBytes);
            default -> ipv4(fields, payload, payloadBytes);
        }
        return fields;
    }

    static String text(final int value) {
        return Integer.toUnsignedString(value);
    }

    static String flag(final boolean set) {
        return set ? "1" : "0";
    }

    private static void arp(final Map<String, String> fields, final long p, final int lengthBytes) {
        require(Arp.check(p, lengthBytes));
        fields.put("arp.opcode", text(Arp.operation(p)));
        fields.put("arp.src.hw_mac", MacAddress.format(Arp.senderMac(p)));
        fields.put("arp.src.proto_ipv4", Ipv4Address.format(Arp.senderAddress(p)));
        fields.put("arp.dst.hw_mac", MacAddress.format(Arp.targetMac(p)));
        fields.put("arp.dst.proto_ipv4", Ipv4Address.format(Arp.targetAddress(p)));
    }

    private static void mpls(final Map<String, String> fields, final long p, final int lengthBytes) {
        require(Mpls.stackBytes(p, lengthBytes));
        final int entry = Mpls.entry(p);
        fields.put("mpls.label", text(Mpls.label(entry)));
        fields.put("mpls.exp", text(Mpls.trafficClass(entry)));
        fields.put("mpls.bottom", flag(Mpls.isBottom(entry)));
        fields.put("mpls.ttl", text(Mpls.ttl(entry)));
    }

    private static void ipv4(final Map<String, String> fields, final long p, final int lengthBytes) {
        final int header = require(Ipv4.check(p, lengthBytes));
        fields.put("ip.src", Ipv4Address.format(Ipv4.source(p)));
        fields.put("ip.dst", Ipv4Address.format(Ipv4.destination(p)));
        fields.put("ip.ttl", text(Ipv4.ttl(p)));
        fields.put("ip.id", String.format("0x%04x", Ipv4.id(p)));
        fields.put("ip.len", text(Ipv4.totalLengthBytes(p)));
        fields.put("ip.proto", text(Ipv4.protocol(p)));
        fields.put("ip.hdr_len", text(header));
        fields.put("ip.dsfield", String.format("0x%02x", Ipv4.tos(p)));
        fields.put("ip.flags.df", flag(Ipv4.dontFragment(p)));
        fields.put("ip.flags.mf", flag(Ipv4.moreFragments(p)));
        // tshark prints the field as it stands on the wire, in units of 8 bytes.
        fields.put("ip.frag_offset", text(Ipv4.fragmentOffsetBytes(p) / 8));
        fields.put("ip.checksum.status", flag(Ipv4.verifyChecksum(p)));
        final int payloadBytes = Ipv4.totalLengthBytes(p) - header;
        if (!Ipv4.isFragment(p)) {
            switch (Ipv4.protocol(p)) {
                case IpProtocol.ICMP -> icmp(fields, p + header, payloadBytes);
                case IpProtocol.GRE -> gre(fields, p + header, payloadBytes);
                case IpProtocol.TCP -> tcp(fields, p + header, payloadBytes, Ipv4.addresses(p));
                default -> udp(fields, p + header, payloadBytes, Ipv4.addresses(p));
            }
        }
    }

    private static void icmp(final Map<String, String> fields, final long p, final int lengthBytes) {
        require(Icmp.check(p, lengthBytes));
        fields.put("icmp.type", text(Icmp.type(p)));
        fields.put("icmp.code", text(Icmp.code(p)));
        fields.put("icmp.checksum.status", flag(Icmp.verifyChecksum(p, lengthBytes)));
        if (!Icmp.isError(Icmp.type(p))) {
            fields.put("icmp.ident", text(Icmp.identifier(p)));
            fields.put("icmp.seq", text(Icmp.sequence(p)));
        } else if (Icmp.code(p) == Icmp.FRAGMENTATION_NEEDED) {
            fields.put("icmp.mtu", text(Icmp.nextHopMtuBytes(p)));
        }
    }

    private static void tcp(
            final Map<String, String> fields, final long p, final int lengthBytes, final long addresses) {
        final int header = require(Tcp.check(p, lengthBytes));
        fields.put("tcp.srcport", text(Tcp.sourcePort(p)));
        fields.put("tcp.dstport", text(Tcp.destinationPort(p)));
        fields.put("tcp.seq_raw", text(Tcp.sequence(p)));
        fields.put("tcp.ack_raw", text(Tcp.acknowledgment(p)));
        fields.put("tcp.flags", String.format("0x%04x", Tcp.flags(p)));
        fields.put("tcp.hdr_len", text(header));
        fields.put("tcp.window_size_value", text(Tcp.window(p)));
        fields.put("tcp.checksum.status", flag(Tcp.verifyChecksum(p, lengthBytes, addresses)));
        final int mss = Tcp.findMssOption(p, header);
        fields.put("tcp.options.mss_val", mss < 0 ? "" : text(Tcp.mss(p, mss)));
    }

    private static void udp(
            final Map<String, String> fields, final long p, final int lengthBytes, final long addresses) {
        require(Udp.check(p, lengthBytes));
        fields.put("udp.srcport", text(Udp.sourcePort(p)));
        fields.put("udp.dstport", text(Udp.destinationPort(p)));
        fields.put("udp.length", text(Udp.lengthBytes(p)));
        final String status = Udp.checksum(p) == 0 ? "3" : flag(Udp.verifyChecksum(p, addresses));
        fields.put("udp.checksum.status", status);
        if (UdpPort.isMpls(Udp.destinationPort(p))) {
            mpls(fields, p + Udp.HEADER_BYTES, lengthBytes - Udp.HEADER_BYTES);
        } else if (Udp.destinationPort(p) == UdpPort.VXLAN) {
            final long vxlan = p + Udp.HEADER_BYTES;
            require(Vxlan.check(vxlan, lengthBytes - Udp.HEADER_BYTES));
            fields.put("vxlan.vni", text(Vxlan.vni(vxlan)));
        }
    }

    private static void gre(final Map<String, String> fields, final long p, final int lengthBytes) {
        final int header = require(Gre.check(p, lengthBytes));
        fields.put("gre.proto", String.format("0x%04x", Gre.protocol(p)));
        fields.put("gre.flags_and_version", String.format("0x%04x", Gre.flags(p)));
        if ((Gre.flags(p) & Gre.KEY) != 0) {
            fields.put("gre.key", String.format("0x%08x", Gre.key(p)));
        }
        if ((Gre.flags(p) & Gre.CHECKSUM) != 0) {
            fields.put("gre.checksum.status", flag(Gre.verifyChecksum(p, lengthBytes)));
        }
        if (Gre.protocol(p) == EtherType.MPLS) {
            mpls(fields, p + header, lengthBytes - header);
        }
    }

    static int require(final int checked) {
        if (checked < 0) {
            throw new AssertionError("the corpus is " + Malformed.text(checked));
        }
        return checked;
    }
}
