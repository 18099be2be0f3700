// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.arp;

/** What guests' ARP tells about where addresses are. */
public sealed interface ArpEvent {
    /** The address in question. */
    int address();

    /**
     * An address that the guest may use was seen at it.
     *
     * @param announced the guest said so to all: it takes the address over, if another had it
     */
    record Learned(int vif, int address, long mac, boolean announced) implements ArpEvent {}

    /** An address that more than one guest may use is now at another one. */
    record Moved(int fromVif, int vif, int address, long mac) implements ArpEvent {}

    /** Nothing was heard of the address at this guest for five minutes. */
    record Aged(int vif, int address) implements ArpEvent {}

    /** A guest claims an address that is not its own: two have the same, or one lies. At most one in ten seconds each. */
    record Conflict(int vif, int address, long mac) implements ArpEvent {}
}
