// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service;

import net.vireo.packet.Checksum;
import net.vireo.packet.EtherType;

/**
 * A whole IPv4 packet (RFC 791) in its frame.
 *
 * @param payload what follows the header and its options, cut to the total length
 */
public record Ipv4Packet(
        long destinationMac, long sourceMac, int source, int destination, int protocol, int ttl, Bytes payload) {
    /** Header without options. */
    public static final int HEADER_BYTES = 20;

    /** What we send with: enough for any path, and never 255, which means "from this link" to protocols that look. */
    public static final int DEFAULT_TTL = 64;

    private static final int DONT_FRAGMENT = 0x4000;

    /** @throws MalformedPacketException not IPv4, lengths or checksum wrong, or a fragment: services take whole packets only */
    public static Ipv4Packet parse(final Bytes frame) throws MalformedPacketException {
        final EthernetFrame ethernet = EthernetFrame.parse(frame);
        if (ethernet.type() != EtherType.IPV4) {
            throw new MalformedPacketException("not IPv4 but " + EtherType.text(ethernet.type()));
        }
        final Bytes packet = ethernet.payload();
        final WireReader in = packet.reader();
        final int version = in.u8();
        final int headerBytes = (version & 0xf) << 2;
        in.skip(1);
        final int totalBytes = in.u16();
        if (version >>> 4 != 4
                || headerBytes < HEADER_BYTES
                || totalBytes < headerBytes
                || totalBytes > packet.size()) {
            throw new MalformedPacketException("IPv4 version or lengths are wrong");
        }
        in.skip(2);
        if ((in.u16() & ~DONT_FRAGMENT) != 0) {
            throw new MalformedPacketException("a fragment");
        }
        final int ttl = in.u8();
        final int protocol = in.u8();
        in.skip(2);
        final int source = in.i32();
        final int destination = in.i32();
        if (Checksum.finish(packet.sum(headerBytes)) != 0) {
            throw new MalformedPacketException("IPv4 header checksum is wrong");
        }
        in.skip(headerBytes - HEADER_BYTES);
        return new Ipv4Packet(
                ethernet.destinationMac(),
                ethernet.sourceMac(),
                source,
                destination,
                protocol,
                ttl,
                in.bytes(totalBytes - headerBytes));
    }

    /** The bytes of the frame: no options, not to be fragmented (so the identification is 0, RFC 6864 4.1). */
    public Bytes toFrame() {
        final WireWriter out = new WireWriter()
                .u8(0x45)
                .u8(0)
                .u16(HEADER_BYTES + payload.size())
                .u16(0)
                .u16(DONT_FRAGMENT)
                .u8(ttl)
                .u8(protocol)
                .u16(0)
                .u32(source)
                .u32(destination);
        out.putU16(10, Checksum.finish(out.sum()));
        return new EthernetFrame(
                        destinationMac,
                        sourceMac,
                        EtherType.IPV4,
                        out.bytes(payload).toBytes())
                .toBytes();
    }
}
