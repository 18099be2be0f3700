// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.nd;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import net.vireo.agent.service.PlainGuest;
import net.vireo.packet.Ipv6Address;

/** {@link PlainGuest}, and what neighbour discovery tells it. */
final class NdTestGuest extends PlainGuest implements NdGuest {
    static final Ipv6Address GATEWAY_6 = Ipv6Address.parse("2001:db8::1");

    final Map<Ipv6Address, Long> proxies = new HashMap<>();
    final List<Ipv6Address> dnsServers6 = new ArrayList<>(List.of(GATEWAY_6));
    boolean managed = true;
    boolean autonomous;
    boolean gateway = true;

    @Override
    public Optional<Ipv6Address> gateway6() {
        return gateway ? Optional.of(GATEWAY_6) : Optional.empty();
    }

    @Override
    public boolean managedAddresses() {
        return managed;
    }

    @Override
    public boolean autonomousAddresses() {
        return autonomous;
    }

    @Override
    public int mtuBytes() {
        return 1450;
    }

    @Override
    public List<Ipv6Address> dnsServers6() {
        return dnsServers6;
    }

    @Override
    public String domainName() {
        return "red.example";
    }

    @Override
    public OptionalLong proxyMac(final Ipv6Address address) {
        final Long found = proxies.get(address);
        return found == null ? OptionalLong.empty() : OptionalLong.of(found);
    }
}
