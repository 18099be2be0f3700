// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

/** How an IPv4 packet reads in one line; for tools, never on the data path. */
final class Ipv4Text {
    /** Tunnels in tunnels are described this deep; a hostile packet may nest thousands. */
    static final int MAX_DEPTH = 4;

    private Ipv4Text() {}

    static void describe(final StringBuilder out, final long p, final int lengthBytes, final int depth) {
        out.append("IP ");
        final int headerBytes = Ipv4.check(p, lengthBytes);
        if (headerBytes < 0) {
            out.append(Malformed.text(headerBytes)).append(", length ").append(lengthBytes);
        } else if (depth > MAX_DEPTH) {
            out.append("..., length ").append(lengthBytes);
        } else {
            describeChecked(out, p, headerBytes, depth);
        }
    }

    private static void describeChecked(final StringBuilder out, final long p, final int headerBytes, final int depth) {
        final long payload = p + headerBytes;
        final int payloadBytes = Ipv4.totalLengthBytes(p) - headerBytes;
        final int protocol = Ipv4.protocol(p);
        final boolean ports = !Ipv4.isFragment(p) && PayloadText.hasPorts(protocol, payload, payloadBytes);
        out.append(Ipv4Address.format(Ipv4.source(p)));
        if (ports) {
            out.append('.').append(Udp.sourcePort(payload));
        }
        out.append(" > ").append(Ipv4Address.format(Ipv4.destination(p)));
        if (ports) {
            out.append('.').append(Udp.destinationPort(payload));
        }
        out.append(": ");
        if (Ipv4.isFragment(p)) {
            describeFragment(out, p, protocol, payloadBytes);
        } else {
            PayloadText.describe(out, protocol, payload, payloadBytes, depth);
        }
        if (!Ipv4.verifyChecksum(p)) {
            out.append(" (bad IP checksum)");
        }
    }

    private static void describeFragment(
            final StringBuilder out, final long p, final int protocol, final int payloadBytes) {
        out.append(IpProtocol.text(protocol)).append(" fragment, id ").append(Ipv4.id(p));
        out.append(", offset ").append(Ipv4.fragmentOffsetBytes(p));
        out.append(Ipv4.moreFragments(p) ? "+" : "").append(", length ").append(payloadBytes);
    }
}
