// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.packet;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import net.vireo.port.log.LimitedLog;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.VrouterException;
import net.vireo.vrouter.permit.Permitter;

/** Permits every flow, over a connection of its own. */
public final class PermitFlows implements FlowDecider {
    private static final LimitedLog LOG = new LimitedLog(PermitFlows.class);

    private final Path controlSocket;
    private VrouterClient client;
    private Permitter permitter;
    private long decidedBefore;
    private long failedBefore;
    private volatile long decidedCount;
    private volatile long failedCount;

    /** Connects when there is something to decide. */
    public PermitFlows(final Path controlSocket) {
        this.controlSocket = controlSocket;
    }

    @Override
    public void decide(final List<TrappedPacket> misses) {
        try {
            if (client == null) {
                client = VrouterClient.connect(controlSocket);
                permitter = new Permitter(client);
            }
            permitter.permit(misses.stream().map(TrappedPacket::frame).toList());
        } catch (final VrouterException gone) {
            LOG.log(Level.INFO, "the data plane does not answer: " + gone.getMessage());
            failedBefore += misses.size();
            close();
        }
        publish();
    }

    private void publish() {
        decidedCount = decidedBefore + (permitter == null ? 0 : permitter.permittedCount());
        failedCount = failedBefore + (permitter == null ? 0 : permitter.failedCount());
    }

    @Override
    public long decidedCount() {
        return decidedCount;
    }

    @Override
    public long failedCount() {
        return failedCount;
    }

    @Override
    public void close() {
        if (client != null) {
            decidedBefore += permitter.permittedCount();
            failedBefore += permitter.failedCount();
            permitter.close();
            client.close();
            permitter = null;
            client = null;
        }
    }
}
