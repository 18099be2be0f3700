// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import net.vireo.agent.oper.OperPort;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.packet.PacketHandler;
import net.vireo.agent.packet.PacketKind;
import net.vireo.agent.packet.Reply;
import net.vireo.agent.packet.TrappedPacket;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Counters;
import net.vireo.agent.service.arp.ArpService;
import net.vireo.agent.service.dhcp.DhcpServer;
import net.vireo.agent.service.dhcp6.Dhcp6Server;
import net.vireo.agent.service.icmp.EchoService;
import net.vireo.agent.service.icmp.ErrorKind;
import net.vireo.agent.service.icmp.ErrorService;
import net.vireo.agent.service.icmp.IcmpCounter;
import net.vireo.agent.service.nd.NdService;

/**
 * The services' cores behind the packets' queues. A packet of a port that is not active is counted as unknown and gets no
 * answer. One thread handles; counters are for any.
 */
public final class Services {
    private final Supplier<OperState> state;
    private final DhcpServer dhcp = new DhcpServer();
    private final Dhcp6Server dhcp6 = new Dhcp6Server();
    private final ArpService arp = new ArpService();
    private final NdService nd = new NdService();
    private final Counters<IcmpCounter> icmpCounters = new Counters<>(IcmpCounter.class);
    private final EchoService echo = new EchoService(icmpCounters);
    private final ErrorService errors = new ErrorService(icmpCounters);

    /** Vifs that hear advertisements, each with the port that it was when it was told. */
    private final Map<Integer, OperPort> advertised = new HashMap<>();

    private OperState advertisedFor;

    /** @param state the database of the moment */
    public Services(final Supplier<OperState> state) {
        this.state = state;
    }

    /** Who answers what. */
    public Map<PacketKind, PacketHandler> handlers() {
        final Map<PacketKind, PacketHandler> handlers = new EnumMap<>(PacketKind.class);
        handlers.put(
                PacketKind.DHCP,
                (packet, nowNs) -> guest(packet)
                        .flatMap(guest -> dhcp.receive(guest, bytes(packet)))
                        .map(frame -> reply(packet, frame))
                        .orElse(List.of()));
        handlers.put(
                PacketKind.DHCPV6,
                (packet, nowNs) -> guest(packet)
                        .flatMap(guest -> dhcp6.receive(guest, bytes(packet)))
                        .map(frame -> reply(packet, frame))
                        .orElse(List.of()));
        handlers.put(PacketKind.ARP, new ArpHandler());
        handlers.put(
                PacketKind.ICMP,
                (packet, nowNs) -> guest(packet)
                        .flatMap(guest -> icmp(guest, packet, nowNs))
                        .map(frame -> reply(packet, frame))
                        .orElse(List.of()));
        handlers.put(PacketKind.ND, new NdHandler());
        return handlers;
    }

    /** What the services counted, by their names. */
    public Map<String, String> counters() {
        final Map<String, String> counters = new LinkedHashMap<>();
        counters.put("DHCP", dhcp.counters().toString());
        counters.put("DHCPv6", dhcp6.counters().toString());
        counters.put("ARP", arp.counters().toString());
        counters.put("ICMP", icmpCounters.toString());
        counters.put("neighbour discovery", nd.counters().toString());
        return counters;
    }

    private Optional<BoundGuest> guest(final TrappedPacket packet) {
        final OperState now = state.get();
        return now.portAt(packet.vif()).map(port -> new BoundGuest(now, port));
    }

    private static Bytes bytes(final TrappedPacket packet) {
        return Bytes.of(packet.packet());
    }

    private static List<Reply> reply(final TrappedPacket packet, final Bytes frame) {
        return List.of(Reply.send(packet.vif(), frame.toArray()));
    }

    private Optional<Bytes> icmp(final BoundGuest guest, final TrappedPacket packet, final long nowNs) {
        return switch (packet.reason()) {
            case TrappedPacket.REASON_HANDLE_DF ->
                errors.tell(guest, bytes(packet), ErrorKind.TOO_BIG, packet.parameter(0), nowNs);
            case TrappedPacket.REASON_ZERO_TTL -> errors.tell(guest, bytes(packet), ErrorKind.TIME_EXCEEDED, 0, nowNs);
            default -> echo.receive(guest, bytes(packet), nowNs);
        };
    }

    private final class ArpHandler implements PacketHandler {
        @Override
        public List<Reply> handle(final TrappedPacket packet, final long nowNs) {
            return guest(packet)
                    .flatMap(guest -> arp.receive(guest, bytes(packet), nowNs).answer())
                    .map(frame -> reply(packet, frame))
                    .orElse(List.of());
        }

        @Override
        public long nextTimerNs() {
            return arp.dueNs();
        }

        @Override
        public List<Reply> onTimer(final long nowNs) {
            arp.expire(nowNs);
            return List.of();
        }
    }

    private final class NdHandler implements PacketHandler {
        @Override
        public List<Reply> handle(final TrappedPacket packet, final long nowNs) {
            return guest(packet)
                    .flatMap(guest -> nd.receive(guest, bytes(packet), nowNs).answer())
                    .map(frame -> reply(packet, frame))
                    .orElse(List.of());
        }

        /** At once when the database changed: who is new hears of the router. */
        @Override
        public long nextTimerNs() {
            return state.get() == advertisedFor ? nd.dueNs() : System.nanoTime();
        }

        @Override
        public List<Reply> onTimer(final long nowNs) {
            final List<Reply> replies = new ArrayList<>();
            final OperState now = state.get();
            if (now != advertisedFor) {
                advertise(now, nowNs, replies);
                advertisedFor = now;
            }
            nd.expire(nowNs)
                    .forEach(frame ->
                            replies.add(Reply.send(frame.vif(), frame.frame().toArray())));
            return replies;
        }

        private void advertise(final OperState now, final long nowNs, final List<Reply> replies) {
            for (final int vif : List.copyOf(advertised.keySet())) {
                if (now.portAt(vif).isEmpty()) {
                    advertised.remove(vif);
                    nd.withdraw(vif);
                    arp.forget(vif);
                    echo.forget(vif);
                    errors.forget(vif);
                }
            }
            for (final OperPort port : now.ports()) {
                if (port.isActive() && !port.equals(advertised.put(port.vif(), port))) {
                    final BoundGuest guest = new BoundGuest(now, port);
                    if (guest.gateway6().isPresent()) {
                        replies.add(Reply.send(
                                port.vif(), nd.advertise(guest, nowNs).toArray()));
                    }
                }
            }
        }
    }
}
