// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.xdp;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Checksum;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv4;

/**
 * Fills in TCP and UDP checksums that a kernel at the far end of a veth left open: nothing crosses AF_XDP that would say
 * so, but the field then holds exactly the pseudo-header's sum. A whole checksum looks like that once in 65536 packets;
 * filling it in anew changes nothing then.
 *
 * <p>Only the frame's own transport header is looked at, as any device would: a checksum inside a tunnel must be whole.
 * Any thread; nothing allocates.
 */
final class UnmarkedChecksum {
    private static final int TCP_FIELD_OFFSET = 16;
    private static final int UDP_FIELD_OFFSET = 6;
    private static final int IPV6_HEADER_BYTES = 40;
    private static final int IPV6_PAYLOAD_LENGTH = 4;
    private static final int IPV6_NEXT_HEADER = 6;
    private static final int IPV6_ADDRESSES = 8;

    private UnmarkedChecksum() {}

    /** Completes the frame's checksum if it is open; anything else stays as it is. */
    static void complete(final long frame, final int lengthBytes) {
        final int ethernetBytes = Ethernet.check(frame, lengthBytes);
        if (ethernetBytes < 0) {
            return;
        }
        final long ip = Memory.base(frame + ethernetBytes);
        final int type = Ethernet.payloadType(frame, ethernetBytes);
        if (type == EtherType.IPV4) {
            completeIpv4(ip, lengthBytes - ethernetBytes);
        } else if (type == EtherType.IPV6) {
            completeIpv6(ip, lengthBytes - ethernetBytes);
        }
    }

    private static void completeIpv4(final long ip, final int lengthBytes) {
        final int headerBytes = Ipv4.check(ip, lengthBytes);
        if (headerBytes < 0 || Ipv4.isFragment(ip)) {
            return;
        }
        final int protocol = Ipv4.protocol(ip);
        final int transportBytes = Ipv4.totalLengthBytes(ip) - headerBytes;
        final long sum = Checksum.pseudoHeader(Ipv4.addresses(ip), protocol, transportBytes);
        completeTransport(ip + headerBytes, transportBytes, protocol, sum);
    }

    private static void completeIpv6(final long ip, final int lengthBytes) {
        if (lengthBytes < IPV6_HEADER_BYTES) {
            return;
        }
        final int transportBytes = Memory.getShortBe(ip + IPV6_PAYLOAD_LENGTH) & 0xffff;
        final int protocol = Memory.getByte(ip + IPV6_NEXT_HEADER) & 0xff;
        if (transportBytes <= lengthBytes - IPV6_HEADER_BYTES) {
            final long sum = Checksum.sum(ip + IPV6_ADDRESSES, IPV6_HEADER_BYTES - IPV6_ADDRESSES);
            completeTransport(ip + IPV6_HEADER_BYTES, transportBytes, protocol, sum + protocol + transportBytes);
        }
    }

    private static void completeTransport(
            final long transport, final int lengthBytes, final int protocol, final long pseudoSum) {
        final int fieldOffset =
                protocol == IpProtocol.TCP ? TCP_FIELD_OFFSET : protocol == IpProtocol.UDP ? UDP_FIELD_OFFSET : -1;
        if (fieldOffset < 0 || fieldOffset + Short.BYTES > lengthBytes) {
            return;
        }
        final int field = Memory.getShortBe(transport + fieldOffset) & 0xffff;
        if (field == Checksum.fold(pseudoSum)) {
            Checksum.complete(Memory.base(transport), lengthBytes, fieldOffset);
        }
    }
}
