// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.util.Optional;
import java.util.function.Supplier;
import net.vireo.agent.oper.OperPort;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.packet.TrappedPacket;

/** Who sent a packet, in the database of the moment. The services' thread. */
final class Guests {
    private final Supplier<OperState> state;
    private Zones zones = new Zones(OperState.empty());
    private OperState zonesOf;

    /** @param state the database of the moment */
    Guests(final Supplier<OperState> state) {
        this.state = state;
    }

    /** The database now. */
    OperState state() {
        return state.get();
    }

    /** Who sent a packet; empty when its vif is no active port's. */
    Optional<BoundGuest> of(final TrappedPacket packet) {
        final OperState now = state.get();
        return now.portAt(packet.vif()).map(port -> of(now, port));
    }

    /** An active port as the services see it. */
    BoundGuest of(final OperState now, final OperPort port) {
        if (now != zonesOf) {
            zonesOf = now;
            zones = new Zones(now);
        }
        return new BoundGuest(now, port, zones);
    }
}
