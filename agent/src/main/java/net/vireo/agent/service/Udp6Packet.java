// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service;

import net.vireo.packet.Checksum;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv6Address;

/** A UDP datagram (RFC 768, RFC 8200 8.1) over IPv6, in its frame. */
public record Udp6Packet(
        long destinationMac,
        long sourceMac,
        Ipv6Address source,
        Ipv6Address destination,
        int sourcePort,
        int destinationPort,
        Bytes payload)
        implements UdpPacket {
    /** @throws MalformedPacketException not UDP over IPv6, lengths or checksum wrong, or no checksum, which IPv6 demands */
    public static Udp6Packet parse(final Bytes frame) throws MalformedPacketException {
        final Ipv6Packet ip = Ipv6Packet.parse(frame);
        if (ip.protocol() != IpProtocol.UDP) {
            throw new MalformedPacketException("not UDP but " + IpProtocol.text(ip.protocol()));
        }
        final WireReader in = ip.payload().reader();
        final int sourcePort = in.u16();
        final int destinationPort = in.u16();
        final int lengthBytes = in.u16();
        final int checksum = in.u16();
        if (lengthBytes < Udp4Packet.HEADER_BYTES) {
            throw new MalformedPacketException("a UDP length of " + lengthBytes);
        }
        final Bytes payload = in.bytes(lengthBytes - Udp4Packet.HEADER_BYTES);
        final long pseudo = InternetSum.pseudo6(ip.source(), ip.destination(), IpProtocol.UDP, lengthBytes);
        if (checksum == 0 || !InternetSum.accepts(pseudo, checksum, ip.payload().sum(lengthBytes))) {
            throw new MalformedPacketException("UDP checksum is wrong or missing");
        }
        return new Udp6Packet(
                ip.destinationMac(),
                ip.sourceMac(),
                ip.source(),
                ip.destination(),
                sourcePort,
                destinationPort,
                payload);
    }

    @Override
    public Bytes answer(final long routerMac, final Bytes answer) {
        return new Udp6Packet(
                        /* destinationMac= */ sourceMac,
                        /* sourceMac= */ routerMac,
                        /* source= */ destination,
                        /* destination= */ source,
                        /* sourcePort= */ destinationPort,
                        /* destinationPort= */ sourcePort,
                        answer)
                .toFrame();
    }

    @Override
    public boolean isFrom(final Guest guest) {
        return guest.mayUse(source, sourceMac);
    }

    /** The bytes of the frame. */
    public Bytes toFrame() {
        return toFrame(Ipv6Packet.DEFAULT_HOP_LIMIT);
    }

    /** The bytes of the frame, with a hop limit of the caller's choice. */
    public Bytes toFrame(final int hopLimit) {
        final int lengthBytes = Udp4Packet.HEADER_BYTES + payload.size();
        final WireWriter out = new WireWriter()
                .u16(sourcePort)
                .u16(destinationPort)
                .u16(lengthBytes)
                .u16(0)
                .bytes(payload);
        final long pseudo = InternetSum.pseudo6(source, destination, IpProtocol.UDP, lengthBytes);
        out.putU16(6, InternetSum.nonZero(Checksum.finish(pseudo + out.sum())));
        return new Ipv6Packet(destinationMac, sourceMac, source, destination, IpProtocol.UDP, hopLimit, out.toBytes())
                .toFrame();
    }
}
