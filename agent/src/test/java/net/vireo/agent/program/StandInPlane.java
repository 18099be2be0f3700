// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.vireo.linux.Errno;
import net.vireo.linux.LinuxException;
import net.vireo.port.balance.LoadBalance;
import net.vireo.sandesh.VireoNode;
import net.vireo.vrouter.capture.Captures;
import net.vireo.vrouter.control.BuildInfo;
import net.vireo.vrouter.control.ControlObjects;
import net.vireo.vrouter.control.ControlServer;
import net.vireo.vrouter.control.ControlServices;
import net.vireo.vrouter.control.FlowRequests;
import net.vireo.vrouter.control.NexthopObserver;
import net.vireo.vrouter.control.NodeSettings;
import net.vireo.vrouter.control.Predictions;
import net.vireo.vrouter.control.VifPorts;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.CounterMemory;
import net.vireo.vrouter.counter.DropLog;
import net.vireo.vrouter.counter.Snapshots;
import net.vireo.vrouter.flow.VifFatFlows;
import net.vireo.vrouter.lcore.QueuePolicy;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;
import net.vireo.vrouter.trace.TraceDesk;

/** The data plane's own control socket and tables, without devices and without lcores. */
public final class StandInPlane implements AutoCloseable {
    private static final int VIFS = 16;

    private final CounterMemory counters;
    private final ControlServer server;
    private final Set<String> broken = ConcurrentHashMap.newKeySet();

    /** @param directory the node's */
    public StandInPlane(final Path directory) {
        try {
            counters = CounterMemory.create(directory.resolve("counters"), List.of(10), VIFS, List.of("rx"));
            server = ControlServer.open(
                    directory.resolve(ControlServer.SOCKET_NAME),
                    new ControlObjects(
                            new Tables(new Tables.Limits(VIFS, 16, 256, 256)),
                            new Devices(),
                            new NoSnapshots(),
                            new TraceDesk(session -> {}),
                            Captures.NONE,
                            NexthopObserver.NONE,
                            new BuildInfo("0.1.0", "compute1", "2026-11-22"),
                            new ControlServices(
                                    Optional.of(DropLog.create(directory.resolve("droplog"), List.of(10), 16)),
                                    FlowRequests.NONE,
                                    new VifFatFlows(VIFS),
                                    new Node(directory.resolve("flow")),
                                    Predictions.NONE)));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        server.start();
    }

    /** From now on this device cannot be opened. */
    public void breakDevice(final String device) {
        broken.add(device);
    }

    /** It can again. */
    public void mendDevice(final String device) {
        broken.remove(device);
    }

    @Override
    public void close() {
        server.close();
    }

    private final class Devices implements VifPorts {
        @Override
        public void attach(final Vif vif) {
            if (broken.contains(vif.name())) {
                throw new LinuxException(Errno.ENODEV, "no device " + vif.name());
            }
        }

        @Override
        public void detach(final Vif vif) {
            // There is nothing to close.
        }
    }

    /** Says where a test has its flow table, and takes no change. */
    private record Node(Path flows) implements NodeSettings {
        @Override
        public void fill(final VireoNode node) {
            node.put(VireoNode.FLOW_FILE, flows.toString());
        }

        @Override
        public String balance(final LoadBalance mode) {
            return NONE.balance(mode);
        }

        @Override
        public void queuePolicy(final QueuePolicy policy) {
            NONE.queuePolicy(policy);
        }

        @Override
        public void flowIdle(final String words) {
            NONE.flowIdle(words);
        }

        @Override
        public void txWait(final int us) {
            NONE.txWait(us);
        }
    }

    private final class NoSnapshots implements Snapshots {
        @Override
        public int take(final int timeoutMs) {
            return 0;
        }

        @Override
        public int lcoreCount() {
            return 1;
        }

        @Override
        public CounterFile counters() {
            return counters.reader();
        }
    }
}
