// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.nd;

import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Icmp6Packet;
import net.vireo.agent.service.WireWriter;
import net.vireo.packet.Icmpv6;
import net.vireo.packet.Ipv6Address;

/** Tells a link that an IPv6 address is at a MAC now: an unsolicited advertisement to all nodes (RFC 4861 7.2.6). */
public final class NdAnnouncement {
    private static final Ipv6Address ALL_NODES =
            new Ipv6Address(Ipv6Address.LINK_GROUP_HIGH, Ipv6Address.ALL_NODES_LOW);

    private NdAnnouncement() {}

    /** The frame to flood, as the guest itself would send it. */
    public static Bytes of(final Ipv6Address address, final long mac) {
        final WireWriter body =
                new WireWriter().u32((long) NdMessage.OVERRIDE << 24).ipv6(address);
        NdOptions.writeLink(body, NdOptions.TARGET_LINK, mac);
        return new Icmp6Packet(
                        Ipv6Address.multicastMac(ALL_NODES.low()),
                        mac,
                        address,
                        ALL_NODES,
                        RouterAdvertisement.HOP_LIMIT,
                        Icmpv6.NEIGHBOUR_ADVERTISEMENT,
                        0,
                        body.toBytes())
                .toFrame();
    }
}
