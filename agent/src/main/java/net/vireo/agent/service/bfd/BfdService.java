// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.bfd;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Counters;
import net.vireo.agent.service.EthernetFrame;
import net.vireo.agent.service.Ipv4Packet;
import net.vireo.agent.service.Ipv6Packet;
import net.vireo.agent.service.MalformedPacketException;
import net.vireo.agent.service.Timers;
import net.vireo.agent.service.Udp4Packet;
import net.vireo.agent.service.Udp6Packet;
import net.vireo.agent.service.VifFrame;
import net.vireo.packet.EtherType;

/** All sessions of a node. One thread. */
public final class BfdService {
    /** Of these is a session's source port (RFC 5881 4). */
    private static final int FIRST_PORT = 49_152;

    private static final int PORTS = 65_536 - FIRST_PORT;

    private final Counters<BfdCounter> counters = new Counters<>(BfdCounter.class);
    private final RandomGenerator random;
    private final Map<BfdLink, Entry> entries = new HashMap<>();
    private final Map<Integer, Entry> byDiscriminator = new HashMap<>();
    private final Timers<BfdLink> timers = new Timers<>();
    private int nextPort;

    private record Entry(BfdLink link, BfdSession session, int port) {}

    /** @param random makes discriminators, and jitter */
    public BfdService(final RandomGenerator random) {
        this.random = random;
    }

    /** What became of packets. */
    public Counters<BfdCounter> counters() {
        return counters;
    }

    /** Starts a session; its first packet comes with the next {@link #expire}. One that is there already begins anew. */
    public void add(final BfdLink link, final BfdParameters parameters, final long nowNs) {
        forget(link);
        int discriminator = random.nextInt();
        while (discriminator == 0 || byDiscriminator.containsKey(discriminator)) {
            discriminator = random.nextInt();
        }
        final BfdSession session = new BfdSession(parameters, discriminator, random, nowNs);
        final Entry entry = new Entry(link, session, FIRST_PORT + nextPort++ % PORTS);
        entries.put(link, entry);
        byDiscriminator.put(discriminator, entry);
        timers.set(link, nowNs);
    }

    /** Ends a session; the frame tells the other side that this was meant. */
    public Optional<VifFrame> remove(final BfdLink link) {
        return forget(link).map(entry -> frame(entry, entry.session.shutDown()));
    }

    private Optional<Entry> forget(final BfdLink link) {
        final Entry entry = entries.remove(link);
        if (entry != null) {
            byDiscriminator.remove(entry.session.localDiscriminator());
            timers.cancel(link);
        }
        return Optional.ofNullable(entry);
    }

    /** A session's state, if there is one. */
    public Optional<BfdState> state(final BfdLink link) {
        return Optional.ofNullable(entries.get(link)).map(entry -> entry.session.state());
    }

    /**
     * @param vif which interface the frame came from
     * @param frame an Ethernet frame with a datagram to port 3784
     * @param nowNs of a clock that does not go back
     */
    public BfdResult receive(final int vif, final Bytes frame, final long nowNs) {
        final BfdLink sender;
        final Bytes payload;
        try {
            if (EthernetFrame.parse(frame).type() == EtherType.IPV6) {
                final Udp6Packet udp = Udp6Packet.parse(frame);
                sender = new BfdLink.Over6(vif, udp.destinationMac(), udp.destination(), udp.sourceMac(), udp.source());
                payload = Ipv6Packet.parse(frame).hopLimit() == BfdLink.TTL ? udp.payload() : Bytes.EMPTY;
            } else {
                final Udp4Packet udp = Udp4Packet.parse(frame);
                sender = new BfdLink.Over4(vif, udp.destinationMac(), udp.destination(), udp.sourceMac(), udp.source());
                payload = Ipv4Packet.parse(frame).ttl() == BfdLink.TTL ? udp.payload() : Bytes.EMPTY;
            }
        } catch (final MalformedPacketException malformed) {
            return ignored(BfdCounter.MALFORMED_FRAME);
        }
        if (payload.isEmpty()) {
            return ignored(BfdCounter.TTL);
        }
        try {
            return receive(sender, BfdPacket.parse(payload), nowNs);
        } catch (final MalformedPacketException malformed) {
            return ignored(BfdCounter.MALFORMED_PACKET);
        }
    }

    /** By discriminator, else by addresses; never another link's session, whatever the packet claims (RFC 5880 6.8.6). */
    private BfdResult receive(final BfdLink sender, final BfdPacket packet, final long nowNs) {
        final Entry entry =
                packet.yourDiscriminator() != 0 ? byDiscriminator.get(packet.yourDiscriminator()) : entries.get(sender);
        if (entry == null || !entry.link.equals(sender)) {
            return ignored(BfdCounter.NO_SESSION);
        }
        counters.increment(BfdCounter.RECEIVED);
        final BfdState before = entry.session.state();
        final List<VifFrame> frames = new ArrayList<>();
        entry.session.receive(packet, nowNs).ifPresent(answer -> frames.add(frame(entry, answer)));
        timers.set(entry.link, entry.session.dueNs());
        return new BfdResult(frames, events(entry, before));
    }

    private List<BfdEvent> events(final Entry entry, final BfdState before) {
        final BfdState now = entry.session.state();
        if ((before == BfdState.UP) == (now == BfdState.UP)) {
            return List.of();
        }
        counters.increment(now == BfdState.UP ? BfdCounter.WENT_UP : BfdCounter.WENT_DOWN);
        return List.of(new BfdEvent(entry.link, now == BfdState.UP, entry.session.diagnostic()));
    }

    private VifFrame frame(final Entry entry, final BfdPacket packet) {
        counters.increment(BfdCounter.SENT);
        return new VifFrame(entry.link.vif(), entry.link.frame(entry.port, packet.toBytes()));
    }

    /** When {@link #expire} has something to do, {@link Timers#NEVER_NS} for never. */
    public long dueNs() {
        return timers.dueNs();
    }

    /** Packets whose time has come, and sessions that heard nothing in time. */
    public BfdResult expire(final long nowNs) {
        final List<VifFrame> frames = new ArrayList<>();
        final List<BfdEvent> events = new ArrayList<>();
        for (Optional<BfdLink> link = timers.poll(nowNs); link.isPresent(); link = timers.poll(nowNs)) {
            final Entry entry = entries.get(link.get());
            final BfdState before = entry.session.state();
            entry.session.expire(nowNs);
            entry.session.send(nowNs).ifPresent(packet -> frames.add(frame(entry, packet)));
            events.addAll(events(entry, before));
            timers.set(entry.link, entry.session.dueNs());
        }
        return new BfdResult(frames, events);
    }

    private BfdResult ignored(final BfdCounter why) {
        counters.increment(why);
        return BfdResult.NOTHING;
    }
}
