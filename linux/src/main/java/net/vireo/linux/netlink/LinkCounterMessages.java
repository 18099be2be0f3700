// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.netlink;

import java.util.List;
import net.vireo.linux.struct.Ifinfomsg;

/** A link's counters in rtnetlink's form. Bytes only. */
final class LinkCounterMessages {
    private static final int IFLA_STATS64 = 23;

    /** Places in {@code struct rtnl_link_stats64}, in numbers of 64 bits. */
    private static final int RX_PACKETS = 0;

    private static final int TX_PACKETS = 1;
    private static final int RX_BYTES = 2;
    private static final int TX_BYTES = 3;
    private static final int RX_ERRORS = 4;
    private static final int TX_ERRORS = 5;
    private static final int RX_DROPPED = 6;
    private static final int TX_DROPPED = 7;

    private LinkCounterMessages() {}

    /** The counters in a link's message; none in other messages. */
    static List<LinkCounters> read(final NetlinkMessage message) {
        if (message.type() != LinkMessages.NEW) {
            return List.of();
        }
        for (final Attribute attribute : message.attributes(Ifinfomsg.SIZE)) {
            if (attribute.type() == IFLA_STATS64) {
                return List.of(new LinkCounters(
                        attribute.int64(RX_PACKETS),
                        attribute.int64(RX_BYTES),
                        attribute.int64(RX_ERRORS),
                        attribute.int64(RX_DROPPED),
                        attribute.int64(TX_PACKETS),
                        attribute.int64(TX_BYTES),
                        attribute.int64(TX_ERRORS),
                        attribute.int64(TX_DROPPED)));
            }
        }
        return List.of();
    }
}
