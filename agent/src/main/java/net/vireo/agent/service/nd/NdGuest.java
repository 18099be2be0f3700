// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.nd;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.vireo.agent.service.Guest;
import net.vireo.packet.Ipv6Address;

/** What neighbour discovery needs to know of a guest and its network. */
public interface NdGuest extends Guest {
    /** The subnet's IPv6 gateway; without one the router says that it is none (lifetime 0). */
    Optional<Ipv6Address> gateway6();

    /** Whether DHCPv6 gives addresses: the M flag, and O with it. */
    boolean managedAddresses();

    /** Whether guests may make addresses of the prefix themselves: the A flag (RFC 4862). */
    boolean autonomousAddresses();

    /** The largest IP packet that the guest may send, 0 to say nothing. */
    int mtuBytes();

    /** IPv6 addresses of name servers, best first. */
    List<Ipv6Address> dnsServers6();

    /** The network's domain, empty for none. */
    String domainName();

    /**
     * The MAC to answer with when the guest asks for this address: the one of the guest that has it, or the router's. Empty to
     * keep silent. Not asked for the router's and the guest's own.
     */
    OptionalLong proxyMac(Ipv6Address address);
}
