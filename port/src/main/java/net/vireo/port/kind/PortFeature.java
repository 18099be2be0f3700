// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.kind;

import java.util.Locale;

/** What somebody may want of a port. */
public enum PortFeature {
    OVERLAY("virtual networks: the same addresses in each, tunnels between nodes"),
    POLICY("flows with verdicts, NAT, ageing"),
    MIRROR("copies of its packets to an analyser"),
    QOS("classes and marks by DSCP, EXP, 802.1p"),
    SUB_INTERFACES("interfaces of their own by VLAN tag and source MAC"),
    SERVICES("DHCP and ARP answered or led to the agent, ICMP errors"),
    BALANCING("its packets spread over lcores, whoever polls"),
    ACCOUNTS("counters, ledger, trace, captures, why"),
    LONG_PACKETS("segments of up to 64 KB whole, both ways"),
    QUEUES("several queues each way"),
    MIGRATION("a guest that does not see which card is under it, and can move"),
    NO_ROUTER_CPU("no lcore's time for its packets");

    private final String sentence;

    PortFeature(final String sentence) {
        this.sentence = sentence;
    }

    /** As tables and node files name it: {@code sub-interfaces}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it gives, for people. */
    public String sentence() {
        return sentence;
    }
}
