// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.packet;

import java.util.List;

/** Answers packets of a kind. Called from one thread; what it throws costs the packet and is counted. */
@FunctionalInterface
public interface PacketHandler {
    /**
     * Answers a packet.
     *
     * @param nowNs the time, as {@link System#nanoTime}
     * @return what goes back, perhaps nothing
     */
    List<Reply> handle(TrappedPacket packet, long nowNs);

    /** When it wants to be called without a packet next; {@link Long#MAX_VALUE} for never. */
    default long nextTimerNs() {
        return Long.MAX_VALUE;
    }

    /** Its timer is due. */
    default List<Reply> onTimer(final long nowNs) {
        return List.of();
    }
}
