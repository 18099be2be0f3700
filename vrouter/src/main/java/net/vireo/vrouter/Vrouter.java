// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PoolCache;
import net.vireo.vrouter.capture.CaptureDesk;
import net.vireo.vrouter.control.BuildInfo;
import net.vireo.vrouter.control.ControlObjects;
import net.vireo.vrouter.control.ControlServer;
import net.vireo.vrouter.control.ControlServices;
import net.vireo.vrouter.control.FlowTableRequests;
import net.vireo.vrouter.counter.CounterMemory;
import net.vireo.vrouter.counter.DropLog;
import net.vireo.vrouter.flow.FlowLayout;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.flow.FragmentTable;
import net.vireo.vrouter.flow.HoldLimit;
import net.vireo.vrouter.flow.VifFatFlows;
import net.vireo.vrouter.graph.FlowContext;
import net.vireo.vrouter.graph.Graph;
import net.vireo.vrouter.graph.GraphPlan;
import net.vireo.vrouter.graph.WalkRecorder;
import net.vireo.vrouter.lcore.Lcore;
import net.vireo.vrouter.lcore.LcoreThread;
import net.vireo.vrouter.lcore.WarmUp;
import net.vireo.vrouter.neighbour.NeighbourResolver;
import net.vireo.vrouter.table.BridgeWriter;
import net.vireo.vrouter.table.Epoch;
import net.vireo.vrouter.table.TableSize;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.trace.TraceDesk;

/**
 * The data plane of one node, assembled: pool, tables, counters, lcores, control socket, neighbour resolution. Made and
 * closed by one thread.
 */
public final class Vrouter implements AutoCloseable {
    /** The mapped counters in the run directory. */
    public static final String COUNTERS_NAME = "counters";

    /** The process id in the run directory. */
    public static final String PID_NAME = "vrouter.pid";

    private static final Logger LOG = System.getLogger(Vrouter.class.getName());

    private final PidFile pidFile;
    private final PacketPool pool;
    private final List<LcoreThread> threads = new ArrayList<>();
    private final AttachedVifs vifs;
    private static final String FLOWS_NAME = "flow";
    private static final String DROP_LOG_NAME = "droplog";

    /** Drops that each lcore keeps with their packets: Contrail's default. */
    private static final int DROPS_KEPT = 200;

    /** Entries of a flow table come in buckets of sixteen. */
    private static final int FLOW_BUCKET = 16;

    private final PortWatch portWatch;
    private final FlowKeeper flowKeeper;
    private final CaptureDesk captures;
    private final ControlObjects objects;
    private final ControlServer server;
    private final NeighbourResolver resolver;

    /** Completes when the data plane was closed, exceptionally when an lcore died. */
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private boolean closed;

    private Vrouter(final VrouterConfig config, final PidFile pidFile) throws IOException {
        this.pidFile = pidFile;
        final GraphPlan plan = GraphPlan.STANDARD;
        final Epoch epoch = new Epoch();
        final Tables tables = new Tables(
                config.limits(),
                epoch,
                BridgeWriter.anonymous(config.limits().bridgeLayout(config.lcoreCount()), epoch));
        final List<Integer> numbers = IntStream.range(0, config.lcoreCount())
                .mapToObj(i -> Lcore.FIRST_NUMBER + i)
                .toList();
        final CounterMemory counters = CounterMemory.create(
                config.runDirectory().resolve(COUNTERS_NAME),
                numbers,
                config.limits().vifs(),
                plan.nodeNames());
        pool = PacketPool.create(config.poolSizes(), config.hugepages());
        final FlowTable flows = FlowTable.create(config.runDirectory().resolve(FLOWS_NAME), flowLayout(config), epoch);
        final HoldLimit holdLimit = new HoldLimit(numbers.size());
        flowKeeper = new FlowKeeper(flows, tables, holdLimit, config.flowAging());
        final DropLog dropLog = DropLog.create(config.runDirectory().resolve(DROP_LOG_NAME), numbers, DROPS_KEPT);
        final List<Lcore> lcores = new ArrayList<>();
        final long seed = new SecureRandom().nextLong();
        for (int i = 0; i < numbers.size(); i++) {
            final PoolCache cache = pool.newCache(i);
            final WalkRecorder recorder = new WalkRecorder(numbers.get(i));
            final FlowContext flowContext = FlowContext.of(flows, holdLimit, i, fragments(config));
            final Graph graph =
                    Graph.build(plan, tables, counters.lcore(i), cache, recorder, seed, flowContext, dropLog.lcore(i));
            lcores.add(new Lcore(numbers.get(i), graph, cache, counters.lcore(i), recorder, epoch.join()));
        }
        vifs = new AttachedVifs(
                new LinuxDevices(pool, config.hostNetns(), config.fabric(), config.runDirectory()), lcores, counters);
        portWatch = new PortWatch(vifs);
        final SnapshotGate snapshots = new SnapshotGate(lcores, counters, vifs, pool);
        final TraceDesk traces =
                new TraceDesk(session -> lcores.forEach(each -> each.send(lcore -> lcore.arm(session))));
        // The server runs the resolver's findings, and its objects tell the resolver what to look for.
        final AtomicReference<Executor> controlThread = new AtomicReference<>(Runnable::run);
        resolver = new NeighbourResolver(
                tables, config.hostNetns(), task -> controlThread.get().execute(task));
        final BuildInfo build = new BuildInfo(BuildVersion.text(), config.nodeName(), "");
        captures = new CaptureDesk(vifs::recordingPort);
        objects = new ControlObjects(
                tables,
                vifs,
                snapshots,
                traces,
                captures,
                resolver,
                build,
                new ControlServices(
                        Optional.of(dropLog),
                        new FlowTableRequests(flows, tables, holdLimit, new ReleasedFlows(lcores)),
                        new VifFatFlows(config.limits().vifs())));
        server = ControlServer.open(config.runDirectory().resolve(ControlServer.SOCKET_NAME), objects);
        controlThread.set(server);
        for (int i = 0; i < lcores.size(); i++) {
            final int cpu = config.cpus().isEmpty()
                    ? LcoreThread.ANY_CPU
                    : config.cpus().get(i);
            threads.add(new LcoreThread(lcores.get(i), cpu, config.pollMode(), this::lcoreDied));
        }
    }

