// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.netlink;

import java.util.List;
import java.util.Locale;
import net.vireo.linux.struct.Ifaddrmsg;

/** Addresses in rtnetlink's form (rtnetlink(7), linux/if_addr.h); IPv6 ones are only added. Bytes only. */
final class AddressMessages {
    static final int NEW = 20;
    static final int DELETE = 21;
    static final int GET = 22;

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;
    /** No duplicate address detection: usable at once. */
    private static final int IFA_F_NODAD = 0x02;

    private AddressMessages() {}

    static NetlinkRequest list() {
        return new NetlinkRequest(GET, NetlinkRequest.DUMP, Ifaddrmsg.SIZE, "rtnetlink(RTM_GETADDR, inet)")
                .body8(Ifaddrmsg.FAMILY, AF_INET);
    }

    static NetlinkRequest add(final Address address) {
        final int flags = NetlinkRequest.ACK | NetlinkRequest.CREATE | NetlinkRequest.EXCLUSIVE;
        return request(NEW, "RTM_NEWADDR", flags, address);
    }

    /** An IPv6 address, its two halves big-endian, that is taken as unique. */
    static NetlinkRequest add6(final int index, final long high, final long low, final int prefixLength) {
        final int flags = NetlinkRequest.ACK | NetlinkRequest.CREATE | NetlinkRequest.EXCLUSIVE;
        final String rendered = "rtnetlink(RTM_NEWADDR, index=" + index + ", "
                + String.format(Locale.ROOT, "%016x%016x/%d", high, low, prefixLength) + ")";
        return new NetlinkRequest(NEW, flags, Ifaddrmsg.SIZE, rendered)
                .body8(Ifaddrmsg.FAMILY, AF_INET6)
                .body8(Ifaddrmsg.PREFIX_LENGTH, prefixLength)
                .body8(Ifaddrmsg.FLAGS, IFA_F_NODAD)
                .body32(Ifaddrmsg.INDEX, index)
                .ipv6(IFA_LOCAL, high, low)
                .ipv6(IFA_ADDRESS, high, low);
    }

    static NetlinkRequest delete(final Address address) {
        return request(DELETE, "RTM_DELADDR", NetlinkRequest.ACK, address);
    }

    /** The address of a message; none of other messages and families. */
    static List<Address> read(final NetlinkMessage message) {
        if (message.type() != NEW || message.body8(Ifaddrmsg.FAMILY) != AF_INET) {
            return List.of();
        }
        int address = 0;
        boolean local = false;
        for (final Attribute attribute : message.attributes(Ifaddrmsg.SIZE)) {
            // On a point-to-point link IFA_ADDRESS is the other end's, and IFA_LOCAL ours.
            if (attribute.type() == IFA_LOCAL || attribute.type() == IFA_ADDRESS && !local) {
                address = attribute.ipv4();
                local |= attribute.type() == IFA_LOCAL;
            }
        }
        final int index = message.body32(Ifaddrmsg.INDEX);
        return List.of(new Address(index, address, message.body8(Ifaddrmsg.PREFIX_LENGTH)));
    }

    private static NetlinkRequest request(
            final int type, final String typeName, final int flags, final Address address) {
        final String prefix = AddressText.prefix(address.address(), address.prefixLength());
        final String rendered = "rtnetlink(" + typeName + ", index=" + address.index() + ", " + prefix + ")";
        return new NetlinkRequest(type, flags, Ifaddrmsg.SIZE, rendered)
                .body8(Ifaddrmsg.FAMILY, AF_INET)
                .body8(Ifaddrmsg.PREFIX_LENGTH, address.prefixLength())
                .body32(Ifaddrmsg.INDEX, address.index())
                .ipv4(IFA_LOCAL, address.address())
                .ipv4(IFA_ADDRESS, address.address());
    }
}
