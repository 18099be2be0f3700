// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.util.List;
import java.util.Optional;
import net.vireo.agent.packet.PacketHandler;
import net.vireo.agent.packet.Reply;
import net.vireo.agent.packet.TrappedPacket;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Counters;
import net.vireo.agent.service.icmp.EchoService;
import net.vireo.agent.service.icmp.ErrorKind;
import net.vireo.agent.service.icmp.ErrorService;
import net.vireo.agent.service.icmp.IcmpCounter;

/** Echoes for the node's addresses, and errors about packets that end here. The services' thread. */
final class IcmpHandler implements PacketHandler, PortListener {
    private final Guests guests;
    private final Counters<IcmpCounter> counters = new Counters<>(IcmpCounter.class);
    private final EchoService echo = new EchoService(counters);
    private final ErrorService errors = new ErrorService(counters);

    IcmpHandler(final Guests guests) {
        this.guests = guests;
    }

    /** What became of echoes, and which errors were sent. */
    String counters() {
        return counters.toString();
    }

    /** Where errors about other packets are made, under the same limits. */
    ErrorService errors() {
        return errors;
    }

    @Override
    public List<Reply> handle(final TrappedPacket packet, final long nowNs) {
        return guests.of(packet)
                .flatMap(guest -> answer(guest, packet, nowNs))
                .map(frame -> List.of(Reply.send(packet.vif(), frame.toArray())))
                .orElse(List.of());
    }

    private Optional<Bytes> answer(final BoundGuest guest, final TrappedPacket packet, final long nowNs) {
        final Bytes frame = Bytes.of(packet.packet());
        return switch (packet.reason()) {
            case TrappedPacket.REASON_HANDLE_DF ->
                errors.tell(guest, frame, ErrorKind.TOO_BIG, packet.parameter(0), nowNs);
            case TrappedPacket.REASON_ZERO_TTL -> errors.tell(guest, frame, ErrorKind.TIME_EXCEEDED, 0, nowNs);
            default -> echo.receive(guest, frame, nowNs);
        };
    }

    @Override
    public void gone(final int vif) {
        echo.forget(vif);
        errors.forget(vif);
    }
}
