// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.trace;

import java.nio.ByteBuffer;
import net.vireo.cli.text.Ipv4;
import net.vireo.cli.text.Mac;

/** The first bytes of a packet in one line: who sends what to whom. Says what it can and no more. */
final class Head {
    private static final int ETHERNET_BYTES = 14;
    private static final int IPV4_BYTES = 20;
    private static final int ARP_BYTES = 28;
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_ARP = 0x0806;
    private static final int ETHERTYPE_IPV6 = 0x86dd;
    private static final int ICMP = 1;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int MPLS_PORT = 6635;

    private Head() {}

    static String describe(final byte[] head) {
        if (head.length < ETHERNET_BYTES) {
            return head.length + " bytes, too short for Ethernet";
        }
        final ByteBuffer bytes = ByteBuffer.wrap(head);
        final int type = bytes.getShort(12) & 0xffff;
        if (type == ETHERTYPE_IPV4 && head.length >= ETHERNET_BYTES + IPV4_BYTES) {
            return ipv4(bytes);
        }
        if (type == ETHERTYPE_ARP && head.length >= ETHERNET_BYTES + ARP_BYTES) {
            return arp(bytes, head);
        }
        final String what = type == ETHERTYPE_IPV6 ? "IPv6" : "ethertype 0x" + Integer.toHexString(type);
        return what + " " + Mac.text(Mac.at(head, 6)) + " > " + Mac.text(Mac.at(head, 0));
    }

    private static String arp(final ByteBuffer bytes, final byte[] head) {
        final String sender = Ipv4.text(bytes.getInt(ETHERNET_BYTES + 14));
        final String target = Ipv4.text(bytes.getInt(ETHERNET_BYTES + 24));
        return bytes.getShort(ETHERNET_BYTES + 6) == 1
                ? "ARP who has " + target + ", tell " + sender
                : "ARP " + sender + " is at " + Mac.text(Mac.at(head, ETHERNET_BYTES + 8));
    }

    private static String ipv4(final ByteBuffer bytes) {
        final int transport = ETHERNET_BYTES + (bytes.get(ETHERNET_BYTES) & 0xf) * 4;
        final int protocol = bytes.get(ETHERNET_BYTES + 9) & 0xff;
        final String source = Ipv4.text(bytes.getInt(ETHERNET_BYTES + 12));
        final String destination = Ipv4.text(bytes.getInt(ETHERNET_BYTES + 16));
        final boolean isLaterFragment = (bytes.getShort(ETHERNET_BYTES + 6) & 0x1fff) != 0;
        if (isLaterFragment || bytes.limit() < transport + 8) {
            return "IPv4 " + source + " > " + destination + " protocol " + protocol
                    + (isLaterFragment ? " fragment" : "");
        }
        return switch (protocol) {
            case ICMP -> "IPv4 " + source + " > " + destination + " ICMP " + icmp(bytes, transport);
            case TCP -> "IPv4 " + ports(bytes, transport, source, destination) + " TCP";
            case UDP -> "IPv4 " + ports(bytes, transport, source, destination) + " UDP" + mpls(bytes, transport);
            default -> "IPv4 " + source + " > " + destination + " protocol " + protocol;
        };
    }

    private static String icmp(final ByteBuffer bytes, final int at) {
        return switch (bytes.get(at)) {
            case 8 -> "echo request, sequence " + (bytes.getShort(at + 6) & 0xffff);
            case 0 -> "echo reply, sequence " + (bytes.getShort(at + 6) & 0xffff);
            default -> "type " + (bytes.get(at) & 0xff) + " code " + (bytes.get(at + 1) & 0xff);
        };
    }

    private static String ports(final ByteBuffer bytes, final int at, final String source, final String destination) {
        return source + ":" + (bytes.getShort(at) & 0xffff) + " > " + destination + ":"
                + (bytes.getShort(at + 2) & 0xffff);
    }

    private static String mpls(final ByteBuffer bytes, final int at) {
        final boolean isMpls = (bytes.getShort(at + 2) & 0xffff) == MPLS_PORT && bytes.limit() >= at + 12;
        return isMpls ? ", MPLS label " + (bytes.getInt(at + 8) >>> 12) : "";
    }
}
