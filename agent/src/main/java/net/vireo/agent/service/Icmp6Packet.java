// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service;

import net.vireo.packet.Checksum;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv6Address;

/**
 * An ICMPv6 message (RFC 4443 2.1) in its frame.
 *
 * @param body what follows type, code and checksum
 */
public record Icmp6Packet(
        long destinationMac,
        long sourceMac,
        Ipv6Address source,
        Ipv6Address destination,
        int hopLimit,
        int type,
        int code,
        Bytes body) {
    /** @throws MalformedPacketException not ICMPv6, or lengths or checksum are wrong */
    public static Icmp6Packet parse(final Bytes frame) throws MalformedPacketException {
        final Ipv6Packet ip = Ipv6Packet.parse(frame);
        if (ip.protocol() != IpProtocol.ICMPV6) {
            throw new MalformedPacketException("not ICMPv6 but " + IpProtocol.text(ip.protocol()));
        }
        final Bytes message = ip.payload();
        final WireReader in = message.reader();
        final int type = in.u8();
        final int code = in.u8();
        final int checksum = in.u16();
        final long pseudo = InternetSum.pseudo6(ip.source(), ip.destination(), IpProtocol.ICMPV6, message.size());
        if (!InternetSum.accepts(pseudo, checksum, message.sum(message.size()))) {
            throw new MalformedPacketException("ICMPv6 checksum is wrong");
        }
        return new Icmp6Packet(
                ip.destinationMac(),
                ip.sourceMac(),
                ip.source(),
                ip.destination(),
                ip.hopLimit(),
                type,
                code,
                in.rest());
    }

    /** The bytes of the frame. */
    public Bytes toFrame() {
        final WireWriter out = new WireWriter().u8(type).u8(code).u16(0).bytes(body);
        final long pseudo = InternetSum.pseudo6(source, destination, IpProtocol.ICMPV6, out.size());
        out.putU16(2, Checksum.finish(pseudo + out.sum()));
        return new Ipv6Packet(
                        destinationMac, sourceMac, source, destination, IpProtocol.ICMPV6, hopLimit, out.toBytes())
                .toFrame();
    }
}
