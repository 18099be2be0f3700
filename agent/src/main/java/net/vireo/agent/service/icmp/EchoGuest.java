// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.icmp;

import net.vireo.agent.service.Guest;
import net.vireo.packet.Ipv6Address;

/** What echo needs to know of a guest's network. */
public interface EchoGuest extends Guest {
    /** Whether we answer for an address: the gateway, a name server, the metadata service. */
    boolean isServiceAddress(int address);

    /** As {@link #isServiceAddress(int)}; the router's link-local address is not asked for. */
    boolean isServiceAddress(Ipv6Address address);
}
