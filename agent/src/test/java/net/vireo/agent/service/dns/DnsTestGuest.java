// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dns;

import net.vireo.agent.service.Ipv4Prefix;
import net.vireo.agent.service.Ipv6Prefix;
import net.vireo.agent.service.PlainGuest;
import net.vireo.packet.Ipv4Address;
import net.vireo.packet.Ipv6Address;

/** {@link PlainGuest}, in a network red.example with two named guests and a service. */
final class DnsTestGuest extends PlainGuest implements DnsGuest {
    DnsMode mode = DnsMode.VIRTUAL;
    VirtualZone zone = VirtualZone.named("red.example")
            .subnet(Ipv4Prefix.parse("10.0.0.0/24"))
            .subnet(new Ipv6Prefix(Ipv6Address.parse("2001:db8::"), 64))
            .host("web-1", ADDRESS)
            .host("web-1", ADDRESS_6)
            .host("web-2", Ipv4Address.parse("10.0.0.20"))
            .host("metadata.", Ipv4Address.parse("169.254.169.254"))
            .build();

    @Override
    public DnsMode dnsMode() {
        return mode;
    }

    @Override
    public VirtualZone zone() {
        return zone;
    }
}
