// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

/** Why a packet goes to the agent: the code in the agent header's command field (fact sheet vrouter-dataplane 5.4). */
public enum TrapReason {
    /** From the agent: transmit on the interface that the header names. */
    CMD_SWITCH(0),
    /** From the agent: as if it had come in on the interface that the header names. */
    CMD_ROUTE(1),
    ARP(2),
    NEXTHOP(4),
    RESOLVE(5),
    FLOW_MISS(6),
    L3_PROTOCOLS(7),
    DIAG(8),
    HANDLE_DF(11),
    ZERO_TTL(12),
    ICMP_ERROR(13),
    FLOW_ACTION_HOLD(15),
    ROUTER_ALERT(16),
    MAC_LEARN(17),
    MAC_MOVE(18),
    MAC_IP_LEARNING(19),
    BFD(20);

    /**
     * Bit n: the agent gets only the head of a packet with code n. Of what a next hop leads to the agent it gets all, where
     * the original gives it 190 bytes: it is the packet's receiver, and answers long queries and long echoes too.
     */
    private static final int TRUNCATED = 1 << 5 | 1 << 6 | 1 << 11 | 1 << 12 | 1 << 15 | 1 << 17 | 1 << 18;

    private final int code;

    TrapReason(final int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** Whether the agent needs the packet's head only (sheet 2.3: 190 bytes). */
    static boolean isTruncated(final int code) {
        return (TRUNCATED >>> code & 1) != 0;
    }
}
