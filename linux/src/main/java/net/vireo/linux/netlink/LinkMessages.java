// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.netlink;

import java.util.List;
import net.vireo.linux.struct.Ifinfomsg;

/** Links in rtnetlink's form (rtnetlink(7), linux/if_link.h): requests out, {@link Link}s in. Bytes only. */
final class LinkMessages {
    static final int NEW = 16;
    static final int DELETE = 17;
    static final int GET = 18;

    /** For {@link #newVeth}: the peer is made beside the link. */
    static final int SAME_NAMESPACE = -1;

    private static final int IFF_UP = 0x1;
    private static final int IFF_LOWER_UP = 0x10000;
    private static final int IF_OPER_UNKNOWN = 0;
    private static final int IF_OPER_UP = 6;
    /** The queueing discipline of a link that is not in service: it drops whatever it is given. */
    private static final String NO_SERVICE = "noop";

    private static final int IFLA_ADDRESS = 1;
    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_MTU = 4;
    private static final int IFLA_QDISC = 6;
    private static final int IFLA_MASTER = 10;
    private static final int IFLA_OPERSTATE = 16;
    private static final int IFLA_LINKINFO = 18;
    private static final int IFLA_NET_NS_FD = 28;
    private static final int IFLA_INFO_KIND = 1;
    private static final int IFLA_INFO_DATA = 2;
    private static final int VETH_INFO_PEER = 1;

    private LinkMessages() {}

    static NetlinkRequest list() {
        return new NetlinkRequest(GET, NetlinkRequest.DUMP, Ifinfomsg.SIZE, "rtnetlink(RTM_GETLINK, all)");
    }

    static NetlinkRequest byName(final String name) {
        final String rendered = "rtnetlink(RTM_GETLINK, name=" + name + ")";
        return new NetlinkRequest(GET, NetlinkRequest.ACK, Ifinfomsg.SIZE, rendered).attribute(IFLA_IFNAME, name);
    }

    static NetlinkRequest byIndex(final int index) {
        final String rendered = "rtnetlink(RTM_GETLINK, index=" + index + ")";
        return new NetlinkRequest(GET, NetlinkRequest.ACK, Ifinfomsg.SIZE, rendered).body32(Ifinfomsg.INDEX, index);
    }

    static NetlinkRequest newVeth(final String name, final String peer, final int peerNetnsFd) {
        final String where = peerNetnsFd == SAME_NAMESPACE ? "" : ", peer netns fd=" + peerNetnsFd;
        final NetlinkRequest request = create("name=" + name + ", kind=veth, peer=" + peer + where);
        request.attribute(IFLA_IFNAME, name);
        final int info = request.begin(IFLA_LINKINFO);
        request.attribute(IFLA_INFO_KIND, "veth");
        final int data = request.begin(IFLA_INFO_DATA);
        final int peerInfo = request.begin(VETH_INFO_PEER);
        request.skip(Ifinfomsg.SIZE).attribute(IFLA_IFNAME, peer);
        if (peerNetnsFd != SAME_NAMESPACE) {
            request.attribute(IFLA_NET_NS_FD, peerNetnsFd);
        }
        return request.end(peerInfo).end(data).end(info);
    }

    static NetlinkRequest newBridge(final String name) {
        final NetlinkRequest request = create("name=" + name + ", kind=bridge").attribute(IFLA_IFNAME, name);
        final int info = request.begin(IFLA_LINKINFO);
        return request.attribute(IFLA_INFO_KIND, "bridge").end(info);
    }

    static NetlinkRequest up(final int index, final boolean up) {
        return change(index, up ? "up" : "down")
                .body32(Ifinfomsg.FLAGS, up ? IFF_UP : 0)
                .body32(Ifinfomsg.CHANGE, IFF_UP);
    }

    static NetlinkRequest mtu(final int index, final int mtu) {
        return change(index, "mtu=" + mtu).attribute(IFLA_MTU, mtu);
    }

    static NetlinkRequest mac(final int index, final long mac) {
        return change(index, "mac=" + AddressText.mac(mac)).mac(IFLA_ADDRESS, mac);
    }

    static NetlinkRequest name(final int index, final String name) {
        return change(index, "name=" + name).attribute(IFLA_IFNAME, name);
    }

    static NetlinkRequest master(final int index, final int masterIndex) {
        return change(index, "master=" + masterIndex).attribute(IFLA_MASTER, masterIndex);
    }

    static NetlinkRequest namespace(final int index, final int netnsFd) {
        return change(index, "netns fd=" + netnsFd).attribute(IFLA_NET_NS_FD, netnsFd);
    }

    static NetlinkRequest delete(final int index) {
        final String rendered = "rtnetlink(RTM_DELLINK, index=" + index + ")";
        return new NetlinkRequest(DELETE, NetlinkRequest.ACK, Ifinfomsg.SIZE, rendered).body32(Ifinfomsg.INDEX, index);
    }

    /** The link of a message; none of other messages. */
    static List<Link> read(final NetlinkMessage message) {
        if (message.type() != NEW) {
            return List.of();
        }
        String name = "";
        String kind = "";
        long mac = 0;
        int mtu = 0;
        int master = 0;
        int operState = IF_OPER_UNKNOWN;
        boolean inService = true;
        for (final Attribute attribute : message.attributes(Ifinfomsg.SIZE)) {
            switch (attribute.type()) {
                case IFLA_IFNAME -> name = attribute.text();
                case IFLA_ADDRESS -> mac = attribute.mac();
                case IFLA_MTU -> mtu = attribute.int32();
                case IFLA_MASTER -> master = attribute.int32();
                case IFLA_QDISC -> inService = !attribute.text().equals(NO_SERVICE);
                case IFLA_OPERSTATE -> operState = attribute.int8();
                case IFLA_LINKINFO -> kind = kind(attribute);
                default -> {}
            }
        }
        final int index = message.body32(Ifinfomsg.INDEX);
        final int flags = message.body32(Ifinfomsg.FLAGS);
        final boolean up = (flags & IFF_UP) != 0;
        // Drivers like loopback and tun never say more than unknown.
        final boolean healthy = operState == IF_OPER_UP || operState == IF_OPER_UNKNOWN;
        final boolean operational = up && (flags & IFF_LOWER_UP) != 0 && healthy && inService;
        return List.of(new Link(index, name, mac, mtu, up, operational, master, kind));
    }

    private static String kind(final Attribute linkInfo) {
        String kind = "";
        for (final Attribute attribute : linkInfo.nested()) {
            kind = attribute.type() == IFLA_INFO_KIND ? attribute.text() : kind;
        }
        return kind;
    }

    private static NetlinkRequest create(final String arguments) {
        final int flags = NetlinkRequest.ACK | NetlinkRequest.CREATE | NetlinkRequest.EXCLUSIVE;
        return new NetlinkRequest(NEW, flags, Ifinfomsg.SIZE, "rtnetlink(RTM_NEWLINK, " + arguments + ")");
    }

    private static NetlinkRequest change(final int index, final String what) {
        final String rendered = "rtnetlink(RTM_NEWLINK, index=" + index + ", " + what + ")";
        return new NetlinkRequest(NEW, NetlinkRequest.ACK, Ifinfomsg.SIZE, rendered).body32(Ifinfomsg.INDEX, index);
    }
}
