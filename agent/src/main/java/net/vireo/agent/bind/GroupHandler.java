// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.vireo.agent.oper.OperNetwork;
import net.vireo.agent.oper.OperPort;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.packet.PacketHandler;
import net.vireo.agent.packet.Reply;
import net.vireo.agent.packet.TrappedPacket;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Timers;
import net.vireo.agent.service.VifFrame;
import net.vireo.agent.service.igmp.Group;
import net.vireo.agent.service.igmp.GroupEvent;
import net.vireo.agent.service.igmp.GroupService;

/**
 * Who listens to which multicast group, in networks that ask: reports from pkt0 and queries, around the core that keeps the
 * table. What changes is told to whoever makes the database, four times a second at most, whatever guests do. The services'
 * thread, but for what says so.
 */
final class GroupHandler implements PacketHandler {
    /** Hosts answer the first query in ten seconds (RFC 3376 8.3); before, nobody may be left out. */
    private static final long FIRST_ANSWERS_NS = TimeUnit.SECONDS.toNanos(11);

    private static final long TELL_NS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long NEVER_NS = Long.MAX_VALUE;

    private final Guests guests;
    private final Consumer<SortedMap<String, SortedMap<Long, List<String>>>> tell;
    private final GroupService groups = new GroupService();

    /** The ports that are asked, by vif. */
    private final Map<Integer, OperPort> asked = new HashMap<>();

    /** By network, when it is known who listens. */
    private final Map<String, Long> knownNs = new LinkedHashMap<>();

    private final Map<Integer, Set<Group>> members = new HashMap<>();
    private OperState seen;
    private long tellNs = NEVER_NS;
    private SortedMap<String, SortedMap<Long, List<String>>> told = new TreeMap<>();
    private volatile List<GroupRow> rows = List.of();

    /** @param tell by network of which it is known, and by a group's MAC, the names of ports */
    GroupHandler(final Guests guests, final Consumer<SortedMap<String, SortedMap<Long, List<String>>>> tell) {
        this.guests = guests;
        this.tell = tell;
    }

    /** What became of reports; any thread. */
    String counters() {
        return groups.counters().toString();
    }

    /** Every group with its listeners; any thread. */
    List<GroupRow> rows() {
        return rows;
    }

    @Override
    public List<Reply> handle(final TrappedPacket packet, final long nowNs) {
        guests.of(packet)
                .filter(guest -> asked.containsKey(guest.vif()))
                .ifPresent(guest -> note(groups.receive(guest, Bytes.of(packet.packet()), nowNs), nowNs));
        return List.of();
    }

    private void note(final List<GroupEvent> events, final long nowNs) {
        for (final GroupEvent event : events) {
            final Set<Group> own = members.computeIfAbsent(event.vif(), vif -> new LinkedHashSet<>());
            if (event.joined()) {
                own.add(event.group());
            } else {
                own.remove(event.group());
            }
        }
        if (!events.isEmpty()) {
            tellNs = Math.min(tellNs, nowNs + TELL_NS);
        }
    }

    /** At once when the database changed. */
    @Override
    public long nextTimerNs() {
        if (guests.state() != seen) {
            return System.nanoTime();
        }
        final long dueNs = groups.dueNs();
        return Math.min(tellNs, dueNs == Timers.NEVER_NS ? NEVER_NS : dueNs);
    }

    @Override
    public List<Reply> onTimer(final long nowNs) {
        final OperState now = guests.state();
        if (now != seen) {
            seen = now;
            follow(now, nowNs);
        }
        final GroupService.Result result = groups.expire(nowNs);
        note(result.events(), nowNs);
        if (tellNs != NEVER_NS && tellNs - nowNs <= 0) {
            tell(nowNs);
        }
        final List<Reply> replies = new ArrayList<>();
        for (final VifFrame frame : result.frames()) {
            replies.add(Reply.send(frame.vif(), frame.frame().toArray()));
        }
        return replies;
    }

    private void follow(final OperState now, final long nowNs) {
        final Map<Integer, OperPort> wanted = new HashMap<>();
        final Set<String> networks = new TreeSet<>();
        for (final OperNetwork network : now.networks()) {
            if (network.config().snooping()) {
                networks.add(network.config().name());
            }
        }
        now.ports().stream()
                .filter(port ->
                        port.isActive() && networks.contains(port.config().network()))
                .forEach(port -> wanted.put(port.vif(), port));
        for (final OperPort port : List.copyOf(asked.values())) {
            if (!port.equals(wanted.get(port.vif()))) {
                asked.remove(port.vif());
                members.remove(port.vif());
                groups.remove(port.vif());
                tellNs = nowNs;
            }
        }
        wanted.forEach((vif, port) -> {
            if (asked.putIfAbsent(vif, port) == null) {
                groups.add(guests.of(now, port), nowNs);
                tellNs = nowNs;
            } else {
                groups.update(guests.of(now, port));
            }
        });
        if (!networks.equals(knownNs.keySet())) {
            knownNs.keySet().retainAll(networks);
            networks.forEach(network -> knownNs.putIfAbsent(network, nowNs + FIRST_ANSWERS_NS));
            tellNs = nowNs;
        }
    }

    private void tell(final long nowNs) {
        tellNs = NEVER_NS;
        final SortedMap<String, SortedMap<Long, List<String>>> now = new TreeMap<>();
        knownNs.forEach((network, fromNs) -> {
            if (fromNs - nowNs <= 0) {
                now.put(network, new TreeMap<>());
            } else {
                tellNs = Math.min(tellNs, fromNs);
            }
        });
        final SortedMap<String, GroupRow> all = new TreeMap<>();
        asked.values().stream()
                .sorted(Comparator.comparing(port -> port.config().name()))
                .forEach(port -> members.getOrDefault(port.vif(), Set.of()).forEach(group -> {
                    final String network = port.config().network();
                    final String name = port.config().name();
                    all.merge(
                            network + " " + group,
                            new GroupRow(network, group.toString(), List.of(name)),
                            GroupRow::and);
                    if (now.containsKey(network) && group.mac() != 0) {
                        final List<String> ports =
                                now.get(network).computeIfAbsent(group.mac(), mac -> new ArrayList<>());
                        if (!ports.contains(name)) {
                            ports.add(name);
                        }
                    }
                }));
        rows = List.copyOf(all.values());
        if (!now.equals(told)) {
            told = now;
            tell.accept(now);
        }
    }
}
