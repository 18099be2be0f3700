// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.icmp;

import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Ipv4Packet;
import net.vireo.agent.service.MalformedPacketException;
import net.vireo.agent.service.WireReader;
import net.vireo.agent.service.WireWriter;
import net.vireo.packet.Checksum;
import net.vireo.packet.IpProtocol;

/**
 * An ICMP message (RFC 792).
 *
 * @param body what follows type, code and checksum
 */
record IcmpMessage(int type, int code, Bytes body) {
    static IcmpMessage parse(final Ipv4Packet packet) throws MalformedPacketException {
        if (packet.protocol() != IpProtocol.ICMP) {
            throw new MalformedPacketException("not ICMP but " + IpProtocol.text(packet.protocol()));
        }
        final WireReader in = packet.payload().reader();
        final int type = in.u8();
        final int code = in.u8();
        in.skip(2);
        // The rest of the header is there in every message, whether it means something or not.
        final Bytes body = in.rest();
        if (body.size() < 4
                || Checksum.finish(packet.payload().sum(packet.payload().size())) != 0) {
            throw new MalformedPacketException("ICMP is cut off, or its checksum wrong");
        }
        return new IcmpMessage(type, code, body);
    }

    Bytes toBytes() {
        final WireWriter out = new WireWriter().u8(type).u8(code).u16(0).bytes(body);
        out.putU16(2, Checksum.finish(out.sum()));
        return out.toBytes();
    }
}
