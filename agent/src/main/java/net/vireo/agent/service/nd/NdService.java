// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.nd;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Counters;
import net.vireo.agent.service.Icmp6Packet;
import net.vireo.agent.service.MalformedPacketException;
import net.vireo.agent.service.RateLimit;
import net.vireo.agent.service.Timers;
import net.vireo.agent.service.VifFrame;
import net.vireo.agent.service.WireWriter;
import net.vireo.packet.Icmpv6;
import net.vireo.packet.Ipv6Address;

/**
 * The router of a guest's link: advertises itself, every 30 seconds and when asked, and answers solicitations for its own
 * addresses and for whom it may speak. One thread.
 */
public final class NdService {
    /** More than any guest has reason to ask, and little enough to be no burden. */
    private static final int ANSWERS_PER_SECOND = 50;

    private static final int ANSWERS_AT_ONCE = 100;
    private static final Ipv6Address ALL_NODES =
            new Ipv6Address(Ipv6Address.LINK_GROUP_HIGH, Ipv6Address.ALL_NODES_LOW);

    private final Counters<NdCounter> counters = new Counters<>(NdCounter.class);
    private final RateLimit limit = new RateLimit(ANSWERS_PER_SECOND, ANSWERS_AT_ONCE);
    private final Map<Integer, Advertised> advertised = new HashMap<>();
    private final Timers<Integer> timers = new Timers<>();

    /** @param frame what the guest was told last */
    private record Advertised(NdGuest guest, Bytes frame) {}

    /** What became of guests' messages. */
    public Counters<NdCounter> counters() {
        return counters;
    }

    /**
     * From now on the guest hears of the router every 30 seconds, and at once by the frame that is returned. A guest whose
     * configuration has changed is put in again.
     */
    public Bytes advertise(final NdGuest guest, final long nowNs) {
        final Bytes frame = RouterAdvertisement.toAll(guest, true);
        advertised.put(guest.vif(), new Advertised(guest, frame));
        timers.set(guest.vif(), nowNs + RouterAdvertisement.INTERVAL_NS);
        counters.increment(NdCounter.ROUTER_ADVERTISED_PERIODICALLY);
        return frame;
    }

    /**
     * Takes a guest in place of what was known of it, if it hears of the router at all; the frame that is returned tells it
     * at once what it was told otherwise before (RFC 4861 6.2.4).
     */
    public Optional<Bytes> refresh(final NdGuest guest, final long nowNs) {
        final Advertised before = advertised.get(guest.vif());
        if (before == null) {
            return Optional.empty();
        }
        if (!before.frame.equals(RouterAdvertisement.toAll(guest, true))) {
            return Optional.of(advertise(guest, nowNs));
        }
        advertised.put(guest.vif(), new Advertised(guest, before.frame));
        return Optional.empty();
    }

    /** The guest hears no more of the router; the frame that is returned tells it to forget (RFC 4861 6.2.5). */
    public Optional<Bytes> withdraw(final int vif) {
        timers.cancel(vif);
        limit.forget(vif);
        return Optional.ofNullable(advertised.remove(vif)).map(known -> RouterAdvertisement.toAll(known.guest, false));
    }

    /** When {@link #expire} has something to do, {@link Timers#NEVER_NS} for never. */
    public long dueNs() {
        return timers.dueNs();
    }

    /** Advertisements whose time has come. */
    public List<VifFrame> expire(final long nowNs) {
        final List<VifFrame> frames = new ArrayList<>();
        for (Optional<Integer> vif = timers.poll(nowNs); vif.isPresent(); vif = timers.poll(nowNs)) {
            // From now on, not from when it was due: after a pause nobody is to be flooded with what was missed.
            frames.add(new VifFrame(vif.get(), advertise(advertised.get(vif.get()).guest, nowNs)));
        }
        return frames;
    }

    /**
     * @param guest whose interface the frame came from
     * @param frame an Ethernet frame with ICMPv6 in it
     * @param nowNs of a clock that does not go back
     */
    public NdResult receive(final NdGuest guest, final Bytes frame, final long nowNs) {
        final Icmp6Packet packet;
        try {
            packet = Icmp6Packet.parse(frame);
        } catch (final MalformedPacketException malformed) {
            return ignored(NdCounter.MALFORMED);
        }
        try {
            return switch (packet.type()) {
                case Icmpv6.ROUTER_SOLICITATION, Icmpv6.NEIGHBOUR_SOLICITATION, Icmpv6.NEIGHBOUR_ADVERTISEMENT ->
                    receive(guest, NdMessage.parse(packet), nowNs);
                case Icmpv6.ROUTER_ADVERTISEMENT, Icmpv6.REDIRECT -> ignored(NdCounter.ROGUE_ROUTER);
                default -> ignored(NdCounter.NOT_ND);
            };
        } catch (final MalformedPacketException malformed) {
            return ignored(NdCounter.INVALID);
        }
    }

