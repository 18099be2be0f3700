// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dhcp6;

import java.util.List;
import net.vireo.agent.service.Guest;
import net.vireo.packet.Ipv6Address;

/** What DHCPv6 tells a guest. */
public interface Dhcp6Guest extends Guest {
    /** Whether the network serves DHCPv6. */
    boolean dhcp6Enabled();

    /** False while parts of the configuration are missing: the lease is then so short that the guest soon asks again. */
    boolean configurationComplete();

    /** IPv6 addresses of name servers, best first. */
    List<Ipv6Address> dnsServers6();

    /** The network's domain, empty for none. */
    String domainName();
}
