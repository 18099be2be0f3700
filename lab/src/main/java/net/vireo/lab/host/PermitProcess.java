// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

import java.util.List;
import net.vireo.lab.topology.ComputeNode;

/** {@code vireo run permit} for one node, an agent's stand-in: permits each flow that its data plane asks about. */
public final class PermitProcess implements Decider {
    private final NodeProcess process;

    /** Not started yet. */
    public PermitProcess(final ComputeNode node, final LabFiles files, final Launcher launcher) {
        process = new NodeProcess(
                "who permits the flows of " + node.name(),
                launcher.with(List.of("run", "permit", "--node", node.name())),
                "permits every flow",
                files.deciderLog(node.name()));
    }

    @Override
    public void start() throws InterruptedException {
        process.start();
        process.awaitReady();
    }

    @Override
    public void stop() {
        process.stop();
    }
}
