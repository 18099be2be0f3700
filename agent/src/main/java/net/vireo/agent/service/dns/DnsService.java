// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dns;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Counters;
import net.vireo.agent.service.MalformedPacketException;
import net.vireo.agent.service.RateLimit;
import net.vireo.agent.service.UdpPacket;

/**
 * A guest's name server: answers names of its network, forwards the others. What cannot be helped is told to the guest, which
 * then need not wait. One thread.
 */
public final class DnsService {
    private static final int QUERIES_PER_SECOND = 200;
    private static final int QUERIES_AT_ONCE = 400;
    private static final int DNS_CLASS_ANY = 255;

    private final Counters<DnsCounter> counters = new Counters<>(DnsCounter.class);
    private final RateLimit limit = new RateLimit(QUERIES_PER_SECOND, QUERIES_AT_ONCE);
    private final DnsForwarder forwarder;

    /** @param random makes the numbers of forwarded queries; in production one that is hard to guess (RFC 5452) */
    public DnsService(final RandomGenerator random) {
        forwarder = new DnsForwarder(counters, random);
    }

    /** What became of queries. */
    public Counters<DnsCounter> counters() {
        return counters;
    }

    /** Name servers to forward to, best first; queries that wait go on with the new ones. */
    public void servers(final List<InetSocketAddress> best) {
        forwarder.servers(best);
    }

    /**
     * @param guest whose interface the frame came from
     * @param frame an Ethernet frame with a datagram to port 53 of the network's name server
     * @param nowNs of a clock that does not go back
     */
    public DnsResult receive(final DnsGuest guest, final Bytes frame, final long nowNs) {
        final UdpPacket packet;
        try {
            packet = UdpPacket.parse(frame);
        } catch (final MalformedPacketException malformed) {
            return ignored(DnsCounter.MALFORMED_FRAME);
        }
        if (packet.sourceMac() != guest.mac()) {
            return ignored(DnsCounter.FOREIGN_MAC);
        }
        if (!packet.isFrom(guest)) {
            return ignored(DnsCounter.FOREIGN_ADDRESS);
        }
        return receive(guest, new Asker.Datagram(guest.vif(), guest.routerMac(), packet), packet.payload(), nowNs);
    }

    /**
     * A question over TCP; its answer, or that there is none, comes as a {@link StreamAnswer} sooner or later, unless the
     * interface is {@link #forget forgotten}.
     *
     * @param guest whose connection it is
     * @param question a number that no other question has that waits for its answer
     * @param message without the length in front of it
     * @param nowNs of a clock that does not go back
     */
    public DnsResult receiveStream(final DnsGuest guest, final long question, final Bytes message, final long nowNs) {
        counters.increment(DnsCounter.BY_TCP);
        return receive(guest, new Asker.Stream(guest.vif(), question), message, nowNs);
    }

    private DnsResult receive(final DnsGuest guest, final Asker asker, final Bytes message, final long nowNs) {
        if (guest.dnsMode() == DnsMode.NONE) {
            return ignored(asker, DnsCounter.DISABLED);
        }
        if (!limit.allows(guest.vif(), nowNs)) {
            return ignored(asker, DnsCounter.RATE_LIMITED);
        }
        try {
            return receive(guest, asker, DnsQuery.parse(message), nowNs);
        } catch (final MalformedPacketException malformed) {
            return ignored(asker, DnsCounter.MALFORMED_MESSAGE);
        }
    }

    private DnsResult receive(final DnsGuest guest, final Asker asker, final DnsQuery query, final long nowNs) {
        if ((query.flags() & DnsType.RESPONSE) != 0) {
            return ignored(asker, DnsCounter.NOT_A_QUERY);
        }
        if ((query.flags() & DnsType.OPCODE) != 0) {
            return told(asker, query, DnsType.NOT_IMPLEMENTED, DnsCounter.NOT_IMPLEMENTED);
        }
        if (query.questions() != 1) {
            return told(asker, query, DnsType.FORMAT_ERROR, DnsCounter.FORMAT_ERROR);
        }
        if (query.hasEdns() && query.ednsVersion() != 0) {
            return told(asker, query, DnsType.BAD_VERSION, DnsCounter.BAD_VERSION);
        }
        counters.increment(DnsCounter.QUERY);
        if (guest.dnsMode() == DnsMode.TENANT || !isServed(query)) {
            return told(asker, query, DnsType.REFUSED, DnsCounter.REFUSED);
        }
        if (guest.dnsMode() == DnsMode.VIRTUAL && guest.zone().isOurs(query.name(), query.type())) {
            return here(guest.zone(), asker, query);
        }
        if (!forwarder.hasServers()) {
            return told(asker, query, DnsType.REFUSED, DnsCounter.REFUSED);
        }
        return forwarder.forward(asker, query, nowNs).map(DnsResult::upstream).orElseGet(asker::silence);
    }

    private static boolean isServed(final DnsQuery query) {
        return (query.dnsClass() == DnsType.CLASS_IN || query.dnsClass() == DNS_CLASS_ANY)
                && query.type() != DnsType.AXFR
                && query.type() != DnsType.IXFR;
    }

    private DnsResult here(final VirtualZone zone, final Asker asker, final DnsQuery query) {
        final List<DnsRecord> records = zone.find(query.name(), query.type());
        final boolean exists = zone.exists(query.name());
        counters.increment(exists ? DnsCounter.ANSWERED_HERE : DnsCounter.NO_SUCH_NAME);
        final Bytes answer = DnsAnswer.authoritative(
                query,
                exists ? DnsType.NO_ERROR : DnsType.NAME_ERROR,
                records,
                records.isEmpty() ? Optional.of(zone.authority(query.name())) : Optional.empty());
        if (answer.size() > asker.limitBytes(query)) {
            counters.increment(DnsCounter.TRUNCATED);
            return asker.answer(DnsAnswer.truncated(query));
        }
        return asker.answer(answer);
    }

    private DnsResult told(final Asker asker, final DnsQuery query, final int code, final DnsCounter what) {
        counters.increment(what);
        return asker.answer(DnsAnswer.code(query, code));
    }

    /**
     * A message that came back to where a query was sent from, in a datagram or over TCP.
     *
     * @param server from where
     * @param nowNs of a clock that does not go back
     */
    public DnsResult receiveUpstream(final InetSocketAddress server, final Bytes message, final long nowNs) {
        return forwarder.receive(server, message, nowNs);
    }

    /** When {@link #expire} has something to do, {@link net.vireo.agent.service.Timers#NEVER_NS} for never. */
    public long dueNs() {
        return forwarder.dueNs();
    }

    /** What name servers did not answer by now: asked of the next, or given up. */
    public DnsResult expire(final long nowNs) {
        return forwarder.expire(nowNs);
    }

    /** The interface is gone. */
    public void forget(final int vif) {
        forwarder.forget(vif);
        limit.forget(vif);
    }

    private DnsResult ignored(final DnsCounter why) {
        counters.increment(why);
        return DnsResult.NOTHING;
    }

    private DnsResult ignored(final Asker asker, final DnsCounter why) {
        counters.increment(why);
        return asker.silence();
    }
}
