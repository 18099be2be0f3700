// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import net.vireo.agent.config.FlowSettings;
import net.vireo.agent.config.NodeSettings;
import net.vireo.agent.flow.FlowBook;
import net.vireo.agent.flow.FlowLimits;
import net.vireo.agent.flow.FlowMiss;
import net.vireo.agent.flow.HostPorts;
import net.vireo.agent.host.Doors;
import net.vireo.agent.oper.OperPort;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.packet.FlowDecider;
import net.vireo.agent.packet.TrappedPacket;
import net.vireo.cli.node.NodeDirectory;
import net.vireo.port.log.LimitedLog;
import net.vireo.sandesh.VrouterException;

/**
 * Judges flows by the configured policies, and knows every flow that lives: what is configured otherwise ends, begins or
 * turns flows that are there. The data plane's table is the truth: a connection begins with a look at all of it, and ends
 * with forgetting. One thread, but where methods say otherwise.
 */
public final class PolicyFlows implements FlowDecider {
    private static final LimitedLog LOG = new LimitedLog(PolicyFlows.class);
    private static final long TICK_NS = 100_000_000L;
    private static final long RECONNECT_NS = 500_000_000L;
    private static final int ASK_TIMEOUT_S = 5;

    private final NodeDirectory node;
    private final Supplier<OperState> state;
    private final LongSupplier takenInNs;
    private final Supplier<Doors> doors;
    private final FlowBook book = new FlowBook(FlowLimits.STANDARD, HostPorts.NO_PORTS);
    private final FlowStats stats = new FlowStats();
    private final FlowChanges changes = new FlowChanges(book);
    private final ConcurrentLinkedQueue<FutureTask<?>> questions = new ConcurrentLinkedQueue<>();
    private final AtomicLong decidedCount = new AtomicLong();
    private final AtomicLong failedCount = new AtomicLong();
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile Runnable waker = () -> {};
    private LivingFlows living;
    private FlowSettings.Table connectedBy = FlowSettings.Table.AUTO;
    private Judgement judgement;
    private long nextConnectNs = System.nanoTime();
    private boolean missed;

    /**
     * Connects when there is something to judge by.
     *
     * @param state the database of the moment
     * @param takenInNs when what it was made from was taken in
     * @param doors where link-local services are at the moment
     */
    public PolicyFlows(
            final NodeDirectory node,
            final Supplier<OperState> state,
            final LongSupplier takenInNs,
            final Supplier<Doors> doors) {
        this.node = node;
        this.doors = doors;
        this.state = state;
        this.takenInNs = takenInNs;
    }

    @Override
    public void wakeBy(final Runnable wake) {
        waker = wake;
    }

    /** The database has changed, and the data plane was told; any thread. */
    public void changed() {
        told.set(true);
        waker.run();
    }

    @Override
    public void decide(final List<TrappedPacket> misses) {
        long done = 0;
        // What is not judged is asked about again: it waits in the table, where it is found.
        for (int attempt = 0; attempt < 2 && state.get().isReady(); attempt++) {
            try {
                connect();
                look();
                done = living.jobs().install(known(misses), judgement.setup(), System.nanoTime());
                break;
            } catch (final VrouterException gone) {
                lost(gone);
            } catch (final RuntimeException fault) {
                beginAgain();
                throw fault;
            }
        }
        decidedCount.addAndGet(done);
        failedCount.addAndGet(misses.size() - done);
    }

    @Override
    public long work() {
        answer();
        final long nowNs = System.nanoTime();
        if (!state.get().isReady() || living == null && nowNs - nextConnectNs < 0) {
            return TICK_NS;
        }
        try {
            connect();
            look();
            living.settle(judgement.state());
            final boolean changing = changes.next(living.jobs(), nowNs);
            final boolean looking = living.work(judgement, nowNs);
            return changing || looking ? 0 : TICK_NS;
        } catch (final VrouterException gone) {
            lost(gone);
            return TICK_NS;
        } catch (final RuntimeException fault) {
            beginAgain();
            throw fault;
        }
    }

