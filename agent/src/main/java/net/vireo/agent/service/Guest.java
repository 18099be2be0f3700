// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service;

import java.util.List;
import net.vireo.packet.Ipv6Address;

/**
 * What every service needs to know of a guest's interface. Values are those of one moment: a change of the configuration
 * is another object, or shows with the next call.
 */
public interface Guest {
    /** The interface's number in the data plane; the key under which a service keeps what it knows of the guest. */
    int vif();

    /** The number of the network that the guest is in: addresses mean one guest within it, and none outside. */
    int network();

    /** Low 48 bits. */
    long mac();

    /** Addresses with the lengths of their subnets, the first is the one that DHCP gives; empty when there are none. */
    List<Ipv4Prefix> ipv4();

    /** As {@link #ipv4()}, without link-local addresses. */
    List<Ipv6Prefix> ipv6();

    /** The subnet's gateway, 0 when there is none. */
    int gateway4();

    /** The address that services answer from: the gateway, or where there is none the network's DNS server; 0 for none. */
    int serviceAddress4();

    /** The MAC that the gateway and the services answer from. */
    long routerMac();

    /** Whether this is the guest's address; a core answers nobody who claims another's. */
    default boolean owns(final int address) {
        for (final Ipv4Prefix own : ipv4()) {
            if (own.address() == address) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a frame from this address may be the guest's: its own, or a link-local one, which it makes up itself; but not
     * the router's.
     */
    default boolean owns(final Ipv6Address address) {
        if (Ipv6Address.isLinkLocal(address.high())) {
            return !address.equals(serviceAddress6());
        }
        for (final Ipv6Prefix own : ipv6()) {
            if (own.address().equals(address)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the guest may speak for an address with this MAC: its own, and what the configuration allows it beside
     * ("allowed address pairs"), which implementations add.
     */
    default boolean mayUse(final int address, final long mac) {
        return mac == mac() && owns(address);
    }

    /** As {@link #mayUse(int, long)}. */
    default boolean mayUse(final Ipv6Address address, final long mac) {
        return mac == mac() && owns(address);
    }

    /** The link-local address that router and services speak from: made from {@link #routerMac()} (RFC 4291, appendix A). */
    default Ipv6Address serviceAddress6() {
        return LinkLocal.of(routerMac());
    }
}
