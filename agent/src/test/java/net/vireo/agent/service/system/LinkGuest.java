// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.system;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.vireo.agent.service.PlainGuest;
import net.vireo.agent.service.arp.ArpGuest;
import net.vireo.agent.service.icmp.EchoGuest;
import net.vireo.agent.service.nd.NdGuest;
import net.vireo.packet.Ipv6Address;

/** {@link PlainGuest} for all that a guest's kernel needs of its link. */
final class LinkGuest extends PlainGuest implements ArpGuest, NdGuest, EchoGuest {
    static final Ipv6Address GATEWAY_6 = Ipv6Address.parse("2001:db8::1");

    @Override
    public OptionalLong proxyMac(final int address) {
        return OptionalLong.empty();
    }

    @Override
    public OptionalLong proxyMac(final Ipv6Address address) {
        return OptionalLong.empty();
    }

    @Override
    public Optional<Ipv6Address> gateway6() {
        return Optional.of(GATEWAY_6);
    }

    @Override
    public boolean managedAddresses() {
        return false;
    }

    @Override
    public boolean autonomousAddresses() {
        return false;
    }

    @Override
    public int mtuBytes() {
        return 1450;
    }

    @Override
    public List<Ipv6Address> dnsServers6() {
        return List.of(GATEWAY_6);
    }

    @Override
    public String domainName() {
        return "red.example";
    }

    @Override
    public boolean isServiceAddress(final int address) {
        return address == GATEWAY;
    }

    @Override
    public boolean isServiceAddress(final Ipv6Address address) {
        return address.equals(GATEWAY_6);
    }
}
