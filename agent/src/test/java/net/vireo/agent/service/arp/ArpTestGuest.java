// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.arp;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import net.vireo.agent.service.PlainGuest;

/** {@link PlainGuest}, and what ARP answers it. */
final class ArpTestGuest extends PlainGuest implements ArpGuest {
    final Map<Integer, Long> proxies = new HashMap<>();
    final Set<Integer> allowed = new HashSet<>();

    @Override
    public OptionalLong proxyMac(final int address) {
        final Long found = proxies.get(address);
        return found == null ? OptionalLong.empty() : OptionalLong.of(found);
    }

    @Override
    public boolean mayUse(final int address, final long ofMac) {
        return super.mayUse(address, ofMac) || ofMac == mac && allowed.contains(address);
    }
}
