// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.util.List;
import net.vireo.agent.packet.PacketHandler;
import net.vireo.agent.packet.Reply;
import net.vireo.agent.packet.TrappedPacket;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.arp.ArpService;

/** ARP from pkt0, around the core that knows what to say. The services' thread. */
final class ArpHandler implements PacketHandler, PortListener {
    private final Guests guests;
    private final ArpService arp = new ArpService();

    ArpHandler(final Guests guests) {
        this.guests = guests;
    }

    /** What became of guests' ARP. */
    String counters() {
        return arp.counters().toString();
    }

    @Override
    public List<Reply> handle(final TrappedPacket packet, final long nowNs) {
        return guests.of(packet)
                .flatMap(guest ->
                        arp.receive(guest, Bytes.of(packet.packet()), nowNs).answer())
                .map(frame -> List.of(Reply.send(packet.vif(), frame.toArray())))
                .orElse(List.of());
    }

    @Override
    public long nextTimerNs() {
        return arp.dueNs();
    }

    @Override
    public List<Reply> onTimer(final long nowNs) {
        arp.expire(nowNs);
        return List.of();
    }

    @Override
    public void gone(final int vif) {
        arp.forget(vif);
    }
}
