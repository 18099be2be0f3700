// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.linux.memory.Memory;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.packet.Icmpv6;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Ipv6;
import net.vireo.vrouter.table.BridgeKey;

/**
 * What a multicast frame is to a bridge that knows who listens (RFC 4541): whether membership decides who gets it, and
 * whether it is a message about membership.
 */
final class GroupFrame {
    /** Everybody on the link gets it, whoever listens. */
    static final long LINK = -1;

    /** Membership says nothing about it: no group of IP. */
    static final long NO_GROUP = 0;

    private static final int IPV4_OUI_SHIFT = 23;
    private static final long IPV4_PREFIX = BridgeKey.OTHER_GROUPS_4 >>> IPV4_OUI_SHIFT;

    /** All zero in the MACs of 224.0.0.0/24, which stay on the link (RFC 4541 2.1.2). */
    private static final long IPV4_BEYOND_LINK = 0x7f_ff00;

    private static final int IPV6_SHIFT = 32;
    private static final long IPV6_PREFIX = BridgeKey.OTHER_GROUPS_6 >>> IPV6_SHIFT;
    private static final int IPV6_DESTINATION_OFFSET = Ethernet.HEADER_BYTES + 24;

    /** The scopes up to the link's (RFC 4291 2.7). */
    private static final int LINK_SCOPE = 2;

    private static final int HOP_BY_HOP_OFFSET = Ethernet.HEADER_BYTES + Ipv6.HEADER_BYTES;

    private GroupFrame() {}

    /** @return the key of the bridge entry for groups that have none, or {@link #LINK}, or {@link #NO_GROUP} */
    static long others(final long frame, final int lengthBytes, final long destination) {
        if (destination >>> IPV4_OUI_SHIFT == IPV4_PREFIX) {
            // Groups that only share a MAC with one of the link's are flooded too: nobody may miss what is the link's.
            return (destination & IPV4_BEYOND_LINK) == 0 ? LINK : BridgeKey.OTHER_GROUPS_4;
        }
        if (destination >>> IPV6_SHIFT != IPV6_PREFIX
                || Ethernet.type(frame) != EtherType.IPV6
                || lengthBytes < Ethernet.HEADER_BYTES + Ipv6.HEADER_BYTES) {
            return NO_GROUP;
        }
        final int scope = Memory.getByte(frame + IPV6_DESTINATION_OFFSET + 1) & 0xf;
        return scope <= LINK_SCOPE ? LINK : BridgeKey.OTHER_GROUPS_6;
    }

    /** An MLD message: behind a hop-by-hop header, which has the router alert, as senders must (RFC 2710 3, RFC 3810 5). */
    static boolean isListenerMessage(final long frame, final int lengthBytes) {
        if (lengthBytes < HOP_BY_HOP_OFFSET + 8
                || Ipv6.nextHeader(Memory.base(frame + Ethernet.HEADER_BYTES)) != IpProtocol.HOP_BY_HOP) {
            return false;
        }
        final int next = Memory.getByte(frame + HOP_BY_HOP_OFFSET) & 0xff;
        final int icmpOffset = HOP_BY_HOP_OFFSET + ((Memory.getByte(frame + HOP_BY_HOP_OFFSET + 1) & 0xff) + 1) * 8;
        if (next != IpProtocol.ICMPV6 || icmpOffset >= lengthBytes) {
            return false;
        }
        return isListenerType(Memory.getByte(frame + icmpOffset) & 0xff);
    }

    private static boolean isListenerType(final int type) {
        return type >= Icmpv6.LISTENER_QUERY && type <= Icmpv6.LISTENER_DONE || type == Icmpv6.LISTENER_REPORT_V2;
    }
}
