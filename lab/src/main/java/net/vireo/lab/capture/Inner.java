// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.capture;

import net.vireo.lab.topology.IpAddress;

/**
 * What a tunnel carries.
 *
 * @param mac destination of the inner Ethernet header, or {@link #NO_MAC} for a packet without one
 * @param etherType of the inner Ethernet header, or what the packet's first four bits say it is
 * @param source inner IP source; {@link #NO_ADDRESS} when it is not IP
 * @param destination inner IP destination; {@link #NO_ADDRESS} when it is not IP
 * @param protocol inner IP protocol (of IPv6 the first next header), -1 when it is not IP
 */
public record Inner(long mac, int etherType, IpAddress source, IpAddress destination, int protocol) {
    public static final long NO_MAC = -1;
    public static final IpAddress NO_ADDRESS = new IpAddress(0, 0);

    static Inner notIp(final long mac, final int etherType) {
        return new Inner(mac, etherType, NO_ADDRESS, NO_ADDRESS, -1);
    }

    /** Whether it is a whole Ethernet frame. */
    public boolean framed() {
        return mac != NO_MAC;
    }
}
