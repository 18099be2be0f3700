// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.vireo.agent.program.ControlSocket;
import net.vireo.agent.program.DataPlane;
import net.vireo.cli.tables.NodeState;
import net.vireo.sandesh.VireoFlowList;
import net.vireo.sandesh.VrouterClient;

/** Every table of a data plane as lines of text, an entry each, to be compared. */
final class TableDump {
    private static final int MOST_VRFS = 8;

    private final Path socket;

    /** @param node the node's directory */
    TableDump(final Path node) {
        socket = node.resolve("dpdk_netlink");
    }

    /** All tables but that of flows. */
    List<String> lines() {
        final NodeState tables;
        try (DataPlane plane = ControlSocket.connect(socket)) {
            tables = plane.read();
            IntStream.range(0, MOST_VRFS).forEach(vrf -> plane.readRoutes(vrf, tables));
        }
        return Stream.of(
                        tables.vifs(),
                        tables.nexthops(),
                        tables.labels(),
                        tables.vnis(),
                        tables.routes(),
                        tables.macs(),
                        tables.mirrors(),
                        tables.classes(),
                        tables.qosMaps())
                .flatMap(table -> table.values().stream().map(String::valueOf))
                .toList();
    }

    /** The flows, as they are. */
    List<VireoFlowList> flows() {
        try (VrouterClient client = VrouterClient.connect(socket)) {
            return client.dump(VireoFlowList.unfiltered()).all(VireoFlowList.class);
        }
    }
}
