// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.vireo.agent.oper.OperPort;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.packet.PacketHandler;
import net.vireo.agent.packet.Reply;
import net.vireo.agent.packet.TrappedPacket;

/**
 * Looks at each new database for ports that came, changed or went, and tells the services. Handler of the packets that
 * nobody else answers: it passes them on. The services' thread.
 */
final class PortWatch implements PacketHandler {
    private final Guests guests;
    private final PacketHandler others;
    private final List<PortListener> listeners;
    private final Map<Integer, OperPort> known = new HashMap<>();
    private OperState seen;

    /**
     * @param others takes packets
     * @param listeners in the order in which they are told
     */
    PortWatch(final Guests guests, final PacketHandler others, final List<PortListener> listeners) {
        this.guests = guests;
        this.others = others;
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public List<Reply> handle(final TrappedPacket packet, final long nowNs) {
        return others.handle(packet, nowNs);
    }

    /** At once when the database changed. */
    @Override
    public long nextTimerNs() {
        return guests.state() == seen ? Long.MAX_VALUE : System.nanoTime();
    }

    @Override
    public List<Reply> onTimer(final long nowNs) {
        final List<Reply> replies = new ArrayList<>();
        final OperState now = guests.state();
        seen = now;
        for (final int vif : List.copyOf(known.keySet())) {
            if (!isStillThere(now, vif)) {
                known.remove(vif);
                listeners.forEach(listener -> listener.gone(vif));
            }
        }
        for (final OperPort port : now.ports()) {
            if (port.isActive()) {
                final BoundGuest guest = guests.of(now, port);
                final boolean same = port.equals(known.put(port.vif(), port));
                listeners.forEach(listener ->
                        replies.addAll(same ? listener.refreshed(guest, nowNs) : listener.arrived(guest, nowNs)));
            }
        }
        return replies;
    }

    /** Another port may have got the number of one that is gone. */
    private boolean isStillThere(final OperState now, final int vif) {
        return now.portAt(vif)
                .filter(port ->
                        port.config().uuid().equals(known.get(vif).config().uuid()))
                .isPresent();
    }
}
