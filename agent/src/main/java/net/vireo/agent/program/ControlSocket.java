// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.program;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import net.vireo.cli.tables.NodeReader;
import net.vireo.cli.tables.NodeState;
import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoVerdict;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.VrouterOps;

/** The data plane behind a control socket. */
public final class ControlSocket implements DataPlane {
    private final VrouterClient client;

    private ControlSocket(final VrouterClient client) {
        this.client = client;
    }

    /** Connects to {@code .../dpdk_netlink}. */
    public static DataPlane connect(final Path socket) {
        return new ControlSocket(VrouterClient.connect(socket));
    }

    @Override
    public NodeState read() {
        return NodeReader.read(client, Set.of());
    }

    @Override
    public void readRoutes(final int vrf, final NodeState into) {
        NodeReader.readRoutes(client, vrf, into);
    }

    @Override
    public List<VireoVerdict> readVerdicts() {
        return client.dump(new VireoVerdict()).all(VireoVerdict.class);
    }

    @Override
    public int[] send(final List<? extends SandeshObject<?>> requests) {
        return client.bulk(requests);
    }

    @Override
    public void probe() {
        client.request(new VrouterOps().op(SandeshOp.GET));
    }

    @Override
    public void close() {
        client.close();
    }
}
