// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.neighbour;

/** Where the resolver's findings go. */
interface Resolutions {
    /** A tunnel's destination is reached through this Ethernet address. */
    void found(int nexthopId, int destination, long mac);

    /** A tunnel's destination is not reached any more. */
    void lost(int nexthopId, int destination);
}
