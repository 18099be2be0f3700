// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.nd;

import net.vireo.agent.service.CounterName;

/** What became of guests' neighbour discovery. */
public enum NdCounter implements CounterName {
    ROUTER_SOLICITATION("A guest looked for a router."),
    ROUTER_ADVERTISED("A router advertisement was sent because a guest asked."),
    ROUTER_ADVERTISED_PERIODICALLY("A router advertisement was sent because it was time."),
    SOLICITATION("A guest asked who has an address."),
    DAD("A guest asked whether an address is free."),
    ADVERTISEMENT("A guest said that it has an address."),
    ANSWERED("A solicitation was answered."),
    UNANSWERED("Nobody is known who has the address that was asked for."),
    OWN_ADDRESS("A guest asked about its own address; nobody else has it."),
    MALFORMED("The frame held no sound ICMPv6."),
    INVALID("The message broke a rule of RFC 4861: hop limit, code, length, addresses or options."),
    NOT_ND("The message is none of neighbour discovery."),
    FOREIGN_MAC("The frame's source, or the link-layer address in it, was not the guest's MAC."),
    FOREIGN_ADDRESS("A guest spoke for an address that is not its own."),
    ROGUE_ROUTER("A guest advertised itself as a router, or redirected others; nobody was told."),
    RATE_LIMITED("A guest asked faster than it is answered.");

    private final String sentence;

    NdCounter(final String sentence) {
        this.sentence = sentence;
    }

    @Override
    public String sentence() {
        return sentence;
    }
}
