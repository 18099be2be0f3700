// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

/** One step of the graph. Works on a whole burst in one loop and gives each packet its next edge; belongs to one lcore. */
public interface Node {
    /** Gives every packet of the burst an edge or a drop reason. Called from the lcore that owns the node. */
    void process(Burst burst, Edges edges);
}
