// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.program;

import java.util.List;
import net.vireo.cli.tables.NodeState;
import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.VireoVerdict;

/**
 * A connection to a data plane. Every method throws {@link net.vireo.sandesh.VrouterException} when the other side is
 * gone, late or talks nonsense; the connection is of no use then. One thread.
 */
public interface DataPlane extends AutoCloseable {
    /** How a connection is made. */
    @FunctionalInterface
    interface Connector {
        /** Connects, or throws {@link net.vireo.sandesh.VrouterException}. */
        DataPlane connect();
    }

    /** Reads all tables but routes and bridge entries, which are read VRF by VRF. */
    NodeState read();

    /** Adds the routes and bridge entries of a VRF to what was read. */
    void readRoutes(int vrf, NodeState into);

    /** Reads by what lcores decide on new flows. */
    List<VireoVerdict> readVerdicts();

    /** Sends requests in order. @return a response code for each, negative for an error */
    int[] send(List<? extends SandeshObject<?>> requests);

    /** Returns when it still answers. */
    void probe();

    @Override
    void close();
}
