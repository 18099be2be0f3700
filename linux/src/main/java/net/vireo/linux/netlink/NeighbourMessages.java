// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.netlink;

import java.util.List;
import net.vireo.linux.struct.Ndmsg;

/** IPv4 neighbours in rtnetlink's form (rtnetlink(7), linux/neighbour.h). Bytes only. */
final class NeighbourMessages {
    static final int NEW = 28;
    static final int DELETE = 29;
    static final int GET = 30;

    private static final int AF_INET = 2;
    private static final int NDA_DST = 1;
    private static final int NDA_LLADDR = 2;
    private static final int NTF_USE = 0x01;
    private static final int NTF_PROXY = 0x08;

    private NeighbourMessages() {}

    static NetlinkRequest list() {
        return new NetlinkRequest(GET, NetlinkRequest.DUMP, Ndmsg.SIZE, "rtnetlink(RTM_GETNEIGH, inet)")
                .body8(Ndmsg.FAMILY, AF_INET);
    }

    static NetlinkRequest put(final int index, final int ip, final long mac) {
        final int flags = NetlinkRequest.CREATE | NetlinkRequest.REPLACE;
        return request(NEW, "RTM_NEWNEIGH", flags, index, ip, ", mac=" + AddressText.mac(mac))
                .body16(Ndmsg.STATE, Neighbour.PERMANENT)
                .mac(NDA_LLADDR, mac);
    }

    static NetlinkRequest probe(final int index, final int ip) {
        return request(NEW, "RTM_NEWNEIGH", NetlinkRequest.CREATE, index, ip, ", NTF_USE")
                .body8(Ndmsg.FLAGS, NTF_USE);
    }

    static NetlinkRequest delete(final int index, final int ip) {
        return request(DELETE, "RTM_DELNEIGH", 0, index, ip, "");
    }

    /** The neighbour of a message; none of other messages and families, and none of proxy entries. */
    static List<Neighbour> read(final NetlinkMessage message) {
        final boolean deleted = message.type() == DELETE;
        if (!deleted && message.type() != NEW
                || message.body8(Ndmsg.FAMILY) != AF_INET
                || (message.body8(Ndmsg.FLAGS) & NTF_PROXY) != 0) {
            return List.of();
        }
        int ip = 0;
        long mac = 0;
        for (final Attribute attribute : message.attributes(Ndmsg.SIZE)) {
            switch (attribute.type()) {
                case NDA_DST -> ip = attribute.ipv4();
                case NDA_LLADDR -> mac = attribute.mac();
                default -> {}
            }
        }
        return List.of(new Neighbour(message.body32(Ndmsg.INDEX), ip, mac, message.body16(Ndmsg.STATE), deleted));
    }

    private static NetlinkRequest request(
            final int type, final String typeName, final int flags, final int index, final int ip, final String more) {
        final String rendered =
                "rtnetlink(" + typeName + ", index=" + index + ", " + AddressText.address(ip) + more + ")";
        return new NetlinkRequest(type, flags | NetlinkRequest.ACK, Ndmsg.SIZE, rendered)
                .body8(Ndmsg.FAMILY, AF_INET)
                .body32(Ndmsg.INDEX, index)
                .ipv4(NDA_DST, ip);
    }
}
