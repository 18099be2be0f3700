// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.arp;

import net.vireo.agent.service.CounterName;

/** What became of guests' ARP. */
public enum ArpCounter implements CounterName {
    REQUEST("A guest asked who has an address."),
    PROBE("A guest asked whether an address is free."),
    ANNOUNCEMENT("A guest said to all that it has an address."),
    REPLY("A guest answered."),
    ANSWERED("A request was answered."),
    UNANSWERED("Nobody is known who has the address that was asked for."),
    OWN_ADDRESS("A guest asked about its own address; nobody else has it."),
    LEARNED("An address was seen at a guest for the first time."),
    MOVED("An address was seen at another guest than before."),
    AGED("An address was not heard of for five minutes."),
    DEFENDED("A guest claimed the gateway's address and was told whose it is."),
    ANNOUNCED("The place of an address was announced."),
    MALFORMED("The frame held no ARP for IPv4 over Ethernet."),
    FOREIGN_MAC("The frame's source, or the sender in it, was not the guest's MAC."),
    FOREIGN_ADDRESS("A guest claimed an address that is not its own."),
    TABLE_FULL("A guest used more addresses than are remembered for one.");

    private final String sentence;

    ArpCounter(final String sentence) {
        this.sentence = sentence;
    }

    @Override
    public String sentence() {
        return sentence;
    }
}
