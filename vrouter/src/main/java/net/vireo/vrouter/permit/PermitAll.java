// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.permit;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.vireo.port.log.LimitedLog;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.VrouterException;
import net.vireo.vrouter.control.ControlServer;

/**
 * Permits every flow that a data plane asks about: reads misses from pkt0 and answers on the control socket, as an agent
 * does. Data plane and decider may be restarted in any order. A thread of its own; made and closed by another one.
 */
public final class PermitAll implements AutoCloseable {
    private static final LimitedLog LOG = new LimitedLog(PermitAll.class);
    private static final int TICK_MS = 100;

    private final Path controlSocket;
    private final Pkt0 pkt0;
    private final Thread thread;
    private final List<Miss> misses = new ArrayList<>();
    private VrouterClient client;
    private Verdicts verdicts;
    private long lastConnectNs;
    private long missedCount;
    private long otherCount;
    private long permittedBefore;
    private long failedBefore;
    private volatile Counts counts = new Counts(0, 0, 0, 0);
    private volatile boolean closing;

    /**
     * What it has seen since it started.
     *
     * @param missed flows it was asked about
     * @param permitted of those, both ways
     * @param failed of those, because they were gone, or the data plane was
     * @param others packets handed over for other reasons, which it leaves alone
     */
    public record Counts(long missed, long permitted, long failed, long others) {}

    private PermitAll(final Path nodeDirectory) throws IOException {
        controlSocket = nodeDirectory.resolve(ControlServer.SOCKET_NAME);
        pkt0 = new Pkt0(nodeDirectory);
        thread = Thread.ofPlatform().name("permit-flows").daemon().unstarted(this::run);
    }

    /**
     * Starts to decide.
     *
     * @param nodeDirectory where the sockets of the node are
     * @throws IOException when there is an agent already, or its socket cannot be made
     */
    public static PermitAll start(final Path nodeDirectory) throws IOException {
        final PermitAll decider = new PermitAll(nodeDirectory);
        decider.pkt0.connect();
        decider.thread.start();
        return decider;
    }

    /** Any thread; lags a batch behind. */
    public Counts counts() {
        return counts;
    }

    /** Waits until it is closed. */
    public void awaitEnd() throws InterruptedException {
        thread.join();
    }

    private void run() {
        while (!closing) {
            keepConnected();
            pkt0.receive(TICK_MS, this::sort);
            if (!misses.isEmpty()) {
                answer();
                misses.clear();
                publish();
            }
        }
        disconnect();
        pkt0.close();
    }

    private void keepConnected() {
        final long nowNs = System.nanoTime();
        if (nowNs - lastConnectNs > TICK_MS * 1_000_000L) {
            lastConnectNs = nowNs;
            pkt0.connect();
        }
    }

    private void sort(final long frame) {
        if (Trapped.reason(frame) == Trapped.FLOW_MISS) {
            missedCount++;
            misses.add(Miss.of(frame));
        } else {
            otherCount++;
            publish();
        }
    }

    private void answer() {
        try {
            if (client == null) {
                client = VrouterClient.connect(controlSocket);
                verdicts = new Verdicts(client);
            }
            verdicts.permit(misses);
        } catch (final VrouterException gone) {
            LOG.log(Level.INFO, "the data plane does not answer: " + gone.getMessage());
            failedBefore += misses.size();
            disconnect();
        }
    }

    private void disconnect() {
        if (client != null) {
            permittedBefore += verdicts.permittedCount();
            failedBefore += verdicts.failedCount();
            client.close();
            client = null;
            verdicts = null;
        }
    }

    private void publish() {
        counts = new Counts(
                missedCount,
                permittedBefore + (verdicts == null ? 0 : verdicts.permittedCount()),
                failedBefore + (verdicts == null ? 0 : verdicts.failedCount()),
                otherCount);
    }

    @Override
    public void close() {
        closing = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException notNow) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
