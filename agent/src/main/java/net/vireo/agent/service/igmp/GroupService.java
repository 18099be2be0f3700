// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.igmp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Counters;
import net.vireo.agent.service.EthernetFrame;
import net.vireo.agent.service.Guest;
import net.vireo.agent.service.Icmp6Packet;
import net.vireo.agent.service.Ipv4Packet;
import net.vireo.agent.service.MalformedPacketException;
import net.vireo.agent.service.Timers;
import net.vireo.agent.service.VifFrame;
import net.vireo.packet.Checksum;
import net.vireo.packet.EtherType;
import net.vireo.packet.IpProtocol;

/**
 * The table of members of all networks, and the one that asks for it. On a guest's link there is one host, so a leave is
 * believed at once and nobody else is asked (RFC 4541 calls it fast leave). One thread.
 */
public final class GroupService {
    /** Between queries (RFC 3376 8.2). */
    static final long QUERY_INTERVAL_NS = TimeUnit.SECONDS.toNanos(125);

    /** Two queries and the time to answer (RFC 3376 8.4). */
    static final long MEMBER_NS = TimeUnit.SECONDS.toNanos(2 * 125 + 10);

    static final int MAX_GROUPS_OF_ONE = 512;

    private final Counters<GroupCounter> counters = new Counters<>(GroupCounter.class);
    private final Map<Integer, Guest> guests = new HashMap<>();
    private final Map<Integer, Set<Member>> members = new HashMap<>();
    private final Timers<Object> timers = new Timers<>();

    private record Member(int network, int vif, Group group) {}

    /** What is to be sent, and who came and went. */
    public record Result(List<VifFrame> frames, List<GroupEvent> events) {
        static final Result NOTHING = new Result(List.of(), List.of());
    }

    /** What became of reports. */
    public Counters<GroupCounter> counters() {
        return counters;
    }

    /** From now on the guest is asked, first with the next {@link #expire}. */
    public void add(final Guest guest, final long nowNs) {
        guests.put(guest.vif(), guest);
        timers.set(guest.vif(), nowNs);
    }

    /** What is known now of a guest that is asked already; its memberships and the next query stay. */
    public void update(final Guest guest) {
        guests.replace(guest.vif(), guest);
    }

    /** The interface is gone, and with it its memberships. */
    public List<GroupEvent> remove(final int vif) {
        guests.remove(vif);
        timers.cancel(vif);
        final Set<Member> gone = members.getOrDefault(vif, Set.of());
        members.remove(vif);
        gone.forEach(timers::cancel);
        return gone.stream().map(member -> event(member, false)).toList();
    }

