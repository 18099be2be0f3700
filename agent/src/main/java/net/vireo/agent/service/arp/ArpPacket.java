// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.arp;

import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.EthernetFrame;
import net.vireo.agent.service.MalformedPacketException;
import net.vireo.agent.service.WireReader;
import net.vireo.agent.service.WireWriter;
import net.vireo.packet.Arp;
import net.vireo.packet.EtherType;
import net.vireo.packet.MacAddress;

/** ARP for IPv4 over Ethernet, in its frame. */
record ArpPacket(
        long destinationMac,
        long sourceMac,
        int operation,
        long senderMac,
        int senderAddress,
        long targetMac,
        int targetAddress) {
    private static final int ETHERNET = 1;
    private static final int LENGTHS = 6 << 8 | 4;

    static ArpPacket parse(final Bytes frame) throws MalformedPacketException {
        final EthernetFrame ethernet = EthernetFrame.parse(frame);
        final WireReader in = ethernet.payload().reader();
        if (ethernet.type() != EtherType.ARP
                || in.u16() != ETHERNET
                || in.u16() != EtherType.IPV4
                || in.u16() != LENGTHS) {
            throw new MalformedPacketException("not ARP for IPv4 over Ethernet");
        }
        final int operation = in.u16();
        final long senderMac = in.u48();
        final int senderAddress = in.i32();
        final long targetMac = in.u48();
        final int targetAddress = in.i32();
        if (operation != Arp.REQUEST && operation != Arp.REPLY) {
            throw new MalformedPacketException("ARP operation " + operation);
        }
        return new ArpPacket(
                ethernet.destinationMac(),
                ethernet.sourceMac(),
                operation,
                senderMac,
                senderAddress,
                targetMac,
                targetAddress);
    }

    /** The answer to a request: the target is at this MAC. */
    ArpPacket reply(final long mac) {
        return new ArpPacket(senderMac, mac, Arp.REPLY, mac, targetAddress, senderMac, senderAddress);
    }

    /** "This address is at this MAC", to all: a request in which sender and target are the same (RFC 5227 2.3). */
    static ArpPacket announcement(final int address, final long mac) {
        return new ArpPacket(MacAddress.BROADCAST, mac, Arp.REQUEST, mac, address, 0, address);
    }

    /** Sender and target are the same. */
    boolean isAnnouncement() {
        return senderAddress == targetAddress;
    }

    /** Somebody asks whether an address is free (RFC 5227 2.1.1). */
    boolean isProbe() {
        return operation == Arp.REQUEST && senderAddress == 0;
    }

    Bytes toFrame() {
        final Bytes body = new WireWriter()
                .u16(ETHERNET)
                .u16(EtherType.IPV4)
                .u16(LENGTHS)
                .u16(operation)
                .u48(senderMac)
                .u32(senderAddress)
                .u48(targetMac)
                .u32(targetAddress)
                .toBytes();
        return new EthernetFrame(destinationMac, sourceMac, EtherType.ARP, body).toBytes();
    }
}
