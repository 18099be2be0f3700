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

    /** A port is gone: what is known of its interface is to be forgotten. */
    default void gone(final int vif) {
        // who knows nothing of interfaces has nothing to forget
    }
}
