// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service;

import net.vireo.packet.EtherType;

/** A UDP datagram of either family, for services that do not mind which. */
public sealed interface UdpPacket permits Udp4Packet, Udp6Packet {
    /** Low 48 bits. */
    long sourceMac();

    /** 0 to 65535. */
    int destinationPort();

    /** What follows the UDP header. */
    Bytes payload();

    /** The frame that answers: from where this went to where it came from. */
    Bytes answer(long routerMac, Bytes payload);

    /** Whether its source is an address that the guest may use. */
    boolean isFrom(Guest guest);

    /** @throws MalformedPacketException not UDP over IPv4 or IPv6, or lengths or checksums are wrong */
    static UdpPacket parse(final Bytes frame) throws MalformedPacketException {
        return EthernetFrame.parse(frame).type() == EtherType.IPV6 ? Udp6Packet.parse(frame) : Udp4Packet.parse(frame);
    }
}
