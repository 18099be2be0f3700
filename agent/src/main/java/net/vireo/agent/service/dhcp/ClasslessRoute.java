// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dhcp;

import java.util.List;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Ipv4Prefix;
import net.vireo.agent.service.WireWriter;
import net.vireo.packet.Ipv4Address;

/**
 * A route that DHCP announces (RFC 3442).
 *
 * @param router the next hop, or 0: the destination is on the link itself
 */
public record ClasslessRoute(Ipv4Prefix destination, int router) {
    /** Everything. */
    static final Ipv4Prefix DEFAULT = new Ipv4Prefix(0, 0);

    /** The option's value: prefix lengths, as many octets of the prefixes as these need, routers. */
    static Bytes encode(final List<ClasslessRoute> routes) {
        final WireWriter out = new WireWriter();
        for (final ClasslessRoute route : routes) {
            final int length = route.destination.length();
            out.u8(length);
            for (int octet = 0; octet < (length + 7) / 8; octet++) {
                out.u8(route.destination.network() >>> 24 - 8 * octet);
            }
            out.u32(route.router);
        }
        return out.toBytes();
    }

    @Override
    public String toString() {
        return destination + " via " + Ipv4Address.format(router);
    }
}
