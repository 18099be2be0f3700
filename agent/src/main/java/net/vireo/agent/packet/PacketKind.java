// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.packet;

/**
 * What a packet is for the agent. Each kind waits in a queue of its own, so that no guest's flood of one keeps the others
 * waiting.
 */
public enum PacketKind {
    FLOW("flow misses", 4096),
    ARP("ARP", 256),
    ND("neighbour discovery", 256),
    DHCP("DHCP", 256),
    DHCPV6("DHCPv6", 256),
    DNS("DNS", 512),
    ICMP("ICMP and ICMPv6", 256),
    IGMP("IGMP", 128),
    BFD("BFD", 256),
    OTHER("others", 256);

    private final String text;
    private final int capacity;

    PacketKind(final String text, final int capacity) {
        this.text = text;
        this.capacity = capacity;
    }

    /** How people call it. */
    public String text() {
        return text;
    }

    /** How many may wait. */
    public int capacity() {
        return capacity;
    }
}