    private NdResult receive(final NdGuest guest, final NdMessage message, final long nowNs) {
        final long mac = message.packet().sourceMac();
        if (message.linkAddress().orElse(mac) != mac) {
            return ignored(NdCounter.FOREIGN_MAC);
        }
        if (message.isUnspecified()
                ? mac != guest.mac() && !guest.mayUse(message.target(), mac)
                : !guest.mayUse(message.packet().source(), mac)) {
            return ignored(mac == guest.mac() ? NdCounter.FOREIGN_ADDRESS : NdCounter.FOREIGN_MAC);
        }
        return switch (message.packet().type()) {
            case Icmpv6.ROUTER_SOLICITATION -> routerSolicited(guest, message, nowNs);
            case Icmpv6.NEIGHBOUR_SOLICITATION -> solicited(guest, message, nowNs);
            default -> advertised(guest, message);
        };
    }

    private NdResult routerSolicited(final NdGuest guest, final NdMessage message, final long nowNs) {
        counters.increment(NdCounter.ROUTER_SOLICITATION);
        if (!limit.allows(guest.vif(), nowNs)) {
            return ignored(NdCounter.RATE_LIMITED);
        }
        counters.increment(NdCounter.ROUTER_ADVERTISED);
        return NdResult.of(
                message.isUnspecified()
                        ? RouterAdvertisement.toAll(guest, true)
                        : RouterAdvertisement.to(guest, message.packet().source()));
    }

    private NdResult solicited(final NdGuest guest, final NdMessage message, final long nowNs) {
        counters.increment(message.isUnspecified() ? NdCounter.DAD : NdCounter.SOLICITATION);
        final Ipv6Address target = message.target();
        final boolean ours = target.equals(guest.serviceAddress6())
                || guest.gateway6().filter(target::equals).isPresent();
        final boolean linkLocal = Ipv6Address.isLinkLocal(target.high());
        if (!ours && guest.mayUse(target, message.packet().sourceMac()) && (!linkLocal || message.isUnspecified())) {
            return ignored(NdCounter.OWN_ADDRESS);
        }
        final OptionalLong mac = ours ? OptionalLong.of(guest.routerMac()) : guest.proxyMac(target);
        if (mac.isEmpty()) {
            return ignored(NdCounter.UNANSWERED);
        }
        if (!limit.allows(guest.vif(), nowNs)) {
            return ignored(NdCounter.RATE_LIMITED);
        }
        counters.increment(NdCounter.ANSWERED);
        return NdResult.of(answer(guest, message, mac.getAsLong(), ours));
    }

    /** RFC 4861 7.2.4; who speaks for others does not override what the guest knows (7.2.8). */
    private static Bytes answer(final NdGuest guest, final NdMessage message, final long mac, final boolean ours) {
        final boolean dad = message.isUnspecified();
        final int flags = (ours ? NdMessage.ROUTER | NdMessage.OVERRIDE : 0) | (dad ? 0 : NdMessage.SOLICITED);
        final WireWriter out = new WireWriter().u32((long) flags << 24).ipv6(message.target());
        NdOptions.writeLink(out, NdOptions.TARGET_LINK, mac);
        return new Icmp6Packet(
                        dad
                                ? Ipv6Address.multicastMac(ALL_NODES.low())
                                : message.packet().sourceMac(),
                        guest.routerMac(),
                        message.target(),
                        dad ? ALL_NODES : message.packet().source(),
                        RouterAdvertisement.HOP_LIMIT,
                        Icmpv6.NEIGHBOUR_ADVERTISEMENT,
                        0,
                        out.toBytes())
                .toFrame();
    }

    private NdResult advertised(final NdGuest guest, final NdMessage message) {
        final long mac = message.packet().sourceMac();
        if (!guest.mayUse(message.target(), mac)) {
            counters.increment(NdCounter.FOREIGN_ADDRESS);
            return NdResult.of(new NdEvent.Conflict(guest.vif(), message.target(), mac));
        }
        counters.increment(NdCounter.ADVERTISEMENT);
        return NdResult.of(new NdEvent.Advertised(guest.vif(), message.target(), mac));
    }

    private NdResult ignored(final NdCounter why) {
        counters.increment(why);
        return NdResult.NOTHING;
    }
}
