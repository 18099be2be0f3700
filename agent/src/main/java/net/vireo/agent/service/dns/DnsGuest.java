// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dns;

import net.vireo.agent.service.Guest;

/** What DNS needs to know of a guest's network. */
public interface DnsGuest extends Guest {
    /** How its names are resolved. */
    DnsMode dnsMode();

    /** The network's names, used with {@link DnsMode#VIRTUAL}. */
    VirtualZone zone();
}
