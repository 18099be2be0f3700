// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.health;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Counters;
import net.vireo.agent.service.Guest;
import net.vireo.agent.service.Ipv4Packet;
import net.vireo.agent.service.MalformedPacketException;
import net.vireo.agent.service.Timers;
import net.vireo.agent.service.VifFrame;
import net.vireo.agent.service.WireReader;
import net.vireo.agent.service.WireWriter;
import net.vireo.packet.Checksum;
import net.vireo.packet.Icmp;
import net.vireo.packet.IpProtocol;

/**
 * All health checks of a node. A guest counts as well after one good answer, as ill after so many failures in a row as its
 * check says; before the first of either it is neither, and nothing is said. One thread.
 */
public final class HealthService {
    private static final Bytes PAYLOAD = Bytes.ofText("vireo health check");

    /** How long a guest may take to bring its BFD session up: while it is down both sides send once a second only. */
    private static final long FIRST_SESSION_NS = TimeUnit.SECONDS.toNanos(10);

    private final Counters<HealthCounter> counters = new Counters<>(HealthCounter.class);
    private final Map<String, Watch> watches = new HashMap<>();
    private final Map<Integer, Watch> byIdentifier = new HashMap<>();
    private final Timers<String> timers = new Timers<>();
    private int nextIdentifier;

    private enum Health {
        UNKNOWN,
        UP,
        DOWN
    }

    private static final class Watch {
        private final HealthCheck check;
        private final long mac;
        private final long routerMac;
        private final int service;
        private final int identifier;
        private final int address;
        private Health health = Health.UNKNOWN;
        private int failures;
        private int number;
        private boolean waiting;
        private long probeNs;

        Watch(final HealthCheck check, final Guest guest, final int identifier, final long nowNs) {
            this.check = check;
            mac = guest.mac();
            routerMac = guest.routerMac();
            service = guest.serviceAddress4();
            this.identifier = identifier;
            address = check.address()
                    .orElse(guest.ipv4().isEmpty() ? 0 : guest.ipv4().getFirst().address());
            probeNs = nowNs;
        }
    }

    /** What became of probes. */
    public Counters<HealthCounter> counters() {
        return counters;
    }

    /**
     * Starts a check; the first probe comes with the next {@link #expire}. One of the same name begins anew.
     *
     * @param guest as it is now: one whose addresses change is to be added again
     */
    public void add(final HealthCheck check, final Guest guest, final long nowNs) {
        remove(check.id());
        int identifier = nextIdentifier++ & 0xffff;
        while (byIdentifier.containsKey(identifier)) {
            identifier = nextIdentifier++ & 0xffff;
        }
        final Watch watch = new Watch(check, guest, identifier, nowNs);
        watches.put(check.id(), watch);
        byIdentifier.put(identifier, watch);
        timers.set(check.id(), check.kind() == HealthCheck.Kind.BFD ? nowNs + FIRST_SESSION_NS : nowNs);
    }

    /** Ends a check, without an event. */
    public void remove(final String id) {
        final Watch watch = watches.remove(id);
        if (watch != null) {
            byIdentifier.remove(watch.identifier);
            timers.cancel(id);
        }
    }

    /** When {@link #expire} has something to do, {@link Timers#NEVER_NS} for never. */
    public long dueNs() {
        return timers.dueNs();
    }

    /** Probes whose time has come, and those that were not answered in time. */
    public HealthResult expire(final long nowNs) {
        final HealthResult result = new HealthResult(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Optional<String> id = timers.poll(nowNs); id.isPresent(); id = timers.poll(nowNs)) {
            final Watch watch = watches.get(id.get());
            if (watch.check.kind() == HealthCheck.Kind.BFD) {
                noSession(watch).ifPresent(result.events()::add);
                continue;
            }
            if (watch.waiting) {
                watch.waiting = false;
                counters.increment(HealthCounter.TIMED_OUT);
                failed(watch, "no answer in time").ifPresent(result.events()::add);
            }
            if (nowNs >= watch.probeNs) {
                probe(watch, nowNs, result);
            }
            timers.set(id.get(), watch.waiting ? nowNs + watch.check.timeoutNs() : watch.probeNs);
        }
        return result;
    }

    /** It had its time. What comes up later tells by itself. */
    private Optional<HealthEvent> noSession(final Watch watch) {
        return watch.health == Health.UNKNOWN ? turned(watch, Health.DOWN, "no BFD session came up") : Optional.empty();
    }

