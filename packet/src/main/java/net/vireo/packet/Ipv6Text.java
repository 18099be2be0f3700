// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

/** How an IPv6 packet reads in one line; for tools, never on the data path. */
final class Ipv6Text {
    private Ipv6Text() {}

    static void describe(final StringBuilder out, final long p, final int lengthBytes, final int depth) {
        out.append("IP6 ");
        final int checked = Ipv6.check(p, lengthBytes);
        if (checked < 0) {
            out.append(Malformed.text(checked)).append(", length ").append(lengthBytes);
        } else if (depth > Ipv4Text.MAX_DEPTH) {
            out.append("..., length ").append(lengthBytes);
        } else {
            describeChecked(out, p, Ipv6.totalLengthBytes(p), depth);
        }
    }

    private static void describeChecked(final StringBuilder out, final long p, final int totalBytes, final int depth) {
        final String source = Ipv6Address.format(Ipv6.sourceHigh(p), Ipv6.sourceLow(p));
        final String destination = Ipv6Address.format(Ipv6.destinationHigh(p), Ipv6.destinationLow(p));
        final long walk = Ipv6Extensions.walk(p, totalBytes);
        if (walk < 0) {
            out.append(source).append(" > ").append(destination).append(": ");
            out.append(Malformed.text((int) walk));
            return;
        }
        final long payload = p + Ipv6Extensions.transportOffset(walk);
        final int payloadBytes = totalBytes - Ipv6Extensions.transportOffset(walk);
        final int protocol = Ipv6Extensions.protocol(walk);
        final boolean whole = !Ipv6Extensions.isFragment(walk);
        final boolean ports = whole && PayloadText.hasPorts(protocol, payload, payloadBytes);
        out.append(source).append(ports ? "." + Udp.sourcePort(payload) : "");
        out.append(" > ").append(destination).append(ports ? "." + Udp.destinationPort(payload) : "");
        out.append(": ");
        if (whole) {
            PayloadText.describe(out, protocol, payload, payloadBytes, depth);
        } else {
            out.append(IpProtocol.text(protocol)).append(" fragment, id ");
            out.append(Integer.toUnsignedString(Ipv6Extensions.fragmentId(walk)));
            out.append(", offset ").append(Ipv6Extensions.fragmentOffsetBytes(walk));
            out.append(Ipv6Extensions.moreFragments(walk) ? "+" : "").append(", length ");
            out.append(payloadBytes);
        }
    }
}
