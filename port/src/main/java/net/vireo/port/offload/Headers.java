// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.offload;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Tcp;
import net.vireo.packet.Udp;

/**
 * Where the headers of one TCP or UDP packet are, found by parsing alone: no length that came with the packet is
 * believed before it was compared with what is there. Filled again for each packet; one thread, nothing allocates.
 */
final class Headers {
    static final int IPV6_BYTES = 40;

    /** Longest chain that {@link Offload#networkBytes} can tell. */
    private static final int MAX_NETWORK_BYTES = 255;

    private static final int HOP_BY_HOP = 0;
    private static final int DESTINATION_OPTIONS = 60;

    private boolean ipv6;
    private int protocol;
    private int networkAt;
    private int transportAt;
    private int payloadAt;
    private int end;

    /** Parses a frame from its Ethernet header on. @return 0, or a {@link Refusal}'s code */
    int parseFrame(final long frame, final int lengthBytes) {
        final int ethernetBytes = Ethernet.check(frame, lengthBytes);
        if (ethernetBytes < 0) {
            return Refusal.MALFORMED.code();
        }
        final int type = Ethernet.payloadType(frame, ethernetBytes);
        if (type != EtherType.IPV4 && type != EtherType.IPV6) {
            return Refusal.TYPE_MISMATCH.code();
        }
        final int parsed = parseNetwork(frame, ethernetBytes, lengthBytes);
        return parsed == 0 && ipv6 != (type == EtherType.IPV6) ? Refusal.TYPE_MISMATCH.code() : parsed;
    }

    /** Parses from the IP header at {@code at} on; its version says which. @return 0, or a {@link Refusal}'s code */
    int parseNetwork(final long frame, final int at, final int lengthBytes) {
        if (at < 0 || at > lengthBytes - Ipv4.MIN_HEADER_BYTES) {
            return Refusal.MALFORMED.code();
        }
        networkAt = at;
        final int version = Memory.getByte(frame + at) >>> 4 & 0xf;
        ipv6 = version == 6;
        final int parsed = ipv6 ? parseIpv6(frame + at, lengthBytes - at) : parseIpv4(frame + at, lengthBytes - at);
        return parsed < 0 ? parsed : parseTransport(frame + transportAt, end - transportAt);
    }

    private int parseIpv4(final long ip, final int lengthBytes) {
        final int headerBytes = Ipv4.check(ip, lengthBytes);
        if (headerBytes < 0) {
            return Refusal.MALFORMED.code();
        }
        if (Ipv4.isFragment(ip)) {
            return Refusal.FRAGMENT.code();
        }
        protocol = Ipv4.protocol(ip);
        transportAt = networkAt + headerBytes;
        end = networkAt + Ipv4.totalLengthBytes(ip);
        return 0;
    }

    private int parseIpv6(final long ip, final int lengthBytes) {
        if (lengthBytes < IPV6_BYTES) {
            return Refusal.MALFORMED.code();
        }
        final long head = Memory.getLongBe(ip);
        final int totalBytes = IPV6_BYTES + ((int) (head >>> 16) & 0xffff);
        if (totalBytes > lengthBytes) {
            return Refusal.MALFORMED.code();
        }
        protocol = (int) (head >>> 8) & 0xff;
        end = networkAt + totalBytes;
        return walkExtensions(ip, totalBytes);
    }

    /** Looks through options; routing headers change the pseudo-header, fragments and security hide the transport. */
    private int walkExtensions(final long ip, final int totalBytes) {
        int at = IPV6_BYTES;
        while (protocol == HOP_BY_HOP || protocol == DESTINATION_OPTIONS) {
            if (at + 8 > totalBytes) {
                return Refusal.MALFORMED.code();
            }
            final int nextAndLength = Memory.getShortBe(ip + at);
            protocol = nextAndLength >>> 8 & 0xff;
            at += 8 + ((nextAndLength & 0xff) << 3);
            if (at > MAX_NETWORK_BYTES) {
                return Refusal.FRAGMENT.code();
            }
        }
        transportAt = networkAt + at;
        return at > totalBytes ? Refusal.MALFORMED.code() : 0;
    }

    private int parseTransport(final long transport, final int lengthBytes) {
        final int headerBytes =
                switch (protocol) {
                    case IpProtocol.TCP -> Tcp.check(transport, lengthBytes);
                    // A merged datagram's length field says the whole, or what its first segment has: not used here.
                    case IpProtocol.UDP -> lengthBytes < Udp.HEADER_BYTES ? -1 : Udp.HEADER_BYTES;
                    default -> 0;
                };
        if (headerBytes <= 0) {
            return headerBytes == 0 ? Refusal.TYPE_MISMATCH.code() : Refusal.MALFORMED.code();
        }
        payloadAt = transportAt + headerBytes;
        return 0;
    }

    boolean isIpv6() {
        return ipv6;
    }

    boolean isTcp() {
        return protocol == IpProtocol.TCP;
    }

    /** {@link IpProtocol#TCP} or {@link IpProtocol#UDP}. */
    int protocol() {
        return protocol;
    }

    /** Where the IP header starts, from the frame's first byte. */
    int networkAt() {
        return networkAt;
    }

    /** The IP header with its options or extension headers. */
    int networkBytes() {
        return transportAt - networkAt;
    }

    /** Where the TCP or UDP header starts. */
    int transportAt() {
        return transportAt;
    }

    /** Where the payload starts. */
    int payloadAt() {
        return payloadAt;
    }

    int payloadBytes() {
        return end - payloadAt;
    }

    /** Where the IP packet ends; what is behind it is padding. */
    int end() {
        return end;
    }

    /** Where the checksum field is in the transport header. */
    int fieldOffset() {
        return isTcp() ? Offload.TCP_FIELD_OFFSET : Offload.UDP_FIELD_OFFSET;
    }

    /** The offload word's segment type for this packet. */
    int type() {
        if (!isTcp()) {
            return Offload.UDP;
        }
        return ipv6 ? Offload.TCP6 : Offload.TCP4;
    }

    /** Sum of the pseudo-header without the length: addresses and protocol (RFC 9293 3.1, RFC 8200 8.1). */
    long pseudoSum(final long frame) {
        return addressSum(Memory.base(frame + networkAt)) + protocol;
    }

    private long addressSum(final long ip) {
        return ipv6 ? ipv6AddressSum(ip) : word(ip + 12);
    }

    private static long ipv6AddressSum(final long ip) {
        return word(ip + 8) + word(ip + 16) + word(ip + 24) + word(ip + 32);
    }

    private static long word(final long p) {
        final long bytes = Memory.getLongBe(p);
        return (bytes & 0xffff_ffffL) + (bytes >>> 32);
    }
}
