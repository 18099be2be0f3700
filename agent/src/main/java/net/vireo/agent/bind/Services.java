// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.vireo.agent.oper.Learned;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.packet.PacketHandler;
import net.vireo.agent.packet.PacketKind;
import net.vireo.agent.packet.Reply;
import net.vireo.agent.packet.TrappedPacket;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.dhcp.DhcpServer;
import net.vireo.agent.service.dhcp6.Dhcp6Server;

/**
 * The services' cores behind the packets' queues. A packet of a port that is not active is counted as unknown and gets no
 * answer. One thread handles; counters are for any.
 */
public final class Services implements AutoCloseable {
    private final Guests guests;
    private final Conflicts conflicts = new Conflicts();
    private final DhcpServer dhcp = new DhcpServer();
    private final Dhcp6Server dhcp6 = new Dhcp6Server();
    private final ArpHandler arp;
    private final NdHandler nd;
    private final IcmpHandler icmp;
    private final Unserved unserved;
    private final DnsHandler dns;
    private final HealthHandler health;
    private final GroupHandler groups;
    private final PortWatch ports;
    private Learned learned = Learned.NOTHING;
    private volatile Consumer<Learned> pupil = found -> {};
    private volatile Consumer<PacketKind> waker = kind -> {};

    /** @param state the database of the moment */
    public Services(final Supplier<OperState> state) {
        guests = new Guests(state);
        arp = new ArpHandler(guests, conflicts);
        nd = new NdHandler(guests, conflicts);
        health = new HealthHandler(guests, this::learnIll, () -> waker.accept(PacketKind.BFD));
        groups = new GroupHandler(guests, this::learnListeners);
        icmp = new IcmpHandler(guests, health);
        unserved = new Unserved(guests, icmp.errors());
        dns = new DnsHandler(guests, unserved, () -> waker.accept(PacketKind.DNS));
        ports = new PortWatch(guests, unserved, List.of(arp, nd, icmp, unserved, dns));
    }

    /** Who makes the handler of a kind look at its timer; to be called from any thread. Until then it looks by itself. */
    public void wokenBy(final Consumer<PacketKind> toWake) {
        waker = toWake;
    }

    /**
     * A question for names that a guest asks over TCP; any thread.
     *
     * @param vif of the guest
     * @param message without the length in front of it
     * @return its answer, sooner or later; empty where there is none
     */
    public CompletableFuture<Bytes> askName(final int vif, final Bytes message) {
        return dns.ask(vif, message);
    }

    private void learnIll(final SortedMap<String, String> ill) {
        learned = learned.withIll(ill);
        pupil.accept(learned);
    }

    private void learnListeners(final SortedMap<String, SortedMap<Long, List<String>>> listeners) {
        learned = learned.withListeners(listeners);
        pupil.accept(learned);
    }

    /** Who hears what is found out about guests; called by the services' thread, to return soon. Before the first packet. */
    public void taughtTo(final Consumer<Learned> hears) {
        pupil = hears;
    }

    /** Every health check and what it says; any thread. */
    public List<HealthRow> healthChecks() {
        return health.rows();
    }

    /** Every multicast group with its listeners; any thread. */
    public List<GroupRow> groups() {
        return groups.rows();
    }

    /** Who answers what. */
    public Map<PacketKind, PacketHandler> handlers() {
        final Map<PacketKind, PacketHandler> handlers = new EnumMap<>(PacketKind.class);
        handlers.put(
                PacketKind.DHCP,
                (packet, nowNs) -> guests.of(packet)
                        .flatMap(guest -> dhcp.receive(guest, bytes(packet)))
                        .map(frame -> reply(packet, frame))
                        .orElse(List.of()));
        handlers.put(
                PacketKind.DHCPV6,
                (packet, nowNs) -> guests.of(packet)
                        .flatMap(guest -> dhcp6.receive(guest, bytes(packet)))
                        .map(frame -> reply(packet, frame))
                        .orElse(List.of()));
        handlers.put(PacketKind.ARP, arp);
        handlers.put(PacketKind.ND, nd);
        handlers.put(PacketKind.ICMP, icmp);
        handlers.put(PacketKind.DNS, dns);
        handlers.put(PacketKind.IGMP, groups);
        handlers.put(PacketKind.BFD, health);
        handlers.put(PacketKind.OTHER, ports);
        return handlers;
    }

    /** What the services counted, by their names. */
    public Map<String, String> counters() {
        final Map<String, String> counters = new LinkedHashMap<>();
        counters.put("DHCP", dhcp.counters().toString());
        counters.put("DHCPv6", dhcp6.counters().toString());
        counters.put("ARP", arp.counters());
        counters.put("ICMP", icmp.counters());
        counters.put("neighbour discovery", nd.counters());
        counters.put("DNS", dns.counters());
        counters.put("unserved", unserved.counters());
        counters.put("health checks", health.counters());
        counters.put("BFD", health.bfdCounters());
        counters.put("IGMP and MLD", groups.counters());
        return counters;
    }

    /** What is wrong with guests, a sentence each; any thread. */
    public List<String> problems() {
        final List<String> problems = new ArrayList<>(conflicts.problems());
        health.ill().forEach((port, why) -> problems.add("port " + port + " is ill, no route leads to it: " + why));
        return problems;
    }

    private static Bytes bytes(final TrappedPacket packet) {
        return Bytes.of(packet.packet());
    }

    private static List<Reply> reply(final TrappedPacket packet, final Bytes frame) {
        return List.of(Reply.send(packet.vif(), frame.toArray()));
    }

    /** To be called when nobody calls the handlers any more. */
    @Override
    public void close() {
        dns.close();
    }
}
