// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.vireo.agent.packet.PacketHandler;
import net.vireo.agent.packet.Reply;
import net.vireo.agent.packet.TrappedPacket;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.nd.NdAnnouncement;
import net.vireo.agent.service.nd.NdEvent;
import net.vireo.agent.service.nd.NdResult;
import net.vireo.agent.service.nd.NdService;

/** Neighbour discovery from pkt0, and the router's advertisements, around their core. The services' thread. */
final class NdHandler implements PacketHandler, PortListener {
    private final Guests guests;
    private final Conflicts conflicts;
    private final NdService nd = new NdService();

    NdHandler(final Guests guests, final Conflicts conflicts) {
        this.guests = guests;
        this.conflicts = conflicts;
    }

    /** What became of guests' messages. */
    String counters() {
        return nd.counters().toString();
    }

    @Override
    public List<Reply> handle(final TrappedPacket packet, final long nowNs) {
        final Optional<BoundGuest> guest = guests.of(packet);
        if (guest.isEmpty()) {
            return List.of();
        }
        final NdResult result = nd.receive(guest.get(), Bytes.of(packet.packet()), nowNs);
        for (final NdEvent event : result.events()) {
            if (event instanceof final NdEvent.Conflict conflict) {
                conflicts.add(guest.get(), conflict.address().toString(), nowNs);
            }
        }
        return result.answer().stream()
                .map(frame -> Reply.send(packet.vif(), frame.toArray()))
                .toList();
    }

    @Override
    public long nextTimerNs() {
        return nd.dueNs();
    }

    @Override
    public List<Reply> onTimer(final long nowNs) {
        return nd.expire(nowNs).stream()
                .map(frame -> Reply.send(frame.vif(), frame.frame().toArray()))
                .toList();
    }

    /** Who is new hears of the router at once, and the others of a bridged network of its addresses. */
    @Override
    public List<Reply> arrived(final BoundGuest guest, final long nowNs) {
        final List<Reply> replies = new ArrayList<>();
        if (guest.ipv6().isEmpty()) {
            nd.withdraw(guest.vif()).ifPresent(farewell -> replies.add(Reply.send(guest.vif(), farewell.toArray())));
        } else {
            replies.add(Reply.send(guest.vif(), nd.advertise(guest, nowNs).toArray()));
        }
        if (guest.isBridged()) {
            guest.ipv6()
                    .forEach(own -> replies.add(Reply.enter(
                            guest.vif(),
                            guest.network(),
                            NdAnnouncement.of(own.address(), guest.mac()).toArray())));
        }
        return replies;
    }

    /** Gateway, MTU, name servers and domain are the network's: they change where the port does not. */
    @Override
    public List<Reply> refreshed(final BoundGuest guest, final long nowNs) {
        return nd.refresh(guest, nowNs).stream()
                .map(frame -> Reply.send(guest.vif(), frame.toArray()))
                .toList();
    }

    @Override
    public void gone(final int vif) {
        nd.withdraw(vif);
    }
}
