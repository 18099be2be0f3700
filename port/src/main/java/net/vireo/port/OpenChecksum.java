// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Checksum;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv4;

/**
 * Fills in a transport checksum that a sender on this host left to a device (the kernel's CHECKSUM_PARTIAL), where only
 * a flag says so and not where it is: TCP and UDP directly on IPv4 or IPv6. The field holds the pseudo-header's sum.
 */
final class OpenChecksum {
    private static final int TCP_FIELD_OFFSET = 16;
    private static final int UDP_FIELD_OFFSET = 6;
    private static final int IPV6_HEADER_BYTES = 40;
    private static final int IPV6_PAYLOAD_LENGTH = 4;
    private static final int IPV6_NEXT_HEADER = 6;

    private OpenChecksum() {}

    /** @return false when the frame is something else, or not whole: its checksum stays open */
    static boolean complete(final long frame, final int lengthBytes) {
        final int ethernetBytes = Ethernet.check(frame, lengthBytes);
        if (ethernetBytes < 0) {
            return false;
        }
        final long ip = Memory.base(frame + ethernetBytes);
        final int ipBytes = lengthBytes - ethernetBytes;
        return switch (Ethernet.payloadType(frame, ethernetBytes)) {
            case EtherType.IPV4 -> completeIpv4(ip, ipBytes);
            case EtherType.IPV6 -> completeIpv6(ip, ipBytes);
            default -> false;
        };
    }

    private static boolean completeIpv4(final long ip, final int lengthBytes) {
        final int headerBytes = Ipv4.check(ip, lengthBytes);
        return headerBytes > 0
                && !Ipv4.isFragment(ip)
                && completeTransport(ip + headerBytes, Ipv4.totalLengthBytes(ip) - headerBytes, Ipv4.protocol(ip));
    }

    private static boolean completeIpv6(final long ip, final int lengthBytes) {
        if (lengthBytes < IPV6_HEADER_BYTES) {
            return false;
        }
        final int payloadBytes = Memory.getShortBe(ip + IPV6_PAYLOAD_LENGTH) & 0xffff;
        final int nextHeader = Memory.getByte(ip + IPV6_NEXT_HEADER) & 0xff;
        return payloadBytes <= lengthBytes - IPV6_HEADER_BYTES
                && completeTransport(ip + IPV6_HEADER_BYTES, payloadBytes, nextHeader);
    }

    private static boolean completeTransport(final long transport, final int lengthBytes, final int protocol) {
        final int fieldOffset =
                switch (protocol) {
                    case IpProtocol.TCP -> TCP_FIELD_OFFSET;
                    case IpProtocol.UDP -> UDP_FIELD_OFFSET;
                    default -> lengthBytes; // outside: refused
                };
        return Checksum.complete(Memory.base(transport), lengthBytes, fieldOffset) >= 0;
    }
}
