// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.icmp;

import java.util.Optional;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Counters;
import net.vireo.agent.service.EthernetFrame;
import net.vireo.agent.service.Icmp6Packet;
import net.vireo.agent.service.Ipv4Packet;
import net.vireo.agent.service.Ipv6Packet;
import net.vireo.agent.service.MalformedPacketException;
import net.vireo.agent.service.RateLimit;
import net.vireo.packet.EtherType;
import net.vireo.packet.Icmp;
import net.vireo.packet.Icmpv6;
import net.vireo.packet.IpProtocol;

/** Answers guests that ping the gateway or a service, over IPv4 and IPv6. One thread. */
public final class EchoService {
    /** A flood ping is answered as far as it harms nobody. */
    private static final int ANSWERS_PER_SECOND = 1000;

    private final Counters<IcmpCounter> counters;
    private final RateLimit limit = new RateLimit(ANSWERS_PER_SECOND, ANSWERS_PER_SECOND);

    /** @param counters shared with {@link ErrorService}, or its own */
    public EchoService(final Counters<IcmpCounter> counters) {
        this.counters = counters;
    }

    /**
     * @param guest whose interface the frame came from
     * @param frame an Ethernet frame with ICMP or ICMPv6 in it, whole
     * @param nowNs of a clock that does not go back
     * @return the frame to send to that interface, if any
     */
    public Optional<Bytes> receive(final EchoGuest guest, final Bytes frame, final long nowNs) {
        try {
            if (EthernetFrame.parse(frame).type() == EtherType.IPV6) {
                return receive6(guest, Icmp6Packet.parse(frame), nowNs);
            }
            final Ipv4Packet packet = Ipv4Packet.parse(frame);
            return receive4(guest, packet, IcmpMessage.parse(packet), nowNs);
        } catch (final MalformedPacketException malformed) {
            return ignored(IcmpCounter.MALFORMED);
        }
    }

    private Optional<Bytes> receive4(
            final EchoGuest guest, final Ipv4Packet packet, final IcmpMessage message, final long nowNs) {
        if (message.type() != Icmp.ECHO_REQUEST || message.code() != 0) {
            return ignored(IcmpCounter.NOT_AN_ECHO);
        }
        if (!guest.mayUse(packet.source(), packet.sourceMac())) {
            return ignored(packet.sourceMac() == guest.mac() ? IcmpCounter.FOREIGN_ADDRESS : IcmpCounter.FOREIGN_MAC);
        }
        // A network without a gateway has the address 0 for it, which nobody may ping.
        final boolean gateway = packet.destination() != 0 && packet.destination() == guest.gateway4();
        if (!gateway && !guest.isServiceAddress(packet.destination())) {
            return ignored(IcmpCounter.NOT_FOR_US);
        }
        if (!counted(guest, nowNs)) {
            return Optional.empty();
        }
        final Bytes reply = new IcmpMessage(Icmp.ECHO_REPLY, 0, message.body()).toBytes();
        return Optional.of(new Ipv4Packet(
                        /* destinationMac= */ packet.sourceMac(),
                        /* sourceMac= */ guest.routerMac(),
                        /* source= */ packet.destination(),
                        /* destination= */ packet.source(),
                        IpProtocol.ICMP,
                        Ipv4Packet.DEFAULT_TTL,
                        reply)
                .toFrame());
    }

    private Optional<Bytes> receive6(final EchoGuest guest, final Icmp6Packet packet, final long nowNs) {
        if (packet.type() != Icmpv6.ECHO_REQUEST || packet.code() != 0) {
            return ignored(IcmpCounter.NOT_AN_ECHO);
        }
        if (!guest.mayUse(packet.source(), packet.sourceMac())) {
            return ignored(packet.sourceMac() == guest.mac() ? IcmpCounter.FOREIGN_ADDRESS : IcmpCounter.FOREIGN_MAC);
        }
        if (!packet.destination().equals(guest.serviceAddress6()) && !guest.isServiceAddress(packet.destination())) {
            return ignored(IcmpCounter.NOT_FOR_US);
        }
        if (!counted(guest, nowNs)) {
            return Optional.empty();
        }
        return Optional.of(new Icmp6Packet(
                        /* destinationMac= */ packet.sourceMac(),
                        /* sourceMac= */ guest.routerMac(),
                        /* source= */ packet.destination(),
                        /* destination= */ packet.source(),
                        Ipv6Packet.DEFAULT_HOP_LIMIT,
                        Icmpv6.ECHO_REPLY,
                        0,
                        packet.body())
                .toFrame());
    }

    private boolean counted(final EchoGuest guest, final long nowNs) {
        counters.increment(IcmpCounter.ECHO_REQUEST);
        final boolean allowed = limit.allows(guest.vif(), nowNs);
        counters.increment(allowed ? IcmpCounter.ECHO_ANSWERED : IcmpCounter.RATE_LIMITED);
        return allowed;
    }

    private Optional<Bytes> ignored(final IcmpCounter why) {
        counters.increment(why);
        return Optional.empty();
    }

    /** The interface is gone. */
    public void forget(final int vif) {
        limit.forget(vif);
    }
}
