// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service;

import net.vireo.packet.EtherType;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv6Address;

/**
 * A whole IPv6 packet (RFC 8200) in its frame.
 *
 * @param protocol of the payload
 * @param payload what follows the fixed header and hop-by-hop options, cut to the payload length
 */
public record Ipv6Packet(
        long destinationMac,
        long sourceMac,
        Ipv6Address source,
        Ipv6Address destination,
        int protocol,
        int hopLimit,
        Bytes payload) {
    /** The fixed header. */
    public static final int HEADER_BYTES = 40;

    /** What we send with where the protocol says nothing else. */
    public static final int DEFAULT_HOP_LIMIT = 64;

    /**
     * Hop-by-hop options are stepped over (multicast listeners' reports have them); other extension headers stay the payload,
     * with a protocol that no service takes, and so do fragments.
     *
     * @throws MalformedPacketException not IPv6, lengths wrong, or a source that is a group
     */
    public static Ipv6Packet parse(final Bytes frame) throws MalformedPacketException {
        final EthernetFrame ethernet = EthernetFrame.parse(frame);
        if (ethernet.type() != EtherType.IPV6) {
            throw new MalformedPacketException("not IPv6 but " + EtherType.text(ethernet.type()));
        }
        final WireReader in = ethernet.payload().reader();
        if (in.i32() >>> 28 != 6) {
            throw new MalformedPacketException("IPv6 version is wrong");
        }
        final int lengthBytes = in.u16();
        int protocol = in.u8();
        final int hopLimit = in.u8();
        final Ipv6Address source = in.ipv6();
        final Ipv6Address destination = in.ipv6();
        if (Ipv6Address.isMulticast(source.high())) {
            throw new MalformedPacketException("source address is a group: " + source);
        }
        final WireReader body = in.slice(lengthBytes);
        if (protocol == IpProtocol.HOP_BY_HOP) {
            protocol = body.u8();
            // RFC 8200 4.3: in units of eight bytes, the first not counted; two bytes of it are read.
            body.skip((body.u8() << 3) + 6);
        }
        return new Ipv6Packet(
                ethernet.destinationMac(), ethernet.sourceMac(), source, destination, protocol, hopLimit, body.rest());
    }

    /** The bytes of the frame: no extension headers, no flow label. */
    public Bytes toFrame() {
        final Bytes packet = new WireWriter()
                .u32(6L << 28)
                .u16(payload.size())
                .u8(protocol)
                .u8(hopLimit)
                .ipv6(source)
                .ipv6(destination)
                .bytes(payload)
                .toBytes();
        return new EthernetFrame(destinationMac, sourceMac, EtherType.IPV6, packet).toBytes();
    }
}
