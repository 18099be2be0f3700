// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.neighbour;

/** Is told what became of a tunnel's neighbour, for the process that comes after. Called from the control thread. */
@FunctionalInterface
public interface NeighbourMemory {
    /** Nobody comes after. */
    NeighbourMemory NONE = (nexthopId, destination, mac) -> {};

    /**
     * A tunnel's header was found or lost.
     *
     * @param destination the tunnel's far end
     * @param mac the neighbour it is reached through, 0 when it was lost
     */
    void changed(int nexthopId, int destination, long mac);
}
