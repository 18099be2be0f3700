// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dhcp;

import net.vireo.agent.service.CounterName;

/** What became of guests' DHCP messages. */
public enum DhcpCounter implements CounterName {
    DISCOVER("A guest looked for a server."),
    REQUEST("A guest asked for an address."),
    INFORM("A guest with an address of its own asked for options."),
    RELEASE("A guest gave its address back; it stays reserved for it."),
    DECLINE("A guest found its address in use by somebody else."),
    OFFER("An offer was sent."),
    ACK("An acknowledgement was sent."),
    NAK("A refusal was sent: the guest asked for an address that is not its own."),
    MALFORMED_FRAME("The frame held no sound UDP over IPv4."),
    MALFORMED_MESSAGE("The message was cut off, or an option's length was wrong."),
    NOT_A_REQUEST("The message was a server's answer, or no DHCP message but one of BOOTP."),
    UNKNOWN_TYPE("The message's type is none that a client sends to a server."),
    FOREIGN_MAC("The message spoke for another MAC than the guest's."),
    FOREIGN_ADDRESS("The message came from, or spoke for, an address that is not the guest's."),
    RELAYED("The message came through a relay agent; guests are served directly only."),
    OTHER_SERVER("The message was meant for another server."),
    DISABLED("The guest's network serves no DHCP."),
    NO_ADDRESS("The guest has no IPv4 address, or its network no address to answer from."),
    OPTIONS_LEFT_OUT("An answer was longer than the guest takes; its last options were left out.");

    private final String sentence;

    DhcpCounter(final String sentence) {
        this.sentence = sentence;
    }

    @Override
    public String sentence() {
        return sentence;
    }
}
