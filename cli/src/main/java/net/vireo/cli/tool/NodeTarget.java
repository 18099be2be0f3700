// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.tool;

import java.nio.file.Path;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.node.NodeDirectory;
import net.vireo.cli.node.RunDirectory;
import picocli.CommandLine.Option;

/** Which node a command talks to: {@code --sock-dir}, {@code --node}, {@code VIREO_NODE}, or the only one that runs. */
public final class NodeTarget {
    @Option(
            names = "--node",
            paramLabel = "NAME",
            description = "node to talk to; without it $VIREO_NODE, or the only node that runs")
    private String node;

    @Option(
            names = "--sock-dir",
            paramLabel = "DIR",
            description = "directory that holds the control socket dpdk_netlink, instead of a node")
    private Path socketDirectory;

    /** Made by picocli. */
    public NodeTarget() {}

    /** True when the command line says which. */
    public boolean isGiven() {
        return node != null || socketDirectory != null;
    }

    /** True when a socket's directory is given instead of a node. */
    public boolean isSocketDirectory() {
        return socketDirectory != null;
    }

    /** The name that was given, or that of the environment; empty when there is neither. */
    public String name() {
        return node != null ? node : System.getenv().getOrDefault("VIREO_NODE", "");
    }

    /**
     * The node's directory.
     *
     * @throws CommandFailed when it is not clear which node is meant, with the names to choose from
     */
    public NodeDirectory directory() {
        if (socketDirectory != null) {
            return new NodeDirectory("", socketDirectory);
        }
        final String name = name();
        final RunDirectory run = RunDirectory.ofEnvironment();
        return name.isEmpty() ? run.only() : run.named(name);
    }
}