    /** Interfaces of a network whose guests are members of a group, in their order. */
    public Set<Integer> members(final int network, final Group group) {
        return members.values().stream()
                .flatMap(Set::stream)
                .filter(member -> member.network == network && member.group.equals(group))
                .map(Member::vif)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * @param guest whose interface the frame came from
     * @param frame an Ethernet frame with IGMP or ICMPv6 in it
     * @param nowNs of a clock that does not go back
     */
    public List<GroupEvent> receive(final Guest guest, final Bytes frame, final long nowNs) {
        try {
            if (EthernetFrame.parse(frame).sourceMac() != guest.mac()) {
                return ignored(GroupCounter.FOREIGN_MAC);
            }
            return EthernetFrame.parse(frame).type() == EtherType.IPV6
                    ? receive6(guest, Icmp6Packet.parse(frame), nowNs)
                    : receive4(guest, Ipv4Packet.parse(frame), nowNs);
        } catch (final MalformedPacketException malformed) {
            return ignored(GroupCounter.MALFORMED_FRAME);
        }
    }

    private List<GroupEvent> receive4(final Guest guest, final Ipv4Packet packet, final long nowNs)
            throws MalformedPacketException {
        if (packet.protocol() != IpProtocol.IGMP) {
            return ignored(GroupCounter.NOT_MEMBERSHIP);
        }
        if (Checksum.finish(packet.payload().sum(packet.payload().size())) != 0) {
            return ignored(GroupCounter.MALFORMED_FRAME);
        }
        if (packet.ttl() != 1) {
            return ignored(GroupCounter.TTL);
        }
        // A host that has no address yet reports from 0.0.0.0 (RFC 3376 4.2.13).
        if (packet.source() != 0 && !guest.owns(packet.source())) {
            return ignored(GroupCounter.FOREIGN_ADDRESS);
        }
        try {
            return apply(guest, MembershipReport.parse4(packet.payload()), nowNs);
        } catch (final MalformedPacketException malformed) {
            return ignored(GroupCounter.MALFORMED_REPORT);
        }
    }

    private List<GroupEvent> receive6(final Guest guest, final Icmp6Packet packet, final long nowNs) {
        final boolean unspecified =
                packet.source().high() == 0 && packet.source().low() == 0;
        if (!unspecified && !guest.owns(packet.source())) {
            return ignored(GroupCounter.FOREIGN_ADDRESS);
        }
        try {
            final MembershipReport report = MembershipReport.parse6(packet.type(), packet.body());
            if (report.kind() != MembershipReport.Kind.OTHER && packet.hopLimit() != 1) {
                return ignored(GroupCounter.TTL);
            }
            return apply(guest, report, nowNs);
        } catch (final MalformedPacketException malformed) {
            return ignored(GroupCounter.MALFORMED_REPORT);
        }
    }

    private List<GroupEvent> apply(final Guest guest, final MembershipReport report, final long nowNs) {
        switch (report.kind()) {
            case QUERY -> {
                return ignored(GroupCounter.QUERY);
            }
            case OTHER -> {
                return ignored(GroupCounter.NOT_MEMBERSHIP);
            }
            case LEAVE -> counters.increment(GroupCounter.LEAVE);
            case REPORT -> counters.increment(GroupCounter.REPORT);
        }
        final List<GroupEvent> events = new ArrayList<>();
        for (final MembershipReport.Change change : report.changes()) {
            final Member member = new Member(guest.network(), guest.vif(), change.group());
            if (!change.group().isForwarded()) {
                counters.increment(GroupCounter.LINK_LOCAL);
            } else if (change.wanted()) {
                join(member, nowNs).ifPresent(events::add);
            } else if (leave(member)) {
                counters.increment(GroupCounter.LEFT);
                events.add(event(member, false));
            }
        }
        return events;
    }

    private Optional<GroupEvent> join(final Member member, final long nowNs) {
        final Set<Member> own = members.computeIfAbsent(member.vif, none -> new LinkedHashSet<>());
        if (!own.contains(member) && own.size() >= MAX_GROUPS_OF_ONE) {
            counters.increment(GroupCounter.TABLE_FULL);
            return Optional.empty();
        }
        timers.set(member, nowNs + MEMBER_NS);
        if (!own.add(member)) {
            return Optional.empty();
        }
        counters.increment(GroupCounter.JOINED);
        return Optional.of(event(member, true));
    }

    private boolean leave(final Member member) {
        timers.cancel(member);
        final Set<Member> own = members.get(member.vif);
        return own != null && own.remove(member);
    }

    private static GroupEvent event(final Member member, final boolean joined) {
        return new GroupEvent(member.network, member.vif, member.group, joined);
    }

    /** When {@link #expire} has something to do, {@link Timers#NEVER_NS} for never. */
    public long dueNs() {
        return timers.dueNs();
    }

    /** Queries whose time has come, and members of which nothing was heard. */
    public Result expire(final long nowNs) {
        final List<VifFrame> frames = new ArrayList<>();
        final List<GroupEvent> events = new ArrayList<>();
        for (Optional<Object> due = timers.poll(nowNs); due.isPresent(); due = timers.poll(nowNs)) {
            if (due.get() instanceof Member member) {
                if (leave(member)) {
                    counters.increment(GroupCounter.AGED);
                    events.add(event(member, false));
                }
            } else if (due.get() instanceof Integer vif) {
                final Guest guest = guests.get(vif);
                frames.add(new VifFrame(vif, Queries.igmp(guest)));
                frames.add(new VifFrame(vif, Queries.mld(guest)));
                counters.increment(GroupCounter.QUERIED);
                timers.set(vif, nowNs + QUERY_INTERVAL_NS);
            }
        }
        return new Result(frames, events);
    }

    private List<GroupEvent> ignored(final GroupCounter why) {
        counters.increment(why);
        return List.of();
    }
}
