// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import net.vireo.agent.config.FlowSettings;
import net.vireo.cli.node.NodeDirectory;
import net.vireo.port.log.LimitedLog;
import net.vireo.sandesh.Reply;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoNode;
import net.vireo.sandesh.VrFlow;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.VrouterException;
import net.vireo.sandesh.VrouterOps;
import net.vireo.sandesh.VrouterRefusal;

/**
 * The data plane's flows: set over the control socket, and looked at in the table's file, which the data plane names over
 * that socket; over the socket itself where the file is not to be had or not wanted. One thread. What sends throws
 * {@link VrouterException} when the data plane is gone; the object is of no use then.
 */
final class FlowPlane implements AutoCloseable {
    private static final LimitedLog LOG = new LimitedLog(FlowPlane.class);

    private final VrouterClient client;
    private final PlaneTable table;

    private FlowPlane(final VrouterClient client, final PlaneTable table) {
        this.client = client;
        this.table = table;
    }

    /**
     * Connects.
     *
     * @param way how the table is to be looked at
     * @throws VrouterException when there is no data plane
     */
    static FlowPlane connect(final NodeDirectory node, final FlowSettings.Table way) {
        final VrouterClient client = VrouterClient.connect(node.socket());
        try {
            return new FlowPlane(client, table(client, way));
        } catch (final VrouterException e) {
            client.close();
            throw e;
        }
    }

    /** After the connection: a data plane that starts from nothing has made its file by then. */
    private static PlaneTable table(final VrouterClient client, final FlowSettings.Table way) {
        final String file = way == FlowSettings.Table.SOCKET ? "" : file(client);
        if (!file.isEmpty()) {
            try {
                return MappedTable.open(Path.of(file));
            } catch (final IOException e) {
                LOG.log(Level.INFO, "the flow table is read over the control socket: " + e.getMessage());
            }
        }
        final VrouterOps limits =
                client.request(new VrouterOps().op(SandeshOp.GET)).first(VrouterOps.class);
        return new AskedTable(client, limits.value(VrouterOps.FLOW_ENTRIES) + limits.value(VrouterOps.OFLOW_ENTRIES));
    }

    /** Where the data plane says that its table is, empty when it does not. */
    private static String file(final VrouterClient client) {
        try {
            return client.request(new VireoNode().op(SandeshOp.GET))
                    .first(VireoNode.class)
                    .value(VireoNode.FLOW_FILE);
        } catch (final VrouterRefusal none) {
            return "";
        }
    }

    List<Reply> answers(final List<VrFlow> requests) {
        return client.answers(requests);
    }

    /** Returns when the data plane still answers. */
    void probe() {
        client.request(new VrouterOps().op(SandeshOp.GET));
    }

    /** Says how long flows may be idle, in the words of the data plane's knob. */
    void idle(final String words) {
        client.request(new VireoNode().op(SandeshOp.ADD).put(VireoNode.CHANGE, "flow-idle " + words));
    }

    /** Its flows. */
    PlaneTable table() {
        return table;
    }

    /** Whether the flow in a slot is of this generation. */
    boolean holds(final int slot, final int generation) {
        final PlaneFlow flow = table.at(List.of(slot)).getFirst();
        return flow != null && flow.is(generation);
    }

    @Override
    public void close() {
        client.close();
    }
}
