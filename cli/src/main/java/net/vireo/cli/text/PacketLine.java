// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.text;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The first bytes of a packet in one line: who sends what to whom, tunnels opened. Says what it can and no more; bytes of
 * any kind and number are safe.
 */
public final class PacketLine {
    private static final int ETHERNET_BYTES = 14;
    private static final int VLAN_BYTES = 4;
    private static final int IPV4_BYTES = 20;
    private static final int IPV6_BYTES = 40;
    private static final int ARP_BYTES = 28;
    private static final int UDP_BYTES = 8;
    private static final int MPLS_BYTES = 4;
    private static final int VXLAN_BYTES = 8;
    private static final int GRE_BYTES = 4;
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_ARP = 0x0806;
    private static final int ETHERTYPE_VLAN = 0x8100;
    private static final int ETHERTYPE_QINQ = 0x88a8;
    private static final int ETHERTYPE_IPV6 = 0x86dd;
    private static final int ETHERTYPE_MPLS = 0x8847;
    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int GRE = 47;
    private static final int ICMP6 = 58;
    private static final int MPLS_PORT = 6635;
    private static final int OLD_MPLS_PORT = 51234;
    private static final int VXLAN_PORT = 4789;
    private static final int MAX_DEPTH = 3;

    private final byte[] head;
    private final ByteBuffer bytes;

    private PacketLine(final byte[] head) {
        this.head = head;
        this.bytes = ByteBuffer.wrap(head);
    }

    /** The line for a packet that starts with an Ethernet header. */
    public static String describe(final byte[] head) {
        return new PacketLine(head).ethernet(0, 0);
    }

    private boolean has(final int at, final int count) {
        return at + count <= head.length;
    }

    private int u16(final int at) {
        return bytes.getShort(at) & 0xffff;
    }

    private int u8(final int at) {
        return bytes.get(at) & 0xff;
    }

    private String ethernet(final int start, final int depth) {
        if (!has(start, ETHERNET_BYTES)) {
            return head.length - start + " bytes, too short for Ethernet";
        }
        int at = start + 12;
        final StringBuilder tags = new StringBuilder();
        while ((u16(at) == ETHERTYPE_VLAN || u16(at) == ETHERTYPE_QINQ) && has(at, VLAN_BYTES + 2)) {
            tags.append("VLAN ").append(u16(at + 2) & 0xfff).append(' ');
            at += VLAN_BYTES;
        }
        final int type = u16(at);
        if (type == ETHERTYPE_ARP && has(at + 2, ARP_BYTES)) {
            return tags + arp(at + 2);
        }
        if ((type == ETHERTYPE_IPV4 || type == ETHERTYPE_IPV6) && has(at + 2, IPV4_BYTES)) {
            final String packet = ip(at + 2, depth);
            if (!packet.isEmpty()) {
                return tags + packet;
            }
        }
        final String what = type == ETHERTYPE_IPV6 ? "IPv6" : "ethertype 0x" + Integer.toHexString(type);
        return tags + what + " " + Mac.text(Mac.at(head, start + 6)) + " > " + Mac.text(Mac.at(head, start));
    }

    private String arp(final int at) {
        final String sender = Ipv4.text(bytes.getInt(at + 14));
        final String target = Ipv4.text(bytes.getInt(at + 24));
        return bytes.getShort(at + 6) == 1
                ? "ARP who has " + target + ", tell " + sender
                : "ARP " + sender + " is at " + Mac.text(Mac.at(head, at + 8));
    }

    /** Empty when it is neither IPv4 nor IPv6, or too short. */
    private String ip(final int at, final int depth) {
        final int version = has(at, 1) ? u8(at) >>> 4 : 0;
        if (version == 4 && has(at, IPV4_BYTES)) {
            final boolean isLaterFragment = (u16(at + 6) & 0x1fff) != 0;
            return "IPv4 "
                    + packet(
                            Ipv4.text(bytes.getInt(at + 12)),
                            Ipv4.text(bytes.getInt(at + 16)),
                            u8(at + 9),
                            isLaterFragment ? head.length : at + (u8(at) & 0xf) * 4,
                            isLaterFragment ? " fragment" : "",
                            depth);
        }
        if (version == 6 && has(at, IPV6_BYTES)) {
            return "IPv6 "
                    + packet(
                            Ipv6.text(Arrays.copyOfRange(head, at + 8, at + 24)),
                            Ipv6.text(Arrays.copyOfRange(head, at + 24, at + 40)),
                            u8(at + 6),
                            at + IPV6_BYTES,
                            "",
                            depth);
        }
        return "";
    }

