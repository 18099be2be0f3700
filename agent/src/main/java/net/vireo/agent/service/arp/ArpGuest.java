// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.arp;

import java.util.OptionalLong;
import net.vireo.agent.service.Guest;

/** What ARP needs to know of a guest and its network. */
public interface ArpGuest extends Guest {
    /**
     * The MAC to answer with when the guest asks for this address: the one of the guest that has it (found by bridging), or
     * the router's (found by routing). Empty to keep silent. Not asked for the gateway, the services and the guest's own.
     */
    OptionalLong proxyMac(int address);
}
