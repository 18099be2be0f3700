// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.scene;

import java.util.List;
import net.vireo.lab.driver.DriverSpec;
import net.vireo.lab.topology.ComputeNode;
import net.vireo.lab.topology.Topology;

/**
 * A state of traffic on a data plane of its own, which looks like a page of the deck.
 *
 * @param name by which it is asked for
 * @param page of the deck
 * @param title as the deck has it, or of the fault
 * @param what one sentence: what there is, and what will be seen
 * @param topology two nodes, the one to look at first, and their guests; all on sockets
 * @param planes the data planes that are started; a node without one is a link on which nobody listens
 * @param actors the guests that are there
 */
public record Scene(
        String name, int page, String title, String what, Topology topology, List<Plane> planes, List<Actor> actors) {

    /**
     * A data plane.
     *
     * @param node its name in the topology
     * @param options of {@code vireo run vrouter}
     */
    public record Plane(String node, List<String> options) {
        public Plane {
            options = List.copyOf(options);
        }
    }

    /**
     * A guest.
     *
     * @param guest its name in the topology
     * @param driver what it has and does
     * @param to the guest that its flows go to
     */
    public record Actor(String guest, DriverSpec driver, String to) {}

    public Scene {
        planes = List.copyOf(planes);
        actors = List.copyOf(actors);
    }

    /** The node to look at. */
    public ComputeNode node() {
        return topology.nodes().getFirst();
    }

    /** The guest to look at. */
    public String vif() {
        return topology.guestsOn(node()).getFirst().name();
    }
}
