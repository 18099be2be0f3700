// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dns;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Counters;
import net.vireo.agent.service.MalformedPacketException;
import net.vireo.agent.service.Timers;
import net.vireo.agent.service.UdpPacket;
import net.vireo.agent.service.VifFrame;
import net.vireo.agent.service.WireWriter;

/**
 * Queries that wait for a name server. An answer is taken from a server that was asked only, with our number and the same
 * question (RFC 5452); who does not answer within three seconds makes way for the next, and is asked last from then on. No
 * guest has more waiting than half of the room that is left, and beside that there is some for guests with few, so that those
 * whose names nobody answers keep nobody else from asking. One thread.
 */
final class DnsForwarder {
    static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(3);
    static final int MAX_RETRIES = 2;
    static final int MAX_WAITING = 512;
    static final int MAX_WAITING_OF_ONE = 128;

    /** Beside {@link #MAX_WAITING}, for guests with fewer waiting than {@link #FEW}. */
    static final int MAX_WAITING_OF_FEW = 256;

    private static final int FEW = 4;

    private final Counters<DnsCounter> counters;
    private final RandomGenerator random;
    private final Map<Integer, Waiting> waiting = new HashMap<>();
    private final Map<Integer, Integer> waitingByVif = new HashMap<>();
    private final Timers<Integer> timers = new Timers<>();
    private List<InetSocketAddress> servers = List.of();

    /** The place of the server that is asked first. */
    private int first;

    private static final class Waiting {
        private final int vif;
        private final long routerMac;
        private final UdpPacket asked;
        private final DnsQuery query;
        private final Set<InetSocketAddress> servers = new HashSet<>();
        private final int first;
        private int tries;

        Waiting(final int vif, final long routerMac, final UdpPacket asked, final DnsQuery query, final int first) {
            this.first = first;
            this.vif = vif;
            this.routerMac = routerMac;
            this.asked = asked;
            this.query = query;
        }

        VifFrame frame(final Bytes message) {
            return new VifFrame(vif, asked.answer(routerMac, message));
        }
    }

    /** @param random makes numbers that are hard to guess */
    DnsForwarder(final Counters<DnsCounter> counters, final RandomGenerator random) {
        this.counters = counters;
        this.random = random;
    }

    void servers(final List<InetSocketAddress> best) {
        if (!servers.equals(best)) {
            servers = List.copyOf(best);
            first = 0;
        }
    }

    boolean hasServers() {
        return !servers.isEmpty();
    }

    /** @return the query to send; empty when too many wait already */
    Optional<UpstreamQuery> forward(
            final int vif, final long routerMac, final UdpPacket asked, final DnsQuery query, final long nowNs) {
        if (!hasRoom(waitingByVif.getOrDefault(vif, 0))) {
            counters.increment(DnsCounter.TOO_MANY_WAITING);
            return Optional.empty();
        }
        int id = random.nextInt(1 << 16);
        while (waiting.containsKey(id)) {
            id = random.nextInt(1 << 16);
        }
        final Waiting entry = new Waiting(vif, routerMac, asked, query, first);
        waiting.put(id, entry);
        waitingByVif.merge(vif, 1, Integer::sum);
        counters.increment(DnsCounter.FORWARDED);
        return Optional.of(send(id, entry, nowNs));
    }

    /** @param own how many of the guest's wait already */
    private boolean hasRoom(final int own) {
        return own < FEW
                ? waiting.size() < MAX_WAITING + MAX_WAITING_OF_FEW
                : own < Math.min(MAX_WAITING_OF_ONE, (MAX_WAITING - waiting.size()) / 2);
    }

    private UpstreamQuery send(final int id, final Waiting entry, final long nowNs) {
        final InetSocketAddress server = servers.get((entry.first + entry.tries) % servers.size());
        entry.tries++;
        entry.servers.add(server);
        timers.set(id, nowNs + TIMEOUT_NS);
        return new UpstreamQuery(server, entry.query.forwarded(id));
    }

    DnsResult receive(final InetSocketAddress server, final Bytes message) {
        final DnsQuery answer;
        try {
            answer = DnsQuery.parse(message);
        } catch (final MalformedPacketException malformed) {
            return ignored(DnsCounter.UPSTREAM_MALFORMED);
        }
        final Waiting entry = waiting.get(answer.id());
        if (entry == null
                || !entry.servers.contains(server)
                || (answer.flags() & DnsType.RESPONSE) == 0
                || !answer.question().equals(entry.query.question())) {
            return ignored(DnsCounter.UPSTREAM_UNEXPECTED);
        }
        remove(answer.id());
        timers.cancel(answer.id());
        counters.increment(DnsCounter.ANSWERED_UPSTREAM);
        if (message.size() > entry.query.limitBytes()) {
            counters.increment(DnsCounter.TRUNCATED);
            return DnsResult.toGuest(entry.frame(DnsAnswer.truncated(entry.query)));
        }
        final Bytes own = new WireWriter()
                .u16(entry.query.id())
                .bytes(message.slice(2, message.size()))
                .toBytes();
        return DnsResult.toGuest(entry.frame(own));
    }

    long dueNs() {
        return timers.dueNs();
    }

    DnsResult expire(final long nowNs) {
        final List<VifFrame> frames = new ArrayList<>();
        final List<UpstreamQuery> queries = new ArrayList<>();
        for (Optional<Integer> id = timers.poll(nowNs); id.isPresent(); id = timers.poll(nowNs)) {
            final Waiting entry = waiting.get(id.get());
            if (hasServers() && (entry.first + entry.tries - 1) % servers.size() == first) {
                first = (first + 1) % servers.size();
            }
            if (entry.tries <= MAX_RETRIES && hasServers()) {
                counters.increment(DnsCounter.FORWARDED_AGAIN);
                queries.add(send(id.get(), entry, nowNs));
            } else {
                remove(id.get());
                counters.increment(DnsCounter.TIMED_OUT);
                frames.add(entry.frame(DnsAnswer.code(entry.query, DnsType.SERVER_FAILURE)));
            }
        }
        return new DnsResult(frames, queries);
    }

    void forget(final int vif) {
        final List<Integer> gone = waiting.entrySet().stream()
                .filter(entry -> entry.getValue().vif == vif)
                .map(Map.Entry::getKey)
                .toList();
        for (final Integer id : gone) {
            remove(id);
            timers.cancel(id);
        }
    }

    private void remove(final int id) {
        final Waiting entry = waiting.remove(id);
        waitingByVif.computeIfPresent(entry.vif, (vif, count) -> count == 1 ? null : count - 1);
    }

    private DnsResult ignored(final DnsCounter why) {
        counters.increment(why);
        return DnsResult.NOTHING;
    }
}
