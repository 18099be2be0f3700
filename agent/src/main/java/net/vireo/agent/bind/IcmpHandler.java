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
import net.vireo.packet.Icmp;
import net.vireo.packet.IpProtocol;

/** Echoes for the node's addresses, and errors about packets that end here. The services' thread. */
final class IcmpHandler implements PacketHandler, PortListener {
    private static final int ICMP_OFFSET = 34;

    private final Guests guests;
    private final HealthHandler health;
    private final Counters<IcmpCounter> counters = new Counters<>(IcmpCounter.class);
    private final EchoService echo = new EchoService(counters);
    private final ErrorService errors = new ErrorService(counters);

    /** @param health hears of echoes' answers */
    IcmpHandler(final Guests guests, final HealthHandler health) {
        this.guests = guests;
        this.health = health;
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
        if (isEchoReply(packet)) {
            health.echoed(packet, nowNs);
            return List.of();
        }
        return guests.of(packet)
                .flatMap(guest -> answer(guest, packet, nowNs))
                .map(frame -> List.of(Reply.send(packet.vif(), frame.toArray())))
                .orElse(List.of());
    }

    /** One that a guest sent to a service's address, with or without options; what it answers is looked at elsewhere. */
    private static boolean isEchoReply(final TrappedPacket packet) {
        final byte[] frame = packet.packet();
        if (packet.reason() == TrappedPacket.REASON_HANDLE_DF
                || packet.reason() == TrappedPacket.REASON_ZERO_TTL
                || frame.length <= ICMP_OFFSET
                || frame[12] != 0x08
                || frame[13] != 0) {
            return false;
        }
        final int icmp = 14 + (frame[14] & 0xf) * Integer.BYTES;
        return frame[23] == IpProtocol.ICMP && icmp < frame.length && frame[icmp] == Icmp.ECHO_REPLY;
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