    private String packet(
            final String source,
            final String destination,
            final int protocol,
            final int at,
            final String remark,
            final int depth) {
        if (protocol == GRE && has(at, GRE_BYTES)) {
            return source + " > " + destination + " GRE" + gre(at, depth);
        }
        if (!has(at, UDP_BYTES)) {
            return source + " > " + destination + " protocol " + protocol + remark;
        }
        return switch (protocol) {
            case ICMP -> source + " > " + destination + " ICMP " + icmp(at);
            case ICMP6 -> source + " > " + destination + " ICMPv6 " + icmp6(at);
            case TCP -> ports(at, source, destination) + " TCP";
            case UDP -> ports(at, source, destination) + " UDP" + tunnel(at, depth);
            default -> source + " > " + destination + " protocol " + protocol;
        };
    }

    private String icmp(final int at) {
        return switch (u8(at)) {
            case 8 -> "echo request, sequence " + u16(at + 6);
            case 0 -> "echo reply, sequence " + u16(at + 6);
            default -> typeAndCode(at);
        };
    }

    private String icmp6(final int at) {
        return switch (u8(at)) {
            case 128 -> "echo request, sequence " + u16(at + 6);
            case 129 -> "echo reply, sequence " + u16(at + 6);
            case 133 -> "router solicitation";
            case 134 -> "router advertisement";
            case 135 -> "neighbour solicitation" + target(at);
            case 136 -> "neighbour advertisement" + target(at);
            default -> typeAndCode(at);
        };
    }

    private String target(final int at) {
        return has(at, 24) ? " for " + Ipv6.text(Arrays.copyOfRange(head, at + 8, at + 24)) : "";
    }

    private String typeAndCode(final int at) {
        return "type " + u8(at) + " code " + u8(at + 1);
    }

    private String ports(final int at, final String source, final String destination) {
        return colon(source) + u16(at) + " > " + colon(destination) + u16(at + 2);
    }

    private static String colon(final String address) {
        return address.indexOf(':') < 0 ? address + ":" : "[" + address + "]:";
    }

    private String tunnel(final int at, final int depth) {
        final int port = u16(at + 2);
        final int inside = at + UDP_BYTES;
        if ((port == MPLS_PORT || port == OLD_MPLS_PORT) && has(inside, MPLS_BYTES)) {
            return mpls(inside, depth);
        }
        if (port == VXLAN_PORT && has(inside, VXLAN_BYTES)) {
            return ", VNI " + (bytes.getInt(inside + 4) >>> 8)
                    + inner(ethernet(inside + VXLAN_BYTES, depth + 1), depth);
        }
        return "";
    }

    private String gre(final int at, final int depth) {
        final int flags = u16(at);
        final int inside = at + GRE_BYTES + ((flags & 0x8000) != 0 ? 4 : 0) + ((flags & 0x2000) != 0 ? 4 : 0);
        return u16(at + 2) == ETHERTYPE_MPLS && has(inside, MPLS_BYTES) ? mpls(inside, depth) : "";
    }

    /** Behind the last label is an IP packet, or a frame of a bridged network, which starts with no version. */
    private String mpls(final int start, final int depth) {
        final String label = ", MPLS label " + (bytes.getInt(start) >>> 12);
        final boolean isLast = (bytes.getInt(start) & 0x100) != 0;
        if (!isLast) {
            return label;
        }
        final String packet = ip(start + MPLS_BYTES, depth + 1);
        if (!packet.isEmpty()) {
            return label + inner(packet, depth);
        }
        return has(start + MPLS_BYTES, ETHERNET_BYTES) && u8(start + MPLS_BYTES) >>> 4 == 0
                ? label + inner(ethernet(start + MPLS_BYTES, depth + 1), depth)
                : label;
    }

    private static String inner(final String text, final int depth) {
        return depth < MAX_DEPTH ? " (" + text + ")" : "";
    }
}
