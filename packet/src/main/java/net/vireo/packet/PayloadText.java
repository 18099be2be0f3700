// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

/** How what an IP header carries reads, behind addresses and ports; for tools, never on the data path. */
final class PayloadText {
    private PayloadText() {}

    /** True when the transport header is whole and starts with two ports. */
    static boolean hasPorts(final int protocol, final long payload, final int payloadBytes) {
        return switch (protocol) {
            case IpProtocol.UDP -> Udp.check(payload, payloadBytes) > 0;
            case IpProtocol.TCP -> Tcp.check(payload, payloadBytes) > 0;
            case IpProtocol.SCTP -> Sctp.check(payload, payloadBytes) > 0;
            default -> false;
        };
    }

    static void describe(
            final StringBuilder out, final int protocol, final long p, final int payloadBytes, final int depth) {
        final boolean ports = hasPorts(protocol, p, payloadBytes);
        switch (protocol) {
            case IpProtocol.UDP -> {
                if (ports) {
                    Udp.describeBody(out, p, payloadBytes, depth);
                } else {
                    out.append(Udp.describe(p, payloadBytes));
                }
            }
            case IpProtocol.TCP -> {
                if (ports) {
                    Tcp.describeBody(out, p, payloadBytes);
                } else {
                    out.append(Tcp.describe(p, payloadBytes));
                }
            }
            case IpProtocol.SCTP -> out.append("SCTP, length ").append(payloadBytes);
            case IpProtocol.ICMP -> out.append(Icmp.describe(p, payloadBytes));
            case IpProtocol.ICMPV6 -> out.append(Icmpv6.describe(p, payloadBytes));
            case IpProtocol.GRE -> Gre.describe(out, p, payloadBytes, depth);
            default -> out.append(IpProtocol.text(protocol)).append(", length ").append(payloadBytes);
        }
    }
}
