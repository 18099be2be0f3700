// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dhcp6;

import net.vireo.agent.service.CounterName;

/** What became of guests' DHCPv6 messages. */
public enum Dhcp6Counter implements CounterName {
    SOLICIT("A guest looked for a server."),
    REQUEST("A guest asked for addresses."),
    CONFIRM("A guest asked whether its addresses still fit its link."),
    RENEW("A guest asked for more time, of us."),
    REBIND("A guest asked for more time, of any server."),
    RELEASE("A guest gave addresses back; they stay reserved for it."),
    DECLINE("A guest found an address in use by somebody else."),
    INFORMATION_REQUEST("A guest asked for options only."),
    ADVERTISE("An advertisement was sent."),
    REPLY("A reply was sent."),
    MALFORMED_FRAME("The frame held no sound UDP over IPv6."),
    MALFORMED_MESSAGE("The message was cut off, or an option's length was wrong."),
    INVALID("The message lacked an option that it must have, or had one that it must not (RFC 8415 16)."),
    NOT_A_REQUEST("The message's type is none that a client sends to a server, or it came through a relay."),
    FOREIGN_MAC("The frame's source was not the guest's MAC."),
    FOREIGN_ADDRESS("The message came from an address that is not the guest's."),
    OTHER_SERVER("The message was meant for another server."),
    UNICAST("The message was sent to one server's address, which guests are not invited to do."),
    TOO_LONG("The answer would fit no packet that every link takes: the guest asked for too much at once."),
    DISABLED("The guest's network serves no DHCPv6."),
    NOTHING_TO_CONFIRM("A guest asked to confirm nothing, or nothing that can be judged.");

    private final String sentence;

    Dhcp6Counter(final String sentence) {
        this.sentence = sentence;
    }

    @Override
    public String sentence() {
        return sentence;
    }
}
