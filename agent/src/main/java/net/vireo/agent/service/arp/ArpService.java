// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.arp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Counters;
import net.vireo.agent.service.MalformedPacketException;
import net.vireo.packet.Arp;

/**
 * Answers guests' requests as the gateway and for whom it may speak, learns which address is at which guest, and tells when
 * somebody claims another's. One thread.
 */
public final class ArpService {
    /** How often a claim is answered and reported (RFC 5227 1.1, DEFEND_INTERVAL). */
    static final long DEFEND_INTERVAL_NS = TimeUnit.SECONDS.toNanos(10);

    /** Claims of one guest that are remembered; none takes room, or time, from another. */
    static final int MAX_CONFLICTS_OF_ONE = 32;

    private final Counters<ArpCounter> counters = new Counters<>(ArpCounter.class);
    private final SeenAddresses seen = new SeenAddresses(counters);

    /** By vif and address, when a claim was told last. */
    private final Map<Integer, Map<Integer, Long>> conflictsNs = new HashMap<>();

    /** What became of guests' ARP. */
    public Counters<ArpCounter> counters() {
        return counters;
    }

    /**
     * @param guest whose interface the frame came from
     * @param frame an Ethernet frame with ARP in it
     * @param nowNs of a clock that does not go back
     */
    public ArpResult receive(final ArpGuest guest, final Bytes frame, final long nowNs) {
        final ArpPacket packet;
        try {
            packet = ArpPacket.parse(frame);
        } catch (final MalformedPacketException malformed) {
            counters.increment(ArpCounter.MALFORMED);
            return ArpResult.NOTHING;
        }
        if (packet.sourceMac() != packet.senderMac()) {
            counters.increment(ArpCounter.FOREIGN_MAC);
            return ArpResult.NOTHING;
        }
        if (packet.isProbe()) {
            return probe(guest, packet);
        }
        if (!guest.mayUse(packet.senderAddress(), packet.senderMac())) {
            return foreign(guest, packet, nowNs);
        }
        final List<ArpEvent> events = seen.seen(
                guest.network(),
                guest.vif(),
                packet.senderAddress(),
                packet.senderMac(),
                packet.isAnnouncement(),
                nowNs);
        if (packet.isAnnouncement()) {
            counters.increment(ArpCounter.ANNOUNCEMENT);
        } else if (packet.operation() == Arp.REPLY) {
            counters.increment(ArpCounter.REPLY);
        } else {
            counters.increment(ArpCounter.REQUEST);
            return new ArpResult(answer(guest, packet).answer(), events);
        }
        return ArpResult.of(events);
    }

    private ArpResult probe(final ArpGuest guest, final ArpPacket packet) {
        counters.increment(ArpCounter.PROBE);
        if (packet.senderMac() != guest.mac() && !guest.mayUse(packet.targetAddress(), packet.senderMac())) {
            counters.increment(ArpCounter.FOREIGN_MAC);
            return ArpResult.NOTHING;
        }
        return answer(guest, packet);
    }

    private ArpResult answer(final ArpGuest guest, final ArpPacket packet) {
        final int target = packet.targetAddress();
        if (guest.owns(target) || packet.isProbe() && guest.mayUse(target, packet.senderMac())) {
            counters.increment(ArpCounter.OWN_ADDRESS);
            return ArpResult.NOTHING;
        }
        final OptionalLong mac = isOurs(guest, target) ? OptionalLong.of(guest.routerMac()) : guest.proxyMac(target);
        if (mac.isEmpty()) {
            counters.increment(ArpCounter.UNANSWERED);
            return ArpResult.NOTHING;
        }
        counters.increment(ArpCounter.ANSWERED);
        return ArpResult.of(packet.reply(mac.getAsLong()));
    }

    private static boolean isOurs(final ArpGuest guest, final int address) {
        return address != 0 && (address == guest.gateway4() || address == guest.serviceAddress4());
    }

    /** No answer to what was asked; but a claim to the gateway's address is contradicted, or the guest would cut itself off. */
    private ArpResult foreign(final ArpGuest guest, final ArpPacket packet, final long nowNs) {
        if (packet.senderMac() != guest.mac()) {
            counters.increment(ArpCounter.FOREIGN_MAC);
            return ArpResult.NOTHING;
        }
        counters.increment(ArpCounter.FOREIGN_ADDRESS);
        if (!mayReport(guest.vif(), packet.senderAddress(), nowNs)) {
            return ArpResult.NOTHING;
        }
        final List<ArpEvent> events =
                List.of(new ArpEvent.Conflict(guest.vif(), packet.senderAddress(), packet.senderMac()));
        if (!isOurs(guest, packet.senderAddress())) {
            return ArpResult.of(events);
        }
        counters.increment(ArpCounter.DEFENDED);
        final ArpPacket defence = ArpPacket.announcement(packet.senderAddress(), guest.routerMac());
        return new ArpResult(ArpResult.of(defence).answer(), events);
    }

    private boolean mayReport(final int vif, final int address, final long nowNs) {
        final Map<Integer, Long> claims = conflictsNs.computeIfAbsent(vif, none -> new HashMap<>());
        claims.values().removeIf(lastNs -> nowNs - lastNs >= DEFEND_INTERVAL_NS);
        return claims.size() < MAX_CONFLICTS_OF_ONE && claims.putIfAbsent(address, nowNs) == null;
    }

    /** When {@link #expire} has something to do, {@link net.vireo.agent.service.Timers#NEVER_NS} for never. */
    public long dueNs() {
        return seen.dueNs();
    }

    /** What ended by now. */
    public List<ArpEvent> expire(final long nowNs) {
        return new ArrayList<>(seen.expire(nowNs));
    }

    /** The interface is gone. */
    public void forget(final int vif) {
        seen.forget(vif);
        conflictsNs.remove(vif);
    }
}
