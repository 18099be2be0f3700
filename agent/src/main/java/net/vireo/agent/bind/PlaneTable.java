// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.util.List;

/**
 * The data plane's flow table as the agent reads it. One thread. What asks the data plane throws
 * {@link net.vireo.sandesh.VrouterException} when it is gone.
 */
interface PlaneTable {
    /** What has a place in the table, in use or not. */
    int slots();

    /** Some flows in use, in the order of their slots, the first of them the first from a slot on; empty: there are no more. */
    List<PlaneFlow> from(int slot);

    /** The flows in these slots, in their order; null where there is none. */
    List<PlaneFlow> at(List<Integer> slots);

    /** How it is read, for people. */
    String text();
}
