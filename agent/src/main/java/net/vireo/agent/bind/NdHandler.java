// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.util.List;
import net.vireo.agent.packet.PacketHandler;
import net.vireo.agent.packet.Reply;
import net.vireo.agent.packet.TrappedPacket;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.nd.NdService;

/** Neighbour discovery from pkt0, and the router's advertisements, around their core. The services' thread. */
final class NdHandler implements PacketHandler, PortListener {
    private final Guests guests;
    private final NdService nd = new NdService();

    NdHandler(final Guests guests) {
        this.guests = guests;
    }

    /** What became of guests' messages. */
    String counters() {
        return nd.counters().toString();
    }

    @Override
    public List<Reply> handle(final TrappedPacket packet, final long nowNs) {
        return guests.of(packet)
                .flatMap(guest ->
                        nd.receive(guest, Bytes.of(packet.packet()), nowNs).answer())
                .map(frame -> List.of(Reply.send(packet.vif(), frame.toArray())))
                .orElse(List.of());
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

    /** Who is new hears of the router at once. */
    @Override
    public List<Reply> arrived(final BoundGuest guest, final long nowNs) {
        return guest.gateway6().isEmpty()
                ? List.of()
                : List.of(Reply.send(guest.vif(), nd.advertise(guest, nowNs).toArray()));
    }

    @Override
    public void gone(final int vif) {
        nd.withdraw(vif);
    }
}