    private void connect() {
        final FlowSettings.Table way = settings().table();
        if (living != null && connectedBy != way) {
            close();
        }
        if (living == null) {
            connectedBy = way;
            living = new LivingFlows(FlowPlane.connect(node, way), book, stats);
            if (missed) {
                LOG.log(Level.INFO, "the data plane answers");
                missed = false;
            }
        }
    }

    private FlowSettings settings() {
        return state.get().config().node().map(NodeSettings::flows).orElse(FlowSettings.STANDARD);
    }

    private void lost(final VrouterException gone) {
        // Once: an agent may well wait for hours.
        if (!missed) {
            LOG.log(Level.INFO, "the data plane does not answer and is asked until it does: " + gone.getMessage());
            missed = true;
        }
        beginAgain();
    }

    /** What is half done, and counted so, nobody knows any more: the data plane's table is the truth. */
    private void beginAgain() {
        nextConnectNs = System.nanoTime() + RECONNECT_NS;
        close();
    }

    @Override
    public boolean isReady() {
        return state.get().isReady();
    }

    private void look() {
        final OperState now = state.get();
        final Doors open = doors.get();
        if (judgement == null || judgement.state() != now || !judgement.doors().equals(open)) {
            final Judgement before = judgement;
            judgement = Judgement.of(now, open, before);
            final FlowSettings settings = settings();
            book.limits(FlowLimits.of(settings.perVm(), settings.linkLocal(), settings.linkLocalPerVm()));
            stats.keepOnly(judgement.view().vifs().keySet());
            if (before != null) {
                before.state().ports().stream()
                        .filter(port -> port.isActive() && !isStillThere(port, now))
                        .forEach(port -> stats.forget(port.vif()));
                changes.begin(judgement.since(before), judgement.setup(), takenInNs.getAsLong());
            }
        }
        if (told.getAndSet(false)) {
            // Lcores have decided by the rules of before until they were told, which may be after all else was looked
            // at.
            living.hurry(now);
        }
    }

    private static boolean isStillThere(final OperPort port, final OperState now) {
        return now.portAt(port.vif())
                .filter(other -> other.config().uuid().equals(port.config().uuid()))
                .isPresent();
    }

    /** The key of a missed flow stands in the table: its packet may not show it. */
    private List<FlowMiss> known(final List<TrappedPacket> misses) {
        final List<FlowMiss> known = new ArrayList<>();
        final List<PlaneFlow> flows = living.plane()
                .table()
                .at(misses.stream().map(packet -> packet.parameter(0)).toList());
        for (int i = 0; i < flows.size(); i++) {
            final TrappedPacket packet = misses.get(i);
            final PlaneFlow flow = flows.get(i);
            // Gone, or another one's slot by now.
            if (flow != null && flow.is(packet.parameter(5))) {
                known.add(flow.miss(packet));
            }
        }
        return known;
    }

    /**
     * Asks this thread; any other.
     *
     * @throws IllegalStateException when it does not answer
     */
    <T> T ask(final Callable<T> question) {
        final FutureTask<T> task = new FutureTask<>(question);
        questions.add(task);
        waker.run();
        try {
            return task.get(ASK_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (final InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stop);
        } catch (final ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the flows' thread does not answer: " + e, e);
        } finally {
            task.cancel(false);
        }
    }

    private void answer() {
        FutureTask<?> task = questions.poll();
        while (task != null) {
            task.run();
            task = questions.poll();
        }
    }

    /** How the data plane's table is looked at; empty while there is no data plane. This thread. */
    String tableText() {
        return living == null ? "" : living.plane().table().text();
    }

    /** The flows that are known. */
    FlowBook book() {
        return book;
    }

    FlowStats stats() {
        return stats;
    }

    FlowChanges changes() {
        return changes;
    }

    /** How flows are judged now; empty before there is anything to judge by. */
    Optional<Judgement> judgement() {
        return Optional.ofNullable(judgement);
    }

    @Override
    public long decidedCount() {
        return decidedCount.get();
    }

    @Override
    public long failedCount() {
        return failedCount.get();
    }

    @Override
    public void close() {
        if (living != null) {
            living.close();
            living = null;
        }
        changes.cancel();
        book.clear();
    }
}
