// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import java.util.List;
import java.util.function.Function;

/**
 * What the graph has to know of a node: data, so that tools, documents and tests can list it.
 *
 * @param name as tools and traces show it
 * @param job one sentence: what it does to a packet
 * @param edges names of the nodes that it sends packets to, in the order of its edge numbers; any node may also drop
 * @param maker makes the instance of one lcore
 */
public record NodeSpec(String name, String job, List<String> edges, Function<Workbench, Node> maker) {
    public NodeSpec {
        edges = List.copyOf(edges);
    }
}
