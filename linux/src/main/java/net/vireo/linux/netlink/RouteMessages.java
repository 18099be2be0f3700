// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.netlink;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.vireo.linux.struct.Rtmsg;
import net.vireo.linux.struct.Rtnexthop;

/** IPv4 routes in rtnetlink's form (rtnetlink(7), linux/rtnetlink.h). Bytes only. */
final class RouteMessages {
    static final int NEW = 24;
    static final int DELETE = 25;
    static final int GET = 26;

    private static final int AF_INET = 2;
    private static final int RT_TABLE_MAIN = 254;
    private static final int RTPROT_STATIC = 4;
    private static final int RT_SCOPE_UNIVERSE = 0;
    private static final int RT_SCOPE_LINK = 253;
    private static final int RT_SCOPE_NOWHERE = 255;
    private static final int RTN_UNSPEC = 0;
    private static final int RTN_UNICAST = 1;
    private static final int RTM_F_CLONED = 0x200;
    private static final int RTA_DST = 1;
    private static final int RTA_OIF = 4;
    private static final int RTA_GATEWAY = 5;
    private static final int RTA_PREFSRC = 7;
    private static final int RTA_MULTIPATH = 9;
    private static final int ADDRESS_BITS = 32;

    private RouteMessages() {}

    static NetlinkRequest list() {
        return new NetlinkRequest(GET, NetlinkRequest.DUMP, Rtmsg.SIZE, "rtnetlink(RTM_GETROUTE, inet)")
                .body8(Rtmsg.FAMILY, AF_INET);
    }

    static NetlinkRequest to(final int address) {
        final String rendered = "rtnetlink(RTM_GETROUTE, to " + AddressText.address(address) + ")";
        return new NetlinkRequest(GET, NetlinkRequest.ACK, Rtmsg.SIZE, rendered)
                .body8(Rtmsg.FAMILY, AF_INET)
                .body8(Rtmsg.DESTINATION_LENGTH, ADDRESS_BITS)
                .ipv4(RTA_DST, address);
    }

    static NetlinkRequest add(final int prefix, final int prefixLength, final int gateway, final int index) {
        final int flags = NetlinkRequest.CREATE | NetlinkRequest.EXCLUSIVE;
        return request(NEW, "RTM_NEWROUTE", flags, prefix, prefixLength, gateway, index)
                .body8(Rtmsg.PROTOCOL, RTPROT_STATIC)
                .body8(Rtmsg.SCOPE, gateway == 0 ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE)
                .body8(Rtmsg.TYPE, RTN_UNICAST);
    }

    static NetlinkRequest delete(final int prefix, final int prefixLength, final int gateway, final int index) {
        return request(DELETE, "RTM_DELROUTE", 0, prefix, prefixLength, gateway, index)
                .body8(Rtmsg.SCOPE, RT_SCOPE_NOWHERE)
                .body8(Rtmsg.TYPE, RTN_UNSPEC);
    }

    /** The unicast routes of the main table that a message holds, or the answer for one destination. */
    static List<Route> read(final NetlinkMessage message) {
        final boolean answer = (message.body32(Rtmsg.FLAGS) & RTM_F_CLONED) != 0;
        final boolean listed = message.body8(Rtmsg.TABLE) == RT_TABLE_MAIN && message.body8(Rtmsg.TYPE) == RTN_UNICAST;
        if (message.type() != NEW || message.body8(Rtmsg.FAMILY) != AF_INET || !answer && !listed) {
            return List.of();
        }
        int prefix = 0;
        int gateway = 0;
        int oifIndex = 0;
        int source = 0;
        List<Hop> hops = List.of();
        for (final Attribute attribute : message.attributes(Rtmsg.SIZE)) {
            switch (attribute.type()) {
                case RTA_DST -> prefix = attribute.ipv4();
                case RTA_OIF -> oifIndex = attribute.int32();
                case RTA_GATEWAY -> gateway = attribute.ipv4();
                case RTA_PREFSRC -> source = attribute.ipv4();
                case RTA_MULTIPATH -> hops = hops(attribute.value());
                default -> {}
            }
        }
        final List<Route> routes = new ArrayList<>();
        for (final Hop hop : hops.isEmpty() ? List.of(new Hop(gateway, oifIndex)) : hops) {
            final int prefixLength = message.body8(Rtmsg.DESTINATION_LENGTH);
            routes.add(new Route(prefix, prefixLength, hop.gateway(), hop.oifIndex(), source));
        }
        return routes;
    }

    private record Hop(int gateway, int oifIndex) {}

    private static List<Hop> hops(final ByteBuffer bytes) {
        final List<Hop> hops = new ArrayList<>();
        final int head = (int) Rtnexthop.SIZE;
        int start = 0;
        while (bytes.limit() - start >= head) {
            final int claimed = bytes.getShort(start + (int) Rtnexthop.LENGTH) & 0xffff;
            if (claimed < head || claimed > bytes.limit() - start) {
                break;
            }
            int gateway = 0;
            for (final Attribute attribute : NetlinkMessage.attributes(bytes, start + head, start + claimed)) {
                gateway = attribute.type() == RTA_GATEWAY ? attribute.ipv4() : gateway;
            }
            hops.add(new Hop(gateway, bytes.getInt(start + (int) Rtnexthop.INTERFACE_INDEX)));
            start += (claimed + 3) & ~3;
        }
        return hops;
    }

    private static NetlinkRequest request(
            final int type,
            final String typeName,
            final int flags,
            final int prefix,
            final int prefixLength,
            final int gateway,
            final int index) {
        final String via = gateway == 0 ? "" : " via " + AddressText.address(gateway);
        final String rendered = "rtnetlink(" + typeName + ", " + AddressText.prefix(prefix, prefixLength) + via
                + ", index=" + index + ")";
        final NetlinkRequest request = new NetlinkRequest(type, flags | NetlinkRequest.ACK, Rtmsg.SIZE, rendered)
                .body8(Rtmsg.FAMILY, AF_INET)
                .body8(Rtmsg.DESTINATION_LENGTH, prefixLength)
                .body8(Rtmsg.TABLE, RT_TABLE_MAIN)
                .ipv4(RTA_DST, prefix)
                .attribute(RTA_OIF, index);
        return gateway == 0 ? request : request.ipv4(RTA_GATEWAY, gateway);
    }
}
