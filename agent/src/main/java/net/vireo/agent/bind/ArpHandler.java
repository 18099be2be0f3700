// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.vireo.agent.packet.PacketHandler;
import net.vireo.agent.packet.Reply;
import net.vireo.agent.packet.TrappedPacket;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Ipv4Prefix;
import net.vireo.agent.service.arp.ArpAnnouncer;
import net.vireo.agent.service.arp.ArpEvent;
import net.vireo.agent.service.arp.ArpResult;
import net.vireo.agent.service.arp.ArpService;
import net.vireo.packet.Ipv4Address;

/**
 * ARP from pkt0, and announcements of guests that are new, around the cores that know what to say. The services' thread.
 */
final class ArpHandler implements PacketHandler, PortListener {
    private final Guests guests;
    private final Conflicts conflicts;
    private final ArpService arp = new ArpService();
    private final ArpAnnouncer announcer = new ArpAnnouncer(arp.counters());

    /** By network and frame, the vif that an announcement enters by: the one whose guest it is about. */
    private final Map<ArpAnnouncer.Flood, Integer> announced = new HashMap<>();

    ArpHandler(final Guests guests, final Conflicts conflicts) {
        this.guests = guests;
        this.conflicts = conflicts;
    }

    /** What became of guests' ARP. */
    String counters() {
        return arp.counters().toString();
    }

    @Override
    public List<Reply> handle(final TrappedPacket packet, final long nowNs) {
        final Optional<BoundGuest> guest = guests.of(packet);
        if (guest.isEmpty()) {
            return List.of();
        }
        final ArpResult result = arp.receive(guest.get(), Bytes.of(packet.packet()), nowNs);
        for (final ArpEvent event : result.events()) {
            if (event instanceof final ArpEvent.Conflict conflict) {
                conflicts.add(guest.get(), Ipv4Address.format(conflict.address()), nowNs);
            }
        }
        return result.answer().stream()
                .map(frame -> Reply.send(packet.vif(), frame.toArray()))
                .toList();
    }

    @Override
    public long nextTimerNs() {
        return Math.min(conflicts.dueNs(), Math.min(arp.dueNs(), announcer.dueNs()));
    }

    @Override
    public List<Reply> onTimer(final long nowNs) {
        arp.expire(nowNs);
        conflicts.expire(nowNs);
        final List<Reply> replies = new ArrayList<>();
        for (final ArpAnnouncer.Flood flood : announcer.expire(nowNs)) {
            final Integer vif = announced.remove(flood);
            if (vif != null) {
                replies.add(entering(vif, flood));
            }
        }
        return replies;
    }

    /** Others of a bridged network may remember its addresses at another MAC: they are told, here and on other nodes. */
    @Override
    public List<Reply> arrived(final BoundGuest guest, final long nowNs) {
        if (!guest.isBridged()) {
            return List.of();
        }
        final List<Reply> replies = new ArrayList<>();
        for (final Ipv4Prefix own : guest.ipv4()) {
            final ArpAnnouncer.Flood flood = announcer.announce(guest.network(), own.address(), guest.mac(), nowNs);
            announced.put(flood, guest.vif());
            replies.add(entering(guest.vif(), flood));
        }
        return replies;
    }

    private static Reply entering(final int vif, final ArpAnnouncer.Flood flood) {
        return Reply.enter(vif, flood.network(), flood.frame().toArray());
    }

    @Override
    public void gone(final int vif) {
        arp.forget(vif);
        announced.values().removeIf(other -> other == vif);
    }
}
