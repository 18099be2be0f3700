// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.nd;

import java.util.OptionalLong;
import net.vireo.agent.service.Icmp6Packet;
import net.vireo.agent.service.MalformedPacketException;
import net.vireo.agent.service.WireReader;
import net.vireo.packet.Icmpv6;
import net.vireo.packet.Ipv6Address;

/**
 * A solicitation or advertisement that keeps the rules of RFC 4861 6.1.1, 7.1.1 and 7.1.2.
 *
 * @param target the address asked for or advertised; of a router solicitation the unspecified one
 * @param flags of a neighbour advertisement
 * @param linkAddress the sender's MAC, as the message says it, if it does
 */
record NdMessage(Icmp6Packet packet, Ipv6Address target, int flags, OptionalLong linkAddress) {
    static final int ROUTER = 0x80;
    static final int SOLICITED = 0x40;
    static final int OVERRIDE = 0x20;

    private static final Ipv6Address NONE = new Ipv6Address(0, 0);

    /** @param packet of one of the three types */
    static NdMessage parse(final Icmp6Packet packet) throws MalformedPacketException {
        if (packet.hopLimit() != RouterAdvertisement.HOP_LIMIT || packet.code() != 0) {
            throw new MalformedPacketException("hop limit " + packet.hopLimit() + ", code " + packet.code());
        }
        final WireReader in = packet.body().reader();
        final int flags = in.i32() >>> 24;
        final boolean router = packet.type() == Icmpv6.ROUTER_SOLICITATION;
        final Ipv6Address target = router ? NONE : in.ipv6();
        final int option =
                packet.type() == Icmpv6.NEIGHBOUR_ADVERTISEMENT ? NdOptions.TARGET_LINK : NdOptions.SOURCE_LINK;
        final NdMessage message = new NdMessage(packet, target, flags, NdOptions.linkAddress(in, option));
        if (!message.addressesFit()) {
            throw new MalformedPacketException("addresses that RFC 4861 forbids");
        }
        return message;
    }

    /** From {@code ::}: the sender has no address yet. */
    boolean isUnspecified() {
        return packet.source().equals(NONE);
    }

    private boolean addressesFit() {
        if (Ipv6Address.isMulticast(target.high())) {
            return false;
        }
        return switch (packet.type()) {
            case Icmpv6.ROUTER_SOLICITATION -> !isUnspecified() || linkAddress.isEmpty();
            case Icmpv6.NEIGHBOUR_SOLICITATION -> !isUnspecified() || linkAddress.isEmpty() && isToSolicitedGroup();
            default ->
                !isUnspecified()
                        && ((flags & SOLICITED) == 0
                                || !Ipv6Address.isMulticast(packet.destination().high()));
        };
    }

    private boolean isToSolicitedGroup() {
        final Ipv6Address to = packet.destination();
        return to.high() == Ipv6Address.LINK_GROUP_HIGH && to.low() == Ipv6Address.solicitedNodeLow(to.low());
    }
}
