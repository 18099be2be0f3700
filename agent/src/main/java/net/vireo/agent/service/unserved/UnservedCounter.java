// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.unserved;

import net.vireo.agent.service.CounterName;

/** What became of packets to the node's addresses that nobody serves. */
public enum UnservedCounter implements CounterName {
    SEGMENT("A TCP segment came for a port that nobody serves."),
    DATAGRAM("A UDP datagram came for a port that nobody serves."),
    RESET("A guest's segment was answered with a reset."),
    UNREACHABLE("A guest was told that nobody listens on the port of its datagram."),
    NOT_TOLD("No error was sent about a datagram; why not, ICMP's counters say."),
    RESET_RECEIVED("The segment was a reset itself, which is never answered."),
    RATE_LIMITED("A guest sent more segments than it gets resets for."),
    NOT_FOR_US("The packet was for an address that is none of the node's."),
    OTHER_PROTOCOL("The packet was neither TCP nor UDP."),
    FOREIGN_ADDRESS("The packet's source was not the guest's MAC or address."),
    MALFORMED("The packet held no sound TCP or UDP.");

    private final String sentence;

    UnservedCounter(final String sentence) {
        this.sentence = sentence;
    }

    @Override
    public String sentence() {
        return sentence;
    }
}
