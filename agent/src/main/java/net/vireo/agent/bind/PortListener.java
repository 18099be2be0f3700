// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.util.List;
import net.vireo.agent.packet.Reply;

/** Hears of ports that come and go. The services' thread. */
interface PortListener {
    /**
     * A port is new, or changed.
     *
     * @return what is to be sent now
     */
    default List<Reply> arrived(final BoundGuest guest, final long nowNs) {
        return List.of();
    }

    /**
     * The port is as it was, and something else of the database is not: perhaps what its guest is told of its network.
     *
     * @return what is to be sent now
     */
    default List<Reply> refreshed(final BoundGuest guest, final long nowNs) {
        return List.of();
    }

    /** A port is gone: what is known of its interface is to be forgotten. */
    default void gone(final int vif) {
        // who knows nothing of interfaces has nothing to forget
    }
}
