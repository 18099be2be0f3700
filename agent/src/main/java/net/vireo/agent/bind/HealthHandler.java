// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import net.vireo.agent.host.GuestHttp;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.packet.PacketHandler;
import net.vireo.agent.packet.Reply;
import net.vireo.agent.packet.TrappedPacket;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Timers;
import net.vireo.agent.service.VifFrame;
import net.vireo.agent.service.bfd.BfdEvent;
import net.vireo.agent.service.bfd.BfdLink;
import net.vireo.agent.service.bfd.BfdResult;
import net.vireo.agent.service.bfd.BfdService;
import net.vireo.agent.service.bfd.BfdState;
import net.vireo.agent.service.health.HealthEvent;
import net.vireo.agent.service.health.HealthResult;
import net.vireo.agent.service.health.HealthService;

/**
 * Health checks of guests: echoes by pkt0, BFD by pkt0, HTTP from the host, around the cores that know what an answer means.
 * Who is ill is told to whoever makes the database. The services' thread, but for what says so.
 */
final class HealthHandler implements PacketHandler {
    private static final String UP = "BFD session is up";

    private final Guests guests;
    private final Consumer<SortedMap<String, String>> tell;
    private final HealthService health = new HealthService();
    private final BfdService bfd = new BfdService(new SecureRandom());
    private final GuestHttp http;
    private final Map<String, HealthWishes.Wish> running = new LinkedHashMap<>();

    /** What each check said last; nothing while it has said nothing. */
    private final Map<String, HealthEvent> said = new LinkedHashMap<>();

    /** Two checks of one guest share a session: the first one's. */
    private final Map<BfdLink, Set<String>> sessions = new LinkedHashMap<>();

    private OperState seen;
    private volatile List<HealthRow> rows = List.of();
    private volatile SortedMap<String, String> ill = new TreeMap<>();

    /**
     * @param tell who is ill, and why, whenever that changes
     * @param wake called by another thread when the timer is due early
     */
    HealthHandler(final Guests guests, final Consumer<SortedMap<String, String>> tell, final Runnable wake) {
        this.guests = guests;
        this.tell = tell;
        http = new GuestHttp(wake);
    }

    /** What became of BFD's packets and sessions; any thread. */
    String bfdCounters() {
        return bfd.counters().toString();
    }

    /** What became of probes; any thread. */
    String counters() {
        return health.counters().toString();
    }

    /** Every check and what it says; any thread. */
    List<HealthRow> rows() {
        return rows;
    }

    /** Who is ill, and why; any thread. */
    SortedMap<String, String> ill() {
        return ill;
    }

    @Override
    public List<Reply> handle(final TrappedPacket packet, final long nowNs) {
        final BfdResult result = bfd.receive(packet.vif(), Bytes.of(packet.packet()), nowNs);
        sessionsSaid(result.events());
        return replies(result.frames());
    }

    /** An echo's answer. */
    void echoed(final TrappedPacket packet, final long nowNs) {
        said(health.receive(packet.vif(), Bytes.of(packet.packet()), nowNs));
    }

    /** At once when the database changed, or a request came to its end. */
    @Override
    public long nextTimerNs() {
        if (guests.state() != seen || http.hasOutcomes()) {
            return System.nanoTime();
        }
        final long dueNs = Math.min(health.dueNs(), bfd.dueNs());
        return dueNs == Timers.NEVER_NS ? Long.MAX_VALUE : dueNs;
    }

    @Override
    public List<Reply> onTimer(final long nowNs) {
        final List<Reply> replies = new ArrayList<>();
        final OperState now = guests.state();
        if (now != seen) {
            seen = now;
            replies.addAll(follow(now, nowNs));
        }
        for (GuestHttp.Outcome outcome = http.poll(); outcome != null; outcome = http.poll()) {
            said(health.answered(outcome.id(), outcome.number(), outcome.well(), outcome.why(), nowNs));
        }
        final BfdResult sessions = bfd.expire(nowNs);
        sessionsSaid(sessions.events());
        replies.addAll(replies(sessions.frames()));
        final HealthResult probes = health.expire(nowNs);
        said(probes.events());
        probes.requests().forEach(this::request);
        replies.addAll(replies(probes.frames()));
        return replies;
    }

