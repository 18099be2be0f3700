// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet;

/** The two ports of a flow by its transport header, with ICMP's stand-ins. */
final class FlowPorts {
    /** Enough for two ports; a quote need not hold more than eight bytes (RFC 792). */
    private static final int PORTS_BYTES = 4;

    private static final long LOW_32 = 0xffff_ffffL;

    private FlowPorts() {}

    /**
     * @param p masked address of the transport header
     * @return {@code source << 16 | destination} as an unsigned 32-bit number, or {@link Malformed#TRUNCATED}
     */
    static long ofIpv4(final int protocol, final long p, final int lengthBytes) {
        return protocol == IpProtocol.ICMP ? icmp(p, lengthBytes) : ports(protocol, p, lengthBytes);
    }

    /** {@link #ofIpv4} of a transport header in IPv6. */
    static long ofIpv6(final int protocol, final long p, final int lengthBytes) {
        return protocol == IpProtocol.ICMPV6 ? icmpv6(p, lengthBytes) : ports(protocol, p, lengthBytes);
    }

    private static long ports(final int protocol, final long p, final int lengthBytes) {
        return switch (protocol) {
            case IpProtocol.TCP, IpProtocol.UDP, IpProtocol.SCTP ->
                lengthBytes < PORTS_BYTES ? Malformed.TRUNCATED : Udp.ports(p) & LOW_32;
            default -> 0;
        };
    }

    private static long icmp(final long p, final int lengthBytes) {
        if (lengthBytes < Icmp.HEADER_BYTES) {
            return Malformed.TRUNCATED;
        }
        final long header = Icmp.header(p);
        final int type = (int) (header >>> 56);
        final boolean echo = type == Icmp.ECHO_REQUEST || type == Icmp.ECHO_REPLY;
        return echo ? identifier(header) << 16 | Icmp.ECHO_REPLY : type;
    }

    private static long icmpv6(final long p, final int lengthBytes) {
        if (lengthBytes < Icmpv6.HEADER_BYTES) {
            return Malformed.TRUNCATED;
        }
        final long header = Icmpv6.header(p);
        final int type = (int) (header >>> 56);
        final boolean echo = type == Icmpv6.ECHO_REQUEST || type == Icmpv6.ECHO_REPLY;
        return echo ? identifier(header) << 16 | Icmpv6.ECHO_REPLY : type;
    }

    private static long identifier(final long header) {
        return header >>> 16 & 0xffff;
    }
}
