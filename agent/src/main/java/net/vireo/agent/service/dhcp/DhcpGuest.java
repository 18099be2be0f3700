// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dhcp;

import java.util.List;
import net.vireo.agent.service.Guest;

/** What DHCP tells a guest. */
public interface DhcpGuest extends Guest {
    /** Whether the network serves DHCP. */
    boolean dhcpEnabled();

    /** False while parts of the configuration are missing: the lease is then so short that the guest soon asks again. */
    boolean configurationComplete();

    /** The guest's name, empty for none. */
    String hostName();

    /** The network's domain, empty for none. */
    String domainName();

    /** IPv4 addresses of name servers, best first. */
    List<Integer> dnsServers4();

    /** The largest IP packet that the guest may send, 0 to say nothing. */
    int mtuBytes();

    /** Routes beside the default route, which follows from {@link #gateway4()}. */
    List<ClasslessRoute> hostRoutes();

    /** Configured options; they win over what follows from the rest. The first of a code wins over later ones. */
    List<DhcpOption> dhcpOptions();
}
