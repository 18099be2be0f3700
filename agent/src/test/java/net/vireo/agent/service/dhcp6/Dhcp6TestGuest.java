// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dhcp6;

import java.util.ArrayList;
import java.util.List;
import net.vireo.agent.service.PlainGuest;
import net.vireo.packet.Ipv6Address;

/** {@link PlainGuest}, and what DHCPv6 tells it. */
public final class Dhcp6TestGuest extends PlainGuest implements Dhcp6Guest {
    boolean enabled = true;
    boolean complete = true;
    final List<Ipv6Address> dnsServers6 = new ArrayList<>(List.of(Ipv6Address.parse("2001:db8::1")));

    @Override
    public boolean dhcp6Enabled() {
        return enabled;
    }

    @Override
    public boolean configurationComplete() {
        return complete;
    }

    @Override
    public List<Ipv6Address> dnsServers6() {
        return dnsServers6;
    }

    @Override
    public String domainName() {
        return "red.example";
    }
}
