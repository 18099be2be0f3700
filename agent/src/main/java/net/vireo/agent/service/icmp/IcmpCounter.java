// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.icmp;

import net.vireo.agent.service.CounterName;

/** What became of guests' echoes, and of packets that cannot go on. */
public enum IcmpCounter implements CounterName {
    ECHO_REQUEST("A guest sent an echo request to the gateway or a service."),
    ECHO_ANSWERED("An echo request was answered."),
    FRAGMENTATION_NEEDED(
            "A guest was told that its packet is too long for the way (fragmentation needed, packet too big)."),
    UNREACHABLE("A guest was told that its packet's destination cannot be reached."),
    TIME_EXCEEDED("A guest was told that its packet had passed as many routers as it may."),
    MALFORMED("The frame held no sound ICMP."),
    MALFORMED_CAUSE("The packet that cannot go on was too broken to tell anybody."),
    NOT_AN_ECHO("The message is no echo request."),
    NOT_FOR_US("The echo request was for an address that we do not answer for."),
    FOREIGN_MAC("The frame's source was not the guest's MAC."),
    FOREIGN_ADDRESS("The packet's source was not the guest's address."),
    FORBIDDEN(
            "No error is sent about this packet: it is an error itself, a later fragment, or was not sent to one host."),
    RATE_LIMITED("A guest caused more errors, or asked for more echoes, than it is told.");

    private final String sentence;

    IcmpCounter(final String sentence) {
        this.sentence = sentence;
    }

    @Override
    public String sentence() {
        return sentence;
    }
}
