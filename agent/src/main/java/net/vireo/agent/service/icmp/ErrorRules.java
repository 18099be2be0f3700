// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.icmp;

import net.vireo.agent.service.Guest;
import net.vireo.agent.service.MalformedPacketException;
import net.vireo.agent.service.WireReader;
import net.vireo.packet.Icmp;
import net.vireo.packet.Icmpv6;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv4Address;
import net.vireo.packet.Ipv6Address;

/** About which packets no error may be sent (RFC 1812 4.3.2.7; RFC 4443 2.4 e). Any thread. */
final class ErrorRules {
    private static final int FRAGMENT_OFFSET = 0x1fff;

    private ErrorRules() {}

    /**
     * @param in a reader of the packet that is the cause, from its IPv4 header on; may be cut off behind 8 bytes of payload
     * @throws MalformedPacketException cut off within its headers
     */
    static boolean allows4(final Guest guest, final WireReader in) throws MalformedPacketException {
        final int headerBytes = (in.u8() & 0xf) << 2;
        in.skip(5);
        final boolean laterFragment = (in.u16() & FRAGMENT_OFFSET) != 0;
        in.skip(1);
        final int protocol = in.u8();
        in.skip(2);
        final int source = in.i32();
        final int destination = in.i32();
        in.skip(headerBytes - 20);
        final boolean broadcast =
                guest.ipv4().stream().anyMatch(own -> own.length() < 31 && own.broadcast() == destination);
        if (laterFragment
                || !Ipv4Address.isHost(source)
                || Ipv4Address.isMulticast(destination)
                || destination == Ipv4Address.BROADCAST
                || broadcast) {
            return false;
        }
        return protocol != IpProtocol.ICMP || isQuery4(in.u8());
    }

    /** A redirect is an error in this sense; so is what we do not know (RFC 1122 3.2.2: unknown types are discarded). */
    private static boolean isQuery4(final int type) {
        return !Icmp.isError(type) && type != Icmp.REDIRECT;
    }

    /**
     * @param in a reader of the packet that is the cause, from its IPv6 header on
     * @param tooBig the error would be "packet too big", which path MTU discovery needs for groups too
     */
    static boolean allows6(final WireReader in, final boolean tooBig) throws MalformedPacketException {
        in.skip(6);
        final int nextHeader = in.u8();
        in.skip(1);
        final Ipv6Address source = in.ipv6();
        final Ipv6Address destination = in.ipv6();
        if (!Ipv6Address.isHost(source.high(), source.low())
                || Ipv6Address.isMulticast(destination.high()) && !tooBig) {
            return false;
        }
        return isQuery6(nextHeader, in);
    }

    /** Walks extension headers to see whether the packet is an ICMPv6 error; what cannot be walked counts as one. */
    private static boolean isQuery6(final int firstHeader, final WireReader in) throws MalformedPacketException {
        int header = firstHeader;
        while (true) {
            switch (header) {
                case IpProtocol.HOP_BY_HOP, IpProtocol.ROUTING, IpProtocol.DESTINATION_OPTIONS -> {
                    header = in.u8();
                    in.skip((in.u8() << 3) + 6);
                }
                case IpProtocol.FRAGMENT -> {
                    header = in.u8();
                    in.skip(1);
                    final boolean later = in.u16() >>> 3 != 0;
                    in.skip(4);
                    if (later) {
                        // An error fits 1280 bytes and is never fragmented: this is none.
                        return true;
                    }
                }
                case IpProtocol.ICMPV6 -> {
                    final int type = in.u8();
                    return !Icmpv6.isError(type) && type != Icmpv6.REDIRECT;
                }
                default -> {
                    return true;
                }
            }
        }
    }
}
