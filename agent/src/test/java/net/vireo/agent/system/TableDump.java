// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.vireo.agent.program.ControlSocket;
import net.vireo.agent.program.DataPlane;
import net.vireo.cli.tables.NodeState;
import net.vireo.cli.text.IpPrefix;
import net.vireo.sandesh.Family;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoFlowList;
import net.vireo.sandesh.VireoVerdict;
import net.vireo.sandesh.VrRoute;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.VrouterRefusal;

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
        final List<VireoVerdict> verdicts;
        try (DataPlane plane = ControlSocket.connect(socket)) {
            tables = plane.read();
            verdicts = plane.readVerdicts();
            IntStream.range(0, MOST_VRFS).forEach(vrf -> plane.readRoutes(vrf, tables));
        }
        final Stream<String> rows = Stream.of(
                        tables.vifs(),
                        tables.nexthops(),
                        tables.labels(),
                        tables.vnis(),
                        tables.routes(),
                        tables.macs(),
                        tables.mirrors(),
                        tables.classes(),
                        tables.qosMaps())
                .flatMap(table -> table.values().stream().map(String::valueOf));
        return Stream.concat(rows, verdicts.stream().map(String::valueOf)).toList();
    }

    /** Waits until a route is there, or is gone; asks so often that little can happen in between. */
    void awaitRoute(final int vrf, final IpPrefix prefix, final boolean there) {
        final VrRoute question = new VrRoute()
                .op(SandeshOp.GET)
                .put(VrRoute.VRF_ID, vrf)
                .put(VrRoute.FAMILY, Family.INET)
                .put(VrRoute.PREFIX, prefix.octets())
                .put(VrRoute.PREFIX_LEN, prefix.length())
                .put(VrRoute.MAC, new byte[6]);
        final long startNs = System.nanoTime();
        try (VrouterClient client = VrouterClient.connect(socket)) {
            while (isThere(client, question, prefix) != there) {
                assertThat(Duration.ofNanos(System.nanoTime() - startNs))
                        .as("%s", prefix)
                        .isLessThan(Duration.ofMinutes(2));
                LockSupport.parkNanos(50_000);
            }
        }
    }

    private static boolean isThere(final VrouterClient client, final VrRoute question, final IpPrefix prefix) {
        try {
            // The answer is the longest prefix that covers it.
            return client.request(question).all(VrRoute.class).stream()
                    .anyMatch(route ->
                            route.value(VrRoute.PREFIX_LEN) == prefix.length() && route.value(VrRoute.NH_ID) != 0);
        } catch (final VrouterRefusal notThere) {
            return false;
        }
    }

    /** The flows, as they are. */
    List<VireoFlowList> flows() {
        try (VrouterClient client = VrouterClient.connect(socket)) {
            return client.dump(VireoFlowList.unfiltered()).all(VireoFlowList.class);
        }
    }
}
