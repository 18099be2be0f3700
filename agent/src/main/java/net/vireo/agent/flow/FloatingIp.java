// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

import java.util.List;
import net.vireo.agent.policy.IpAddress;

/**
 * A floating address of an interface.
 *
 * @param address as others see it
 * @param fixed the interface's own address that it stands for
 * @param vrf of the network that it belongs to
 * @param network that it belongs to
 * @param fromGuest whether what the guest begins may leave under it
 * @param toGuest whether others may reach the guest by it
 * @param mappings empty: all ports are the guest's own; otherwise only these reach it
 */
public record FloatingIp(
        IpAddress address,
        IpAddress fixed,
        int vrf,
        String network,
        boolean fromGuest,
        boolean toGuest,
        List<PortMapping> mappings) {
    /** No mapping fits. */
    static final int UNMAPPED = -1;

    /** @throws IllegalArgumentException when the two addresses are of different families */
    public FloatingIp {
        if (address.ipv6() != fixed.ipv6()) {
            throw new IllegalArgumentException(
                    "floating address " + address + " cannot stand for " + fixed + ", which is of the other family");
        }
        mappings = List.copyOf(mappings);
    }

    /** A port of the floating address and the guest's port behind it. */
    public record PortMapping(int protocol, int port, int guestPort) {}

    /** Both directions, all ports. */
    public static FloatingIp of(final IpAddress address, final IpAddress fixed, final int vrf, final String network) {
        return new FloatingIp(address, fixed, vrf, network, true, true, List.of());
    }

    /** The guest's port behind a port of the address, or {@link #UNMAPPED}. */
    int guestPort(final int protocol, final int port) {
        return mappings.isEmpty()
                ? port
                : mappings.stream()
                        .filter(mapping -> mapping.protocol == protocol && mapping.port == port)
                        .mapToInt(PortMapping::guestPort)
                        .findFirst()
                        .orElse(UNMAPPED);
    }

    /** The port of the address before a port of the guest, or {@link #UNMAPPED}. */
    int outerPort(final int protocol, final int guestPort) {
        return mappings.isEmpty()
                ? guestPort
                : mappings.stream()
                        .filter(mapping -> mapping.protocol == protocol && mapping.guestPort == guestPort)
                        .mapToInt(PortMapping::port)
                        .findFirst()
                        .orElse(UNMAPPED);
    }
}
