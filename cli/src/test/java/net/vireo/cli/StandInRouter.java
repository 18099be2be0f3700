// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import net.vireo.port.rss.RssPort;
import net.vireo.vrouter.capture.Captures;
import net.vireo.vrouter.control.BuildInfo;
import net.vireo.vrouter.control.ControlObjects;
import net.vireo.vrouter.control.ControlServer;
import net.vireo.vrouter.control.ControlServices;
import net.vireo.vrouter.control.FlowRequests;
import net.vireo.vrouter.control.NexthopObserver;
import net.vireo.vrouter.control.VifPorts;
import net.vireo.vrouter.control.VifQueues;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.CounterMemory;
import net.vireo.vrouter.counter.DropLog;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.counter.Snapshots;
import net.vireo.vrouter.flow.VifFatFlows;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;
import net.vireo.vrouter.trace.TraceDesk;
import net.vireo.vrouter.trace.TraceSession;

/** The data plane's own control socket, tables and counter file, without devices and without lcores. */
public final class StandInRouter implements AutoCloseable {
    private static final int VIFS = 16;
    private static final Tables.Limits LIMITS = new Tables.Limits(VIFS, 16, 256, 256);

    private final CounterMemory counters;
    private final DropLog dropLog;
    private final ControlServer server;
    private int sequence;

    /** The trace that was armed last. */
    private volatile TraceSession trace;

    /** The fabric's receive side scaling. */
    private volatile RssPort rss;

    /** The queues of vifs. */
    private final Map<Integer, VifQueues> queues = new ConcurrentHashMap<>();

    /** @param directory the run directory of the node */
    public StandInRouter(final Path directory) {
        try {
            counters = CounterMemory.create(
                    directory.resolve("counters"), List.of(10, 11), VIFS, List.of("rx", "lookup", "tx"));
            dropLog = DropLog.create(directory.resolve("droplog"), List.of(10, 11), 16);
            server = ControlServer.open(
                    directory.resolve(ControlServer.SOCKET_NAME),
                    new ControlObjects(
                            new Tables(LIMITS),
                            new NoDevices(),
                            new SnapshotNow(),
                            new TraceDesk(session -> trace = session),
                            Captures.NONE,
                            NexthopObserver.NONE,
                            new BuildInfo("0.1.0", "compute1", "2026-11-22"),
                            new ControlServices(Optional.of(dropLog), FlowRequests.NONE, new VifFatFlows(16))));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        server.start();
    }

    /** The counters of one of the two lcores. */
    public LcoreCounters lcore(final int lcore) {
        return counters.lcore(lcore);
    }

    /** The last dropped packets. */
    public DropLog dropLog() {
        return dropLog;
    }

    /** The counters' other rows. */
    public CounterMemory counters() {
        return counters;
    }

    /** The trace that was armed last, null before. */
    public TraceSession trace() {
        return trace;
    }

    /** Gives vif 0 receive side scaling. */
    public void rss(final RssPort port) {
        rss = port;
    }

    /** Gives a vif queues. */
    public void queues(final int vif, final VifQueues those) {
        queues.put(vif, those);
    }

    @Override
    public void close() {
        server.close();
    }

    private final class NoDevices implements VifPorts {
        @Override
        public RssPort rss(final int vif) {
            return vif == 0 ? rss : null;
        }

        @Override
        public VifQueues queues(final int vif) {
            return queues.get(vif);
        }

        @Override
        public void attach(final Vif vif) {
            // There is nothing to open.
        }

        @Override
        public void detach(final Vif vif) {
            // There is nothing to close.
        }
    }

    private final class SnapshotNow implements Snapshots {
        @Override
        public int take(final int timeoutMs) {
            sequence++;
            for (int lcore = 0; lcore < lcoreCount(); lcore++) {
                counters.lcore(lcore).snapshot(sequence, VIFS);
            }
            return sequence;
        }

        @Override
        public int lcoreCount() {
            return 2;
        }

        @Override
        public CounterFile counters() {
            return counters.reader();
        }
    }
}
