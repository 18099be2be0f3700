// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.vireo.lab.topology.ComputeNode;
import net.vireo.lab.topology.NodeYaml;
import net.vireo.lab.topology.Topology;
import net.vireo.lab.topology.VhostPort;

/** Tells a data plane what its node consists of, by {@code vireo apply} and a file, as a person does. */
public final class Provision {
    private static final long LIMIT_MS = 60_000;

    private Provision() {}

    /**
     * Writes a node's file and applies it.
     *
     * @param ports of guests with sockets, by their names
     * @return the file
     * @throws LabException with what {@code apply} said against it
     */
    public static Path apply(
            final Topology topology,
            final ComputeNode node,
            final Map<String, VhostPort> ports,
            final LabFiles files,
            final Launcher launcher)
            throws InterruptedException {
        final Path yaml = files.yaml(node.name());
        try {
            Files.writeString(yaml, NodeYaml.of(topology, node, ports), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        final Commands.Done done =
                Commands.run(launcher.with(List.of("apply", yaml.toString(), "--node", node.name())), LIMIT_MS);
        if (!done.ok()) {
            throw new LabException(
                    "vireo apply " + yaml + " failed:\n" + done.output().strip());
        }
        return yaml;
    }
}
