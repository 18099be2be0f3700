// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.unserved;

import java.util.Optional;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Counters;
import net.vireo.agent.service.EthernetFrame;
import net.vireo.agent.service.InternetSum;
import net.vireo.agent.service.Ipv4Packet;
import net.vireo.agent.service.Ipv6Packet;
import net.vireo.agent.service.MalformedPacketException;
import net.vireo.agent.service.RateLimit;
import net.vireo.agent.service.icmp.EchoGuest;
import net.vireo.agent.service.icmp.ErrorKind;
import net.vireo.agent.service.icmp.ErrorService;
import net.vireo.packet.EtherType;
import net.vireo.packet.IpProtocol;
import net.vireo.packet.Tcp;

/** Tells guests that nobody serves what they ask the node's addresses for. One thread. */
public final class UnservedService {
    private static final int RESETS_PER_SECOND = 100;

    private final Counters<UnservedCounter> counters = new Counters<>(UnservedCounter.class);
    private final RateLimit limit = new RateLimit(RESETS_PER_SECOND, RESETS_PER_SECOND);
    private final ErrorService errors;

    /** @param errors where ICMP errors are made, and limited */
    public UnservedService(final ErrorService errors) {
        this.errors = errors;
    }

    /** What became of packets. */
    public Counters<UnservedCounter> counters() {
        return counters;
    }

    /**
     * @param guest whose interface the frame came from
     * @param frame an Ethernet frame that no other service takes, whole
     * @param nowNs of a clock that does not go back
     * @return the frame to send to that interface, if any
     */
    public Optional<Bytes> receive(final EchoGuest guest, final Bytes frame, final long nowNs) {
        try {
            return switch (EthernetFrame.parse(frame).type()) {
                case EtherType.IPV4 -> receive4(guest, Ipv4Packet.parse(frame), frame, nowNs);
                case EtherType.IPV6 -> receive6(guest, Ipv6Packet.parse(frame), frame, nowNs);
                default -> ignored(UnservedCounter.OTHER_PROTOCOL);
            };
        } catch (final MalformedPacketException malformed) {
            return ignored(UnservedCounter.MALFORMED);
        }
    }

    private Optional<Bytes> receive4(
            final EchoGuest guest, final Ipv4Packet packet, final Bytes frame, final long nowNs)
            throws MalformedPacketException {
        if (!guest.isServiceAddress(packet.destination())) {
            return ignored(UnservedCounter.NOT_FOR_US);
        }
        if (!guest.mayUse(packet.source(), packet.sourceMac())) {
            return ignored(UnservedCounter.FOREIGN_ADDRESS);
        }
        return switch (packet.protocol()) {
            case IpProtocol.TCP -> {
                final int lengthBytes = packet.payload().size();
                yield reset(
                                guest,
                                packet.payload(),
                                InternetSum.pseudo4(packet.source(), packet.destination(), IpProtocol.TCP, lengthBytes),
                                InternetSum.pseudo4(
                                        packet.source(), packet.destination(), IpProtocol.TCP, Tcp.MIN_HEADER_BYTES),
                                nowNs)
                        .map(segment -> new Ipv4Packet(
                                        /* destinationMac= */ packet.sourceMac(),
                                        /* sourceMac= */ guest.routerMac(),
                                        /* source= */ packet.destination(),
                                        /* destination= */ packet.source(),
                                        IpProtocol.TCP,
                                        Ipv4Packet.DEFAULT_TTL,
                                        segment)
                                .toFrame());
            }
            case IpProtocol.UDP -> unreachable(guest, frame, nowNs);
            default -> ignored(UnservedCounter.OTHER_PROTOCOL);
        };
    }

    private Optional<Bytes> receive6(
            final EchoGuest guest, final Ipv6Packet packet, final Bytes frame, final long nowNs)
            throws MalformedPacketException {
        if (!packet.destination().equals(guest.serviceAddress6()) && !guest.isServiceAddress(packet.destination())) {
            return ignored(UnservedCounter.NOT_FOR_US);
        }
        if (!guest.mayUse(packet.source(), packet.sourceMac())) {
            return ignored(UnservedCounter.FOREIGN_ADDRESS);
        }
        return switch (packet.protocol()) {
            case IpProtocol.TCP -> {
                final int lengthBytes = packet.payload().size();
                yield reset(
                                guest,
                                packet.payload(),
                                InternetSum.pseudo6(packet.source(), packet.destination(), IpProtocol.TCP, lengthBytes),
                                InternetSum.pseudo6(
                                        packet.source(), packet.destination(), IpProtocol.TCP, Tcp.MIN_HEADER_BYTES),
                                nowNs)
                        .map(segment -> new Ipv6Packet(
                                        /* destinationMac= */ packet.sourceMac(),
                                        /* sourceMac= */ guest.routerMac(),
                                        /* source= */ packet.destination(),
                                        /* destination= */ packet.source(),
                                        IpProtocol.TCP,
                                        Ipv6Packet.DEFAULT_HOP_LIMIT,
                                        segment)
                                .toFrame());
            }
            case IpProtocol.UDP -> unreachable(guest, frame, nowNs);
            default -> ignored(UnservedCounter.OTHER_PROTOCOL);
        };
    }

    /** The pseudo-header's sum is the same both ways: addresses are added. */
    private Optional<Bytes> reset(
            final EchoGuest guest, final Bytes segment, final long pseudo, final long ownPseudo, final long nowNs)
            throws MalformedPacketException {
        counters.increment(UnservedCounter.SEGMENT);
        final Optional<Bytes> reset = TcpReset.of(segment, pseudo, ownPseudo);
        if (reset.isEmpty()) {
            return ignored(UnservedCounter.RESET_RECEIVED);
        }
        if (!limit.allows(guest.vif(), nowNs)) {
            return ignored(UnservedCounter.RATE_LIMITED);
        }
        counters.increment(UnservedCounter.RESET);
        return reset;
    }

    private Optional<Bytes> unreachable(final EchoGuest guest, final Bytes frame, final long nowNs) {
        counters.increment(UnservedCounter.DATAGRAM);
        final Optional<Bytes> error = errors.tell(guest, frame, ErrorKind.PORT_UNREACHABLE, 0, nowNs);
        counters.increment(error.isPresent() ? UnservedCounter.UNREACHABLE : UnservedCounter.NOT_TOLD);
        return error;
    }

    private Optional<Bytes> ignored(final UnservedCounter why) {
        counters.increment(why);
        return Optional.empty();
    }

    /** The interface is gone. */
    public void forget(final int vif) {
        limit.forget(vif);
    }
}
