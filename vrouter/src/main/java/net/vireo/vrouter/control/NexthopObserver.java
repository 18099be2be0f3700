// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.vrouter.table.Nexthop;

/** Is told of tunnels whose Ethernet header the router has to find itself. Called from the control thread. */
public interface NexthopObserver {
    /** For routers without anybody who resolves neighbours: their tunnels stay unresolved. */
    NexthopObserver NONE = new NexthopObserver() {
        @Override
        public void unresolved(final Nexthop tunnel) {}

        @Override
        public void settled(final int nexthopId) {}

        @Override
        public void vifChanged(final int vifIndex) {}
    };

    /** A tunnel was added or changed whose request holds no destination MAC; told again on each such request. */
    void unresolved(Nexthop tunnel);

    /** A next hop needs no resolution any more: it was deleted, or its request holds a destination MAC. */
    void settled(int nexthopId);

    /** A vif was added or changed, perhaps its MAC. */
    void vifChanged(int vifIndex);
}
