// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.capture;

import static net.vireo.lab.capture.Octets.i32;
import static net.vireo.lab.capture.Octets.u16;
import static net.vireo.lab.capture.Octets.u8;

import net.vireo.lab.topology.IpAddress;

/** IP headers, IPv4 (RFC 791) and IPv6 (RFC 8200). */
final class IpReader {
    static final int ETHERTYPE_IPV4 = 0x0800;
    static final int ETHERTYPE_IPV6 = 0x86dd;

    private static final int IPV4_MINIMUM_BYTES = 20;
    private static final int IPV6_BYTES = 40;

    /**
     * A header that could be read.
     *
     * @param source from whom
     * @param destination to whom
     * @param protocol the protocol, of IPv6 the first next header
     * @param payload offset of what follows
     * @param end offset behind the packet, by its own length
     */
    record Header(IpAddress source, IpAddress destination, int protocol, int payload, int end) {}

    private IpReader() {}

    /** What is wrong with the header at {@code at}, or null when it can be read. */
    static String fault(final int etherType, final byte[] frame, final int at, final int captured, final int wire) {
        return etherType == ETHERTYPE_IPV4
                ? ipv4Fault(frame, at, captured, wire)
                : ipv6Fault(frame, at, captured, wire);
    }

    /** The header at {@code at}, with which nothing is wrong. */
    static Header read(final int etherType, final byte[] frame, final int at) {
        return etherType == ETHERTYPE_IPV4
                ? new Header(
                        IpAddress.v4(i32(frame, at + 12)),
                        IpAddress.v4(i32(frame, at + 16)),
                        u8(frame, at + 9),
                        at + ipv4Bytes(frame, at),
                        at + u16(frame, at + 2))
                : new Header(
                        Octets.ipv6(frame, at + 8),
                        Octets.ipv6(frame, at + 24),
                        u8(frame, at + 6),
                        at + IPV6_BYTES,
                        at + IPV6_BYTES + u16(frame, at + 4));
    }

    private static String ipv4Fault(final byte[] frame, final int at, final int captured, final int wire) {
        if (captured < at + IPV4_MINIMUM_BYTES) {
            return "IPv4 header cut short";
        }
        final int headerBytes = ipv4Bytes(frame, at);
        if (u8(frame, at) >>> 4 != 4 || headerBytes < IPV4_MINIMUM_BYTES || captured < at + headerBytes) {
            return "IPv4 header with a wrong version or length";
        }
        final int totalBytes = u16(frame, at + 2);
        if (totalBytes < headerBytes || at + totalBytes > wire) {
            return "IPv4 length does not fit the frame";
        }
        return checksum(frame, at, headerBytes) == 0 ? null : "IPv4 header with a wrong checksum";
    }

    private static String ipv6Fault(final byte[] frame, final int at, final int captured, final int wire) {
        if (captured < at + IPV6_BYTES) {
            return "IPv6 header cut short";
        }
        if (u8(frame, at) >>> 4 != 6) {
            return "IPv6 header with a wrong version";
        }
        return at + IPV6_BYTES + u16(frame, at + 4) > wire ? "IPv6 length does not fit the frame" : null;
    }

    /** RFC 1071: the folded ones' complement sum of a header whose checksum is right is 0. */
    private static int checksum(final byte[] frame, final int at, final int lengthBytes) {
        int sum = 0;
        for (int i = 0; i < lengthBytes; i += 2) {
            sum += u16(frame, at + i);
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return ~sum & 0xffff;
    }

    private static int ipv4Bytes(final byte[] frame, final int at) {
        return (u8(frame, at) & 0x0f) * 4;
    }
}
