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
 * nobody else answers: they are left alone. The services' thread.
 */
final class PortWatch implements PacketHandler {
    private final Guests guests;
    private final List<PortListener> listeners;
    private final Map<Integer, OperPort> known = new HashMap<>();
    private OperState seen;

    /** @param listeners in the order in which they are told */
    PortWatch(final Guests guests, final List<PortListener> listeners) {
        this.guests = guests;
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public List<Reply> handle(final TrappedPacket packet, final long nowNs) {
        return List.of();
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
            if (now.portAt(vif).isEmpty()) {
                known.remove(vif);
                listeners.forEach(listener -> listener.gone(vif));
            }
        }
        for (final OperPort port : now.ports()) {
            final OperPort before = port.isActive() ? known.put(port.vif(), port) : port;
            if (!port.equals(before)) {
                if (before != null
                        && !before.config().uuid().equals(port.config().uuid())) {
                    listeners.forEach(listener -> listener.gone(port.vif()));
                }
                final BoundGuest guest = guests.of(now, port);
                listeners.forEach(listener -> replies.addAll(listener.arrived(guest, nowNs)));
            }
        }
        return replies;
    }
}