    /**
     * Starts a data plane; when this returns it forwards and its control socket answers.
     *
     * @throws IOException when another one runs in the run directory, or files in it cannot be made
     * @throws net.vireo.linux.LinuxException when the system refuses something that is needed
     */
    public static Vrouter start(final VrouterConfig config) throws IOException {
        makeRunDirectory(config.runDirectory());
        final PidFile pidFile = PidFile.take(config.runDirectory().resolve(PID_NAME));
        try {
            WarmUp.run();
            final Vrouter vrouter = new Vrouter(config, pidFile);
            vrouter.begin();
            return vrouter;
        } catch (final IOException | RuntimeException failure) {
            pidFile.close();
            throw failure;
        }
    }

    /**
     * Starts a data plane, and stops it in order when the process is told to end (SIGTERM, SIGINT). Returns when it has
     * stopped.
     *
     * @throws IOException as {@link #start} says
     * @throws IllegalStateException when an lcore died, which is a bug
     */
    public static void run(final VrouterConfig config) throws IOException {
        final Vrouter vrouter = start(config);
        Runtime.getRuntime().addShutdownHook(new Thread(vrouter::close, "stop"));
        LOG.log(Level.INFO, "{0} forwards with {1} lcores", config.nodeName(), config.lcoreCount());
        vrouter.awaitEnd();
    }

    /** Waits until the data plane was closed. @throws IllegalStateException when an lcore died */
    public void awaitEnd() {
        try {
            ended.join();
        } catch (final CompletionException died) {
            close();
            throw new IllegalStateException("an lcore died", died.getCause());
        }
    }

    /** Stops in order: no more requests, devices gone, lcores ended, socket and pid file removed. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        portWatch.close();
        flowKeeper.close();
        server.close();
        captures.stopAll();
        objects.deleteAllObjects();
        resolver.close();
        threads.forEach(LcoreThread::stop);
        pool.close();
        try {
            pidFile.close();
        } catch (final IOException leftBehind) {
            LOG.log(Level.WARNING, "the pid file could not be removed", leftBehind);
        }
        ended.complete(null);
    }

    private void begin() {
        threads.forEach(LcoreThread::start);
        resolver.start();
        portWatch.start();
        flowKeeper.start();
        server.start();
    }

    private void lcoreDied(final Thread thread, final Throwable cause) {
        LOG.log(Level.ERROR, thread.getName() + " died: this is a bug, please report it", cause);
        ended.completeExceptionally(cause);
    }

    /** Whole buckets, as many as the limit asks for. */
    private static FlowLayout flowLayout(final VrouterConfig config) {
        final TableSize size = config.limits().flows();
        final int entries = Math.ceilDiv(size.entries(), FLOW_BUCKET) * FLOW_BUCKET;
        return new FlowLayout(entries, size.overflowEntries(), config.lcoreCount());
    }

    private static FragmentTable fragments(final VrouterConfig config) {
        final TableSize size = config.limits().fragments();
        return new FragmentTable(Math.ceilDiv(size.entries(), 4) * 4, size.overflowEntries());
    }

    private static void makeRunDirectory(final Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
}