    private void probe(final Watch watch, final long nowNs, final HealthResult result) {
        watch.probeNs = nowNs + watch.check.delayNs();
        watch.number = watch.number + 1 & 0xffff;
        if (watch.check.kind() == HealthCheck.Kind.HTTP) {
            result.requests().add(new HealthResult.HttpProbe(watch.check, watch.number));
        } else if (watch.address == 0 || watch.service == 0) {
            counters.increment(HealthCounter.NO_ADDRESS);
            failed(watch, "no IPv4 address to probe").ifPresent(result.events()::add);
            return;
        } else {
            result.frames().add(new VifFrame(watch.check.vif(), echo(watch)));
        }
        watch.waiting = true;
        counters.increment(HealthCounter.PROBED);
    }

    private static Bytes echo(final Watch watch) {
        final WireWriter out = new WireWriter()
                .u8(Icmp.ECHO_REQUEST)
                .u8(0)
                .u16(0)
                .u16(watch.identifier)
                .u16(watch.number)
                .bytes(PAYLOAD);
        out.putU16(2, Checksum.finish(out.sum()));
        return new Ipv4Packet(
                        watch.mac,
                        watch.routerMac,
                        watch.service,
                        watch.address,
                        IpProtocol.ICMP,
                        Ipv4Packet.DEFAULT_TTL,
                        out.toBytes())
                .toFrame();
    }

    /**
     * An echo reply to a service's address.
     *
     * @param vif which interface the frame came from
     */
    public List<HealthEvent> receive(final int vif, final Bytes frame, final long nowNs) {
        final Ipv4Packet packet;
        final int identifier;
        final int number;
        try {
            packet = Ipv4Packet.parse(frame);
            final Bytes message = packet.payload();
            final WireReader in = message.reader();
            if (packet.protocol() != IpProtocol.ICMP || in.u16() != Icmp.ECHO_REPLY << 8) {
                throw new MalformedPacketException("not an echo reply");
            }
            in.skip(2);
            identifier = in.u16();
            number = in.u16();
            if (Checksum.finish(message.sum(message.size())) != 0) {
                throw new MalformedPacketException("ICMP checksum is wrong");
            }
        } catch (final MalformedPacketException malformed) {
            return ignored(HealthCounter.MALFORMED);
        }
        final Watch watch = byIdentifier.get(identifier);
        if (watch == null || watch.check.kind() != HealthCheck.Kind.PING) {
            return ignored(HealthCounter.LATE);
        }
        if (watch.check.vif() != vif || packet.source() != watch.address || packet.sourceMac() != watch.mac) {
            return ignored(HealthCounter.FOREIGN);
        }
        return answered(watch, number, true, "answers echoes", nowNs);
    }

    /**
     * How a request went that was made for a check.
     *
     * @param well a status of 200 to 399 in time
     * @param why in words, such as "status 503" or "connection refused"
     */
    public List<HealthEvent> answered(
            final String id, final int number, final boolean well, final String why, final long nowNs) {
        final Watch watch = watches.get(id);
        return watch == null ? ignored(HealthCounter.LATE) : answered(watch, number, well, why, nowNs);
    }

    private List<HealthEvent> answered(
            final Watch watch, final int number, final boolean well, final String why, final long nowNs) {
        if (!watch.waiting || watch.number != number) {
            return ignored(HealthCounter.LATE);
        }
        watch.waiting = false;
        timers.set(watch.check.id(), Math.max(watch.probeNs, nowNs));
        counters.increment(well ? HealthCounter.ANSWERED : HealthCounter.REFUSED);
        return (well ? succeeded(watch, why) : failed(watch, why)).stream().toList();
    }

    /** A BFD session said that it came up, or went down: that counts at once, it has done its own counting. */
    public List<HealthEvent> session(final String id, final boolean up, final String why) {
        final Watch watch = watches.get(id);
        if (watch == null || watch.check.kind() != HealthCheck.Kind.BFD) {
            return ignored(HealthCounter.LATE);
        }
        watch.failures = watch.check.retries();
        return (up ? succeeded(watch, why) : failed(watch, why)).stream().toList();
    }

    private Optional<HealthEvent> succeeded(final Watch watch, final String why) {
        watch.failures = 0;
        return turned(watch, Health.UP, why);
    }

    private Optional<HealthEvent> failed(final Watch watch, final String why) {
        watch.failures++;
        return watch.failures > watch.check.retries() ? turned(watch, Health.DOWN, why) : Optional.empty();
    }

    private Optional<HealthEvent> turned(final Watch watch, final Health health, final String why) {
        if (watch.health == health) {
            return Optional.empty();
        }
        watch.health = health;
        final boolean up = health == Health.UP;
        counters.increment(up ? HealthCounter.WENT_UP : HealthCounter.WENT_DOWN);
        return Optional.of(new HealthEvent(watch.check, up, why));
    }

    private List<HealthEvent> ignored(final HealthCounter why) {
        counters.increment(why);
        return List.of();
    }
}
