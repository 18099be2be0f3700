// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.icmp;

import net.vireo.agent.service.PlainGuest;
import net.vireo.packet.Ipv6Address;

/** {@link PlainGuest}, whose network has a gateway 2001:db8::1. */
final class EchoTestGuest extends PlainGuest implements EchoGuest {
    @Override
    public boolean isServiceAddress(final int address) {
        return address == serviceAddress4;
    }

    @Override
    public boolean isServiceAddress(final Ipv6Address address) {
        return address.equals(Ipv6Address.parse("2001:db8::1"));
    }
}
