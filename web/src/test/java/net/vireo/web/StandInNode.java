// SPDX-License-Identifier: Apache-2.0
package net.vireo.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import net.vireo.cli.node.NamesFile;
import net.vireo.cli.node.NodeNames;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrouterClient;
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
import net.vireo.vrouter.counter.Snapshots;
import net.vireo.vrouter.flow.VifFatFlows;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;
import net.vireo.vrouter.trace.TraceDesk;

/** A node's directory with a real control socket and a real counter file, without devices and without lcores. */
public final class StandInNode implements AutoCloseable {
    static final int GUEST = 3;
    private static final int VIFS = 16;
    private static final List<Integer> LCORES = List.of(10, 11);

    private final CounterMemory counters;
    private final ControlServer server;
    /** Ledgers that lcores were asked for. */
    private final AtomicInteger sequence = new AtomicInteger();

    /** Rounds of questions to its control socket: each asks once for all queues. */
    private final AtomicInteger asked = new AtomicInteger();

    /** Traces that lcores were to watch for. */
    private final AtomicInteger traces = new AtomicInteger();

    /**
     * Starts it under a run directory.
     *
     * @param guest what people call its one guest
     */
    public StandInNode(final Path run, final String name, final String guest) throws IOException {
        final Path directory = Files.createDirectories(run.resolve("nodes").resolve(name));
        counters = CounterMemory.create(directory.resolve("counters"), LCORES, VIFS, List.of("vif-input", "gre-input"));
        final DropLog dropLog = DropLog.create(directory.resolve("droplog"), LCORES, 16);
        server = ControlServer.open(
                directory.resolve(ControlServer.SOCKET_NAME),
                new ControlObjects(
                        new Tables(new Tables.Limits(VIFS, 16, 256, 256)),
                        new NoDevices(),
                        new SnapshotNow(),
                        new TraceDesk(session -> traces.incrementAndGet()),
                        Captures.NONE,
                        NexthopObserver.NONE,
                        new BuildInfo("0.1.0", name, "2026-11-27"),
                        new ControlServices(Optional.of(dropLog), FlowRequests.NONE, new VifFatFlows(VIFS))));
        server.start();
        try (VrouterClient client = VrouterClient.connect(directory.resolve(ControlServer.SOCKET_NAME))) {
            client.request(new VrInterface()
                    .op(SandeshOp.ADD)
                    .put(VrInterface.IDX, GUEST)
                    .put(VrInterface.NAME, "tap3")
                    .put(VrInterface.TYPE, Vif.TYPE_VIRTUAL)
                    .put(VrInterface.TRANSPORT, Vif.TRANSPORT_ETH)
                    .put(VrInterface.VRF, 1)
                    .put(VrInterface.MTU, 1500)
                    .put(VrInterface.QOS_MAP_INDEX, -1)
                    .put(VrInterface.MAC, new byte[] {0, 0, 0x5e, 0, 1, 0}));
        }
        final NodeNames names = new NodeNames(name);
        names.vifs().put(GUEST, new NodeNames.VifName(guest, "tap3", "red"));
        names.vrfs().put(1, "red");
        NamesFile.write(directory, names);
    }

    int ledgers() {
        return sequence.get();
    }

    int asked() {
        return asked.get();
    }

    int traces() {
        return traces.get();
    }

    @Override
    public void close() {
        server.close();
    }

    private final class NoDevices implements VifPorts {
        @Override
        public VifQueues queues(final int vif) {
            asked.addAndGet(vif == Vif.FABRIC_INDEX ? 1 : 0);
            return null;
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
            final int taken = sequence.incrementAndGet();
            for (int lcore = 0; lcore < lcoreCount(); lcore++) {
                counters.lcore(lcore).snapshot(taken, VIFS);
            }
            return taken;
        }

        @Override
        public int lcoreCount() {
            return LCORES.size();
        }

        @Override
        public CounterFile counters() {
            return counters.reader();
        }
    }
}
