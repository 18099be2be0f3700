// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.ArrayList;
import java.util.List;
import net.vireo.vrouter.table.Nexthop;

/** Writes down what it is told. */
final class FakeObserver implements NexthopObserver {
    final List<String> told = new ArrayList<>();

    @Override
    public void unresolved(final Nexthop tunnel) {
        told.add("unresolved " + tunnel.id + " to " + Integer.toHexString(tunnel.tunnelDestination));
    }

    @Override
    public void settled(final int nexthopId) {
        told.add("settled " + nexthopId);
    }

    @Override
    public void vifChanged(final int vifIndex) {
        told.add("vif " + vifIndex);
    }
}
