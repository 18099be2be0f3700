// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.vireo.lab.topology.AgentFiles;
import net.vireo.lab.topology.ComputeNode;
import net.vireo.lab.topology.Topology;
import net.vireo.lab.topology.VhostPort;

/** The agents of all nodes, and what stands beside them: a metadata service on each node. For one thread. */
public final class LabAgents implements AutoCloseable {
    private final Map<String, LabAgent> agents = new LinkedHashMap<>();
    private final List<MetadataServer> metadata = new ArrayList<>();

    private LabAgents() {}

    /**
     * Starts them all; they are not ready yet, and need no data plane for that.
     *
     * @param sockets of guests that are machines, by their names
     */
    public static LabAgents begin(
            final Topology topology,
            final Map<String, VhostPort> sockets,
            final LabFiles files,
            final Launcher launcher) {
        final LabAgents all = new LabAgents();
        for (final ComputeNode node : topology.nodes()) {
            all.agents.put(node.name(), LabAgent.begin(topology, node, sockets, files, launcher));
            all.metadata.add(MetadataServer.start(files.space(node.hostSpace()), AgentFiles.METADATA_PORT));
        }
        return all;
    }

    /**
     * Waits until every data plane is what the files say.
     *
     * @throws LabException when one does not become so
     */
    public void awaitProgrammed() throws InterruptedException {
        for (final LabAgent agent : agents.values()) {
            agent.awaitProgrammed();
        }
    }

    /** Each by its node's name: they decide about flows. */
    public Map<String, Decider> deciders() {
        return new LinkedHashMap<>(agents);
    }

    @Override
    public void close() {
        agents.values().forEach(LabAgent::stop);
        metadata.forEach(MetadataServer::close);
    }
}
