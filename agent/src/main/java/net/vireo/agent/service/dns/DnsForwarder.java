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
        private final Asker asker;
        private final DnsQuery query;
        private final Set<InetSocketAddress> servers = new HashSet<>();
        private final int first;
        private int tries;
        private boolean stream;

        Waiting(final Asker asker, final DnsQuery query, final int first) {
            this.first = first;
            this.asker = asker;
            this.query = query;
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
    Optional<UpstreamQuery> forward(final Asker asker, final DnsQuery query, final long nowNs) {
        if (!hasRoom(waitingByVif.getOrDefault(asker.vif(), 0))) {
            counters.increment(DnsCounter.TOO_MANY_WAITING);
            return Optional.empty();
        }
        int id = random.nextInt(1 << 16);
        while (waiting.containsKey(id)) {
            id = random.nextInt(1 << 16);
        }
        final Waiting entry = new Waiting(asker, query, first);
        waiting.put(id, entry);
        waitingByVif.merge(asker.vif(), 1, Integer::sum);
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
        return send(id, entry, server, nowNs);
    }

    private UpstreamQuery send(final int id, final Waiting entry, final InetSocketAddress server, final long nowNs) {
        timers.set(id, nowNs + TIMEOUT_NS);
        return new UpstreamQuery(server, entry.query.forwarded(id), entry.stream);
    }

    DnsResult receive(final InetSocketAddress server, final Bytes message, final long nowNs) {
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
        final int limitBytes = entry.asker.limitBytes(entry.query);
        if ((answer.flags() & DnsType.TRUNCATED) != 0 && !entry.stream && limitBytes == Asker.MOST_BYTES) {
            // Who asked over TCP does so for the whole answer (RFC 7766 5).
            entry.stream = true;
            counters.increment(DnsCounter.FORWARDED_BY_TCP);
            return DnsResult.upstream(send(answer.id(), entry, server, nowNs));
        }
        remove(answer.id());
        timers.cancel(answer.id());
        counters.increment(DnsCounter.ANSWERED_UPSTREAM);
        if (message.size() > limitBytes) {
            counters.increment(DnsCounter.TRUNCATED);
            return entry.asker.answer(DnsAnswer.truncated(entry.query));
        }
        return entry.asker.answer(new WireWriter()
                .u16(entry.query.id())
                .bytes(message.slice(2, message.size()))
                .toBytes());
    }

    long dueNs() {
        return timers.dueNs();
    }

    DnsResult expire(final long nowNs) {
        final List<DnsResult> results = new ArrayList<>();
        for (Optional<Integer> id = timers.poll(nowNs); id.isPresent(); id = timers.poll(nowNs)) {
            final Waiting entry = waiting.get(id.get());
            if (hasServers() && (entry.first + entry.tries - 1) % servers.size() == first) {
                first = (first + 1) % servers.size();
            }
            if (entry.tries <= MAX_RETRIES && hasServers()) {
                counters.increment(DnsCounter.FORWARDED_AGAIN);
                results.add(DnsResult.upstream(send(id.get(), entry, nowNs)));
            } else {
                remove(id.get());
                counters.increment(DnsCounter.TIMED_OUT);
                results.add(entry.asker.answer(DnsAnswer.code(entry.query, DnsType.SERVER_FAILURE)));
            }
        }
        return DnsResult.of(results);
    }

    void forget(final int vif) {
        final List<Integer> gone = waiting.entrySet().stream()
                .filter(entry -> entry.getValue().asker.vif() == vif)
                .map(Map.Entry::getKey)
                .toList();
        for (final Integer id : gone) {
            remove(id);
            timers.cancel(id);
        }
    }

    private void remove(final int id) {
        final Waiting entry = waiting.remove(id);
        waitingByVif.computeIfPresent(entry.asker.vif(), (vif, count) -> count == 1 ? null : count - 1);
    }

    private DnsResult ignored(final DnsCounter why) {
        counters.increment(why);
        return DnsResult.NOTHING;
    }
}
