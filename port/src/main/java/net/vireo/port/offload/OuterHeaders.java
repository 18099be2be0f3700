// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.offload;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.Checksum;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv4;
import net.vireo.packet.Udp;

/**
 * The tunnel's own IP header, and UDP header where it has one, in front of an inner packet that is cut: what of them is
 * each segment's own. Filled again for each packet; one thread, nothing allocates.
 */
final class OuterHeaders {
    private static final int IPV6_NEXT_HEADER = 6;

    private boolean present;
    private boolean ipv6;
    private boolean udp;
    private boolean checksummed;
    private int networkAt;
    private int transportAt;
    private int identification;
    private long pseudoSum;

    /**
     * Looks for a tunnel between the frame's Ethernet header and an inner header.
     *
     * @param innerAt where the inner IP header starts; the frame has this many bytes at least
     * @return 0, or a {@link Refusal}'s code
     */
    int parse(final long frame, final int innerAt) {
        present = false;
        networkAt = Ethernet.check(frame, innerAt);
        if (networkAt < 0) {
            return Refusal.MALFORMED.code();
        }
        return networkAt == innerAt ? 0 : parseTunnel(frame, innerAt);
    }

    private int parseTunnel(final long frame, final int innerAt) {
        final int type = Ethernet.payloadType(frame, networkAt);
        if (type != EtherType.IPV4 && type != EtherType.IPV6) {
            return 0; // MPLS right on Ethernet: nothing in it counts bytes
        }
        ipv6 = type == EtherType.IPV6;
        final long ip = Memory.base(frame + networkAt);
        final int lengthBytes = innerAt - networkAt;
        final int protocol = ipv6 ? parseIpv6(ip, lengthBytes) : parseIpv4(ip, lengthBytes);
        if (protocol < 0) {
            return Refusal.MALFORMED.code();
        }
        udp = protocol == IpProtocol.UDP;
        if (udp && transportAt + Udp.HEADER_BYTES > innerAt) {
            return Refusal.MALFORMED.code();
        }
        readConstants(frame, ip, protocol);
        present = true;
        return 0;
    }

    /** @return the protocol, or negative; the total length counts the whole packet, which is not all here */
    private int parseIpv4(final long ip, final int lengthBytes) {
        if (lengthBytes < Ipv4.MIN_HEADER_BYTES) {
            return -1;
        }
        final int headerBytes = Ipv4.headerBytes(ip);
        transportAt = networkAt + headerBytes;
        return headerBytes < Ipv4.MIN_HEADER_BYTES || headerBytes > lengthBytes ? -1 : Ipv4.protocol(ip);
    }

    private int parseIpv6(final long ip, final int lengthBytes) {
        transportAt = networkAt + Headers.IPV6_BYTES;
        return lengthBytes < Headers.IPV6_BYTES ? -1 : Memory.getByte(ip + IPV6_NEXT_HEADER) & 0xff;
    }

    private void readConstants(final long frame, final long ip, final int protocol) {
        identification = ipv6 ? 0 : Ipv4.id(ip);
        checksummed = udp && Udp.checksum(frame + transportAt) != 0;
        if (checksummed) {
            // Both addresses lie side by side, in either version.
            pseudoSum = protocol + (ipv6 ? Checksum.sum(ip + 8, 32) : Checksum.sum(ip + 12, 8));
        }
    }

    boolean isPresent() {
        return present;
    }

    /** Lets the segments count from here. */
    void identification(final int first) {
        identification = first;
    }

    /** Makes the headers of segment {@code index} right; everything behind them is. */
    void complete(final long frame, final int frameBytes, final int index) {
        final long ip = Memory.base(frame + networkAt);
        if (ipv6) {
            Memory.putShortBe(ip + 4, (short) (frameBytes - transportAt));
        } else {
            Memory.putIntBe(ip + 2, frameBytes - networkAt << 16 | (identification + index & 0xffff));
            Ipv4.fillChecksum(ip);
        }
        if (udp) {
            completeUdp(Memory.base(frame + transportAt), frameBytes - transportAt);
        }
    }

    private void completeUdp(final long header, final int lengthBytes) {
        Memory.putIntBe(header + 4, lengthBytes << 16);
        if (checksummed) {
            final int checksum = Checksum.finish(pseudoSum + lengthBytes + Checksum.sum(header, lengthBytes));
            Memory.putShortBe(header + Offload.UDP_FIELD_OFFSET, (short) (checksum == 0 ? 0xffff : checksum));
        }
    }
}
