// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.bfd;

import net.vireo.agent.service.CounterName;

/** What became of control packets and sessions. */
public enum BfdCounter implements CounterName {
    RECEIVED("A control packet reached its session."),
    SENT("A control packet was sent."),
    WENT_UP("A session came up."),
    WENT_DOWN("A session that was up went down."),
    MALFORMED_FRAME("The frame held no sound UDP."),
    MALFORMED_PACKET("The packet broke a rule of RFC 5880 6.8.6."),
    TTL("The packet's TTL or hop limit was not 255: it may come from far away (RFC 5881 5)."),
    NO_SESSION("The packet belongs to no session of its interface and addresses.");

    private final String sentence;

    BfdCounter(final String sentence) {
        this.sentence = sentence;
    }

    @Override
    public String sentence() {
        return sentence;
    }
}
