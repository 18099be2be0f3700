// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.vireo.vrouter.table.Nexthop;

/** Writes down what it is told. */
final class FakeObserver implements NexthopObserver {
    final List<String> told = new ArrayList<>();
    private final Set<Integer> wanted = new HashSet<>();

    /** Whether a tunnel's neighbour is to be found. */
    boolean unresolved(final int nexthopId) {
        return wanted.contains(nexthopId);
    }

    @Override
    public void unresolved(final Nexthop tunnel) {
        wanted.add(tunnel.id);
        told.add("unresolved " + tunnel.id + " to " + Integer.toHexString(tunnel.tunnelDestination));
    }

    @Override
    public void settled(final int nexthopId) {
        wanted.remove(nexthopId);
        told.add("settled " + nexthopId);
    }

    @Override
    public void vifChanged(final int vifIndex) {
        told.add("vif " + vifIndex);
    }
}
