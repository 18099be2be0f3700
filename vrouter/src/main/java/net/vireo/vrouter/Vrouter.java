// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import net.vireo.port.balance.BalanceMode;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PoolCache;
import net.vireo.port.vhost.TxWait;
import net.vireo.vrouter.capture.CaptureDesk;
import net.vireo.vrouter.control.BuildInfo;
import net.vireo.vrouter.control.ControlObjects;
import net.vireo.vrouter.control.ControlServer;
import net.vireo.vrouter.control.ControlServices;
import net.vireo.vrouter.control.FlowTableRequests;
import net.vireo.vrouter.counter.CounterMemory;
import net.vireo.vrouter.counter.DropLog;
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
import net.vireo.vrouter.predict.Predictor;
import net.vireo.vrouter.table.BridgeWriter;
import net.vireo.vrouter.table.Epoch;
import net.vireo.vrouter.table.Settings;
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

    /** The flow table in the run directory. */
    static final String FLOWS_NAME = "flow";

    private static final Logger LOG = System.getLogger(Vrouter.class.getName());
    private static final String NEXT_COUNTERS_NAME = COUNTERS_NAME + ".next";

    /** How often a process that waits looks for changes of the state. */
    private static final long FOLLOW_MS = 50;

    private static final long HURRIED_WARM_UP_NS = 150_000_000;

    private final VrouterConfig config;
    private final CounterMemory counters;
    private final boolean restored;
    private final boolean countersInherited;
    private final PacketPool pool;
    private final List<LcoreThread> threads = new ArrayList<>();
    private final LinuxDevices devices;
    private final AttachedVifs vifs;
    private static final String DROP_LOG_NAME = "droplog";
    private static final String NEXT_DROP_LOG_NAME = "droplog.next";

    /** Entries of a flow table come in buckets of sixteen. */
    private final PortWatch portWatch;

    private final FlowKeeper flowKeeper;
    private final CaptureDesk captures;
    private final ControlObjects objects;
    private final FlowTable flows;
    private final NeighbourResolver resolver;
    private final StateLog state;

    /** The server runs the resolver's findings, and its objects tell the resolver what to look for. */
    private final AtomicReference<Executor> controlThread = new AtomicReference<>(Runnable::run);

    private PidFile pidFile;
    private volatile ControlServer server;

    /** Completes when the data plane was closed, exceptionally when an lcore died. */
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private String takeOverSummary = "";
    private boolean closed;

    /** Makes everything that needs no other process to be gone: no device, no socket, and nothing in shared files. */
    private Vrouter(final VrouterConfig config, final Continuity continuity, final boolean restored)
            throws IOException {
        this.config = config;
        this.restored = restored;
        final GraphPlan plan = GraphPlan.STANDARD;
        final Epoch epoch = new Epoch();
        final Tables tables = new Tables(
                config.limits(),
                epoch,
                BridgeWriter.anonymous(config.limits().bridgeLayout(config.lcoresInAll()), epoch));
        tables.settings(Settings.DEFAULT.closingOnAnyReset(config.tuning().closeOnAnyReset()));
        final List<Integer> numbers = IntStream.concat(
                        IntStream.range(0, config.lcoreCount()).map(i -> Lcore.FIRST_NUMBER + i),
                        IntStream.range(0, config.tuning().io().count()).map(i -> Lcore.FIRST_IO_NUMBER + i))
                .boxed()
                .toList();
        final Optional<CounterMemory> inherited = restored
                ? CounterMemory.inherit(
                        file(COUNTERS_NAME), numbers, config.limits().vifs(), plan.nodeNames())
                : Optional.empty();
        countersInherited = inherited.isPresent();
        counters = countersInherited
                ? inherited.get()
                : CounterMemory.create(
                        file(NEXT_COUNTERS_NAME), numbers, config.limits().vifs(), plan.nodeNames());
        pool = PacketPool.create(config.poolSizes(), config.hugepages());
        flows = flows(config, epoch);
        final VifFatFlows fatFlows = new VifFatFlows(config.limits().vifs());
        final HoldLimit holdLimit = new HoldLimit(numbers.size());
        flowKeeper = new FlowKeeper(flows, tables, holdLimit, config.flowAging());
        final DropLog dropLog = DropLog.create(
                file(NEXT_DROP_LOG_NAME), numbers, config.tuning().dropsKept());
        final List<Lcore> lcores = new ArrayList<>();
        final long seed = new SecureRandom().nextLong();
        for (int i = 0; i < numbers.size(); i++) {
            final PoolCache cache = pool.newCache(i);
            final WalkRecorder recorder = new WalkRecorder(numbers.get(i));
            final FlowContext flowContext = FlowContext.of(flows, holdLimit, i, fragments(config), fatFlows);
            final Graph graph =
                    Graph.build(plan, tables, counters.lcore(i), cache, recorder, seed, flowContext, dropLog.lcore(i));
            lcores.add(new Lcore(
                    numbers.get(i),
                    graph,
                    cache,
                    counters.lcore(i),
                    recorder,
                    epoch.join(),
                    config.tuning().burstPackets()));
        }
        final TxWait txWait = new TxWait(config.tuning().txWaitUs());
        devices = new LinuxDevices(
                pool, config.hostNetns(), config.devices(), continuity.keeper(), config.runDirectory(), txWait);
        final BalanceMode balanceMode = new BalanceMode(config.devices().loadBalance());
        final Balancing balancing = new Balancing(
                balanceMode,
                pool,
                config.lcoreCount(),
                config.tuning().io().count(),
                config.devices().rings().receivePackets());
        vifs = new AttachedVifs(
                devices,
                new PortAssembly(
                        devices,
                        balancing,
                        config.devices().queuePolicy(),
                        config.devices().rings().transmitPackets()),
                lcores,
                counters,
                new NumaPlaces(config.cpus(), pool),
                this::vifsChanged);
        portWatch = new PortWatch(vifs, task -> controlThread.get().execute(task));
        final SnapshotGate snapshots = new SnapshotGate(lcores, counters, vifs, pool);
        final TraceDesk traces =
                new TraceDesk(session -> lcores.forEach(each -> each.send(lcore -> lcore.arm(session))));
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
                        fatFlows,
                        new NodeReport(config, pool, threads, new LiveKnobs(balanceMode, vifs, txWait, flowKeeper)),
                        new Foresight(
                                new Predictor(plan, tables, flows, holdLimit, fatFlows, epoch.join(), vifs, seed),
                                lcores)));
        state = new StateLog(file(StateLog.NAME), BuildVersion.text(), objects, resolver);
        for (int i = 0; i < lcores.size(); i++) {
            final int cpu = cpu(config, i);
            threads.add(new LcoreThread(
                    lcores.get(i), cpu, config.pollMode(), config.tuning().yields(), this::lcoreDied));
        }
    }

    private static int cpu(final VrouterConfig config, final int lcore) {
        final boolean forwards = lcore < config.lcoreCount();
        final List<Integer> cpus =
                forwards ? config.cpus() : config.tuning().io().cpus();
        return cpus.isEmpty() ? LcoreThread.ANY_CPU : cpus.get(forwards ? lcore : lcore - config.lcoreCount());
    }

    /** {@link #start(VrouterConfig, Continuity)} of a data plane that has no other process to care for. */
    public static Vrouter start(final VrouterConfig config) throws IOException {
        return start(config, Continuity.ALONE);
    }

    /**
     * Starts a data plane; when this returns it forwards and its control socket answers. What an earlier process of the
     * node left when it died is taken over: state, counters, TAPs.
     *
     * @throws NodeStopped when it waited for its turn and the node was stopped
     * @throws net.vireo.vrouter.journal.JournalRefused when the state that was left is of another version
     * @throws IOException when another one runs in the run directory, or files in it cannot be made
     * @throws net.vireo.linux.LinuxException when the system refuses something that is needed
     */
    public static Vrouter start(final VrouterConfig config, final Continuity continuity) throws IOException {
        makeRunDirectory(config.runDirectory());
        final Path pidPath = config.runDirectory().resolve(PID_NAME);
        final PidFile pidFile = PidFile.tryTake(pidPath);
        if (pidFile == null && !continuity.waits()) {
            throw new IOException("another data plane runs here: " + PidFile.holder(pidPath));
        }
        try {
            final boolean restored = pidFile == null
                    || !continuity.fresh() && Files.exists(config.runDirectory().resolve(StateLog.NAME));
            // A node that is down has no time for training: packets wait.
            WarmUp.run(restored && pidFile != null ? HURRIED_WARM_UP_NS : WarmUp.LIMIT_NS);
            final Vrouter vrouter = new Vrouter(config, continuity, restored);
            final PidFile own = pidFile != null ? pidFile : vrouter.awaitTurn(pidPath, continuity);
            vrouter.takeOver(own);
            continuity.progress().accept(Continuity.Stage.FORWARDS);
            return vrouter;
        } catch (final IOException | RuntimeException failure) {
            if (pidFile != null) {
                pidFile.close();
            }
            throw failure;
        }
    }

    /** Whether it goes on with the state of another process. */
    public boolean isRestored() {
        return restored;
    }

    /** How the state was come by, for a log. */
    public String restoredSummary() {
        return state.summary() + "; " + takeOverSummary;
    }

    /** Waits until the data plane was closed. @throws IllegalStateException when an lcore died */
    public void awaitEnd() {
        try {
            ended.join();
        } catch (final CompletionException died) {
            throw new IllegalStateException("an lcore died", died.getCause());
        }
    }

    /** Stops in order: no more requests, devices gone, lcores ended, state, socket and pid file removed. */
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
        state.discard();
        objects.deleteAllObjects();
        resolver.close();
        threads.forEach(LcoreThread::stop);
        devices.close();
        pool.close();
        try {
            pidFile.close();
        } catch (final IOException leftBehind) {
            LOG.log(Level.WARNING, "the pid file could not be removed", leftBehind);
        }
        ended.complete(null);
    }

    /** Follows the journal of the process that forwards, until that one is dead. */
    private PidFile awaitTurn(final Path pidPath, final Continuity continuity) throws IOException {
        final CompletableFuture<PidFile> turn = new CompletableFuture<>();
        final Thread waiting = Thread.ofPlatform().name("turn").daemon().start(() -> {
            try {
                turn.complete(PidFile.await(pidPath));
            } catch (final IOException | RuntimeException failure) {
                turn.completeExceptionally(failure);
            }
        });
        state.follow();
        Rehearsal.run(continuity.keeper(), turn::isDone);
        continuity.progress().accept(Continuity.Stage.WAITS);
        while (true) {
            try {
                return turn.get(FOLLOW_MS, TimeUnit.MILLISECONDS);
            } catch (final TimeoutException notYet) {
                state.follow();
            } catch (final ExecutionException failure) {
                throw failure.getCause() instanceof IOException cause ? cause : new IOException(failure.getCause());
            } catch (final InterruptedException stopping) {
                Thread.currentThread().interrupt();
                throw new IOException(waiting.getName() + ": interrupted", stopping);
            }
        }
    }

    /** The node is this process's: from the first line to the last packets wait. */
    private void takeOver(final PidFile own) throws IOException {
        final long startNs = System.nanoTime();
        pidFile = own;
        flows.recover();
        Files.move(file(NEXT_DROP_LOG_NAME), file(DROP_LOG_NAME), StandardCopyOption.REPLACE_EXISTING);
        if (restored) {
            state.goOn();
        } else {
            state.begin();
        }
        final long stateNs = System.nanoTime();
        if (countersInherited) {
            counters.takeOver();
        } else {
            Files.move(
                    file(NEXT_COUNTERS_NAME),
                    file(COUNTERS_NAME),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
        final long countersNs = System.nanoTime();
        threads.forEach(LcoreThread::start);
        vifs.open();
        final long devicesNs = System.nanoTime();
        resolver.start();
        portWatch.start();
        flowKeeper.start();
        if (restored) {
            // A process that is being killed lets go of its lock before its socket: asked now, it would still be there.
            Files.deleteIfExists(file(ControlServer.SOCKET_NAME));
        }
        server = ControlServer.open(file(ControlServer.SOCKET_NAME), objects);
        controlThread.set(server);
        server.start();
        vifsChanged(); // what guests did before there was a control thread
        takeOverSummary = String.format(
                "took over in %.1f ms: state %.1f, counters %.1f, devices %.1f",
                (System.nanoTime() - startNs) / 1e6,
                (stateNs - startNs) / 1e6,
                (countersNs - stateNs) / 1e6,
                (devicesNs - countersNs) / 1e6);
    }

    /** Called by threads of ports. */
    private void vifsChanged() {
        final ControlServer current = server;
        if (current != null) {
            current.execute(vifs::applyChanges);
        }
    }

    /** State, counters and TAPs stay for the process that comes after; this one cannot go on. */
    private void lcoreDied(final Thread thread, final Throwable cause) {
        LOG.log(Level.ERROR, thread.getName() + " died: this is a bug, please report it", cause);
        ended.completeExceptionally(cause);
    }

    /** The flows that a process left which died go on, if they can be read; the others are made again. */
    private FlowTable flows(final VrouterConfig started, final Epoch epoch) throws IOException {
        if (restored) {
            try {
                return FlowTable.attach(file(FLOWS_NAME), ReservedMemory.flows(started), epoch);
            } catch (final IOException unreadable) {
                LOG.log(Level.WARNING, "the flow table is made anew: " + unreadable.getMessage());
            }
        }
        return FlowTable.create(file(FLOWS_NAME), ReservedMemory.flows(started), epoch);
    }

    private static FragmentTable fragments(final VrouterConfig config) {
        final TableSize size = config.limits().fragments();
        return new FragmentTable(Math.ceilDiv(size.entries(), 4) * 4, size.overflowEntries());
    }

    private Path file(final String name) {
        return config.runDirectory().resolve(name);
    }

    private static void makeRunDirectory(final Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
}
