// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.vireo.packet.IpProtocol;
import net.vireo.vrouter.flow.FlowControl;
import net.vireo.vrouter.flow.FlowKeys;
import net.vireo.vrouter.flow.FlowLayout;
import net.vireo.vrouter.flow.FlowReply;
import net.vireo.vrouter.flow.FlowRequest;
import net.vireo.vrouter.flow.FlowSetting;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.table.Quiescence;

/**
 * A flow table of the default size in a file in memory, as the data plane has it, filled through the agent's requests:
 * every flow forwarded, with the source it must have, and with its reverse flow where the table has room for both.
 */
final class FlowFill {
    /** More pairs than this do not fit the default table: then there are only the flows that the traffic uses. */
    private static final int MOST_PAIRS = 250_000;

    private static final int FAR_PORT = 2000;

    private final FlowTable table;
    private final FlowControl control;
    private final FlowKeys key = new FlowKeys(1);

    private FlowFill(final int lcoreCount) {
        table = table(lcoreCount, Quiescence.NEVER);
        control = new FlowControl(table);
    }

    /** The table with all flows of a scene, for so many lcores. */
    static FlowTable filled(final Scene scene, final int lcoreCount) {
        final FlowFill fill = new FlowFill(lcoreCount);
        if (scene.flowMode()) {
            for (int flow = 0; flow < scene.flows(); flow++) {
                fill.add(scene, flow);
            }
        }
        return fill.table;
    }

    /** An empty table. */
    static FlowTable table(final int lcoreCount, final Quiescence quiescence) {
        final Path memory = Path.of("/dev/shm");
        try {
            final Path directory = Files.isWritable(memory)
                    ? Files.createTempDirectory(memory, "vireo-bench")
                    : Files.createTempDirectory("vireo-bench");
            final Path file = directory.resolve("flows");
            try {
                return FlowTable.create(file, FlowLayout.of(FlowLayout.DEFAULT_ENTRIES, lcoreCount), quiescence);
            } finally {
                // The memory stays as long as it is mapped.
                Files.deleteIfExists(file);
                Files.delete(directory);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(final Scene scene, final int flow) {
        final boolean pair = scene.flows() <= MOST_PAIRS;
        int forward = FlowTable.NONE;
        if (pair || scene.toFabric()) {
            key.ipv4(
                    0,
                    GraphWorld.GUEST,
                    IpProtocol.UDP,
                    Scene.guestPort(flow),
                    FAR_PORT,
                    GraphWorld.GUEST_ADDRESS,
                    far(flow));
            forward = set(GraphWorld.GUEST, FlowTable.NONE);
        }
        if (pair || !scene.toFabric()) {
            key.ipv4(
                    0,
                    GraphWorld.GUEST,
                    IpProtocol.UDP,
                    FAR_PORT,
                    Scene.guestPort(flow),
                    far(flow),
                    GraphWorld.GUEST_ADDRESS);
            set(GraphWorld.TUNNEL, forward);
        }
    }

    private static int far(final int flow) {
        return GraphWorld.FAR_GUEST_ADDRESS + Scene.farGuest(flow);
    }

    private int set(final int sourceNexthop, final int reverse) {
        final FlowSetting verdict = FlowSetting.forward(GraphWorld.VRF, sourceNexthop);
        final FlowReply reply = control.set(new FlowRequest(FlowTable.NONE, 0, key, reverse, false, verdict), 0);
        if (reply.error() != 0) {
            throw new IllegalStateException("the flow table took no more: error " + reply.error());
        }
        return reply.index();
    }
}
