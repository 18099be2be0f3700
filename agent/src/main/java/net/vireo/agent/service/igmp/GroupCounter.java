// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.igmp;

import net.vireo.agent.service.CounterName;

/** What became of guests' reports. */
public enum GroupCounter implements CounterName {
    REPORT("A guest reported groups."),
    LEAVE("A guest left a group by the message of its own (IGMP version 2, MLD version 1)."),
    QUERY("A guest sent a query; we are the only one that asks."),
    JOINED("A guest became a member of a group."),
    LEFT("A guest is no longer a member: it said so."),
    AGED("A guest is no longer a member: nothing was heard of it for two queries."),
    QUERIED("A query was sent."),
    LINK_LOCAL("A report was about a group that everybody on the link hears."),
    MALFORMED_FRAME("The frame held no sound IGMP or ICMPv6."),
    MALFORMED_REPORT("The report was cut off, or named more than it held."),
    NOT_MEMBERSHIP("The message is none of IGMP or MLD."),
    TTL("The message came through a router; reports stay on the link."),
    FOREIGN_MAC("The frame's source was not the guest's MAC."),
    FOREIGN_ADDRESS("The report came from an address that is not the guest's."),
    TABLE_FULL("A guest joined more groups than are remembered for one.");

    private final String sentence;

    GroupCounter(final String sentence) {
        this.sentence = sentence;
    }

    @Override
    public String sentence() {
        return sentence;
    }
}