    private void request(final HealthResult.HttpProbe probe) {
        final HealthWishes.Wish wish = running.get(probe.check().id());
        http.ask(
                probe.check().id(),
                probe.number(),
                probe.check().vif(),
                wish.guest().address(),
                wish.config());
    }

    /** Ends checks that nobody wants any more, and begins new ones; one that changed begins anew. */
    private List<Reply> follow(final OperState now, final long nowNs) {
        final Map<String, HealthWishes.Wish> wanted = HealthWishes.of(now, guests);
        final List<Reply> replies = new ArrayList<>();
        for (final HealthWishes.Wish wish : List.copyOf(running.values())) {
            if (!wish.equals(wanted.get(wish.check().id()))) {
                end(wish, replies);
                if (!wanted.containsKey(wish.check().id())) {
                    // Of one that only changed the last word counts until the next.
                    said.remove(wish.check().id());
                }
            }
        }
        wanted.forEach((id, wish) -> {
            if (running.putIfAbsent(id, wish) == null) {
                begin(wish, now, nowNs);
            }
        });
        publish();
        return replies;
    }

    private void end(final HealthWishes.Wish wish, final List<Reply> replies) {
        final String id = wish.check().id();
        running.remove(id);
        health.remove(id);
        wish.link().ifPresent(link -> {
            final Set<String> sharing = sessions.get(link);
            sharing.remove(id);
            if (sharing.isEmpty()) {
                sessions.remove(link);
                bfd.remove(link).ifPresent(frame -> replies.addAll(replies(List.of(frame))));
            }
        });
    }

    private void begin(final HealthWishes.Wish wish, final OperState now, final long nowNs) {
        final String id = wish.check().id();
        health.add(wish.check(), guests.of(now, now.portAt(wish.check().vif()).orElseThrow()), nowNs);
        wish.link().ifPresent(link -> {
            if (!sessions.containsKey(link)) {
                bfd.add(link, wish.parameters(), nowNs);
            }
            sessions.computeIfAbsent(link, none -> new LinkedHashSet<>()).add(id);
            if (bfd.state(link).equals(Optional.of(BfdState.UP))) {
                said(health.session(id, true, UP));
            }
        });
    }

    private void sessionsSaid(final List<BfdEvent> events) {
        for (final BfdEvent event : events) {
            final String why =
                    event.up() ? UP : "BFD session went down: " + event.why().words();
            sessions.getOrDefault(event.link(), Set.of()).forEach(id -> said(health.session(id, event.up(), why)));
        }
    }

    private void said(final List<HealthEvent> events) {
        events.forEach(event -> said.put(event.check().id(), event));
        if (!events.isEmpty()) {
            publish();
        }
    }

    private void publish() {
        final List<HealthRow> all = new ArrayList<>();
        final SortedMap<String, String> now = new TreeMap<>();
        running.forEach((id, wish) -> {
            final HealthEvent last = said.get(id);
            all.add(new HealthRow(
                    wish.config().name(),
                    wish.port(),
                    wish.check().kind().name(),
                    wish.target(),
                    last == null ? "unknown" : last.up() ? "up" : "down",
                    last == null ? "" : last.why()));
            if (last != null && !last.up()) {
                now.merge(
                        wish.port(),
                        "health check " + wish.config().name() + ": " + last.why(),
                        (a, b) -> a + "; " + b);
            }
        });
        rows = List.copyOf(all);
        if (!now.equals(ill)) {
            ill = now;
            tell.accept(now);
        }
    }

    private static List<Reply> replies(final List<VifFrame> frames) {
        return frames.stream()
                .map(frame -> Reply.send(frame.vif(), frame.frame().toArray()))
                .toList();
    }
}
