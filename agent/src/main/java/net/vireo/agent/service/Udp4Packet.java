// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service;

import net.vireo.packet.Checksum;
import net.vireo.packet.IpProtocol;

/** A UDP datagram (RFC 768) over IPv4, in its frame. */
public record Udp4Packet(
        long destinationMac,
        long sourceMac,
        int source,
        int destination,
        int sourcePort,
        int destinationPort,
        Bytes payload)
        implements UdpPacket {
    /** Ports, length, checksum. */
    public static final int HEADER_BYTES = 8;

    /** @throws MalformedPacketException not UDP over IPv4, or lengths or checksums are wrong */
    public static Udp4Packet parse(final Bytes frame) throws MalformedPacketException {
        final Ipv4Packet ip = Ipv4Packet.parse(frame);
        if (ip.protocol() != IpProtocol.UDP) {
            throw new MalformedPacketException("not UDP but " + IpProtocol.text(ip.protocol()));
        }
        final WireReader in = ip.payload().reader();
        final int sourcePort = in.u16();
        final int destinationPort = in.u16();
        final int lengthBytes = in.u16();
        final int checksum = in.u16();
        if (lengthBytes < HEADER_BYTES) {
            throw new MalformedPacketException("a UDP length of " + lengthBytes);
        }
        final Bytes payload = in.bytes(lengthBytes - HEADER_BYTES);
        final long pseudo = InternetSum.pseudo4(ip.source(), ip.destination(), IpProtocol.UDP, lengthBytes);
        if (checksum != 0 && !InternetSum.accepts(pseudo, checksum, ip.payload().sum(lengthBytes))) {
            throw new MalformedPacketException("UDP checksum is wrong");
        }
        return new Udp4Packet(
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
        return new Udp4Packet(
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
        return toFrame(Ipv4Packet.DEFAULT_TTL);
    }

    /** The bytes of the frame, with a TTL of the caller's choice. */
    public Bytes toFrame(final int ttl) {
        final int lengthBytes = HEADER_BYTES + payload.size();
        final WireWriter out = new WireWriter()
                .u16(sourcePort)
                .u16(destinationPort)
                .u16(lengthBytes)
                .u16(0)
                .bytes(payload);
        final long pseudo = InternetSum.pseudo4(source, destination, IpProtocol.UDP, lengthBytes);
        final long sum = pseudo + out.sum();
        out.putU16(6, InternetSum.nonZero(Checksum.finish(sum)));
        return new Ipv4Packet(destinationMac, sourceMac, source, destination, IpProtocol.UDP, ttl, out.toBytes())
                .toFrame();
    }
}
