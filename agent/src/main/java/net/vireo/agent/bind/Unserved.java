// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.util.List;
import net.vireo.agent.packet.PacketHandler;
import net.vireo.agent.packet.Reply;
import net.vireo.agent.packet.TrappedPacket;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.icmp.ErrorService;
import net.vireo.agent.service.unserved.UnservedService;

/** What came for the node's addresses and no other handler takes: its senders are told. The services' thread. */
final class Unserved implements PacketHandler, PortListener {
    private final Guests guests;
    private final UnservedService service;

    /** @param errors where ICMP errors are made */
    Unserved(final Guests guests, final ErrorService errors) {
        this.guests = guests;
        service = new UnservedService(errors);
    }

    /** What became of packets. */
    String counters() {
        return service.counters().toString();
    }

    @Override
    public List<Reply> handle(final TrappedPacket packet, final long nowNs) {
        return guests.of(packet)
                .flatMap(guest -> service.receive(guest, Bytes.of(packet.packet()), nowNs))
                .map(frame -> List.of(Reply.send(packet.vif(), frame.toArray())))
                .orElse(List.of());
    }

    @Override
    public void gone(final int vif) {
        service.forget(vif);
    }
}
