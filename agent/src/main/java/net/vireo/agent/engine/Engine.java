// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.engine;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import net.vireo.agent.config.Config;
import net.vireo.agent.config.ConfigSource;
import net.vireo.agent.oper.Learned;
import net.vireo.agent.oper.OperBuilder;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.port.PortApi;
import net.vireo.agent.port.PortTable;
import net.vireo.agent.program.Programmer;
import net.vireo.agent.verdict.VerdictPlan;
import net.vireo.port.log.LimitedLog;

/**
 * The event loop: one thread that owns configuration, ports, database and programming. Others read {@link #state}, or
 * {@link #call}.
 */
public final class Engine implements PortApi.Owner, AutoCloseable {
    private static final LimitedLog LOG = new LimitedLog(Engine.class);
    private static final long TICK_NS = 100_000_000L;
    private static final long CONFIG_NS = 1_000_000_000L;
    private static final long AGAIN_NS = 1_000_000_000L;

    /** How long a file is left alone until it counts: longer than it takes to write it anew, or to put another in its place. */
    private static final long SETTLING_NS = 250_000_000L;

    private final ConfigSource source;
    private final PortTable ports;
    private final Programmer programmer;
    private final Function<OperState, VerdictPlan> verdicts;
    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final Thread thread = Thread.ofPlatform().name("agent").daemon().unstarted(this::run);
    private Config config = Config.EMPTY;
    private Learned takenIn = Learned.NOTHING;
    private volatile Learned learned = Learned.NOTHING;
    private final SortedMap<String, String> troubles = new TreeMap<>();
    private long nextConfigNs = System.nanoTime();
    private volatile long takenInNs = nextConfigNs;
    private volatile Runnable listener = () -> {};
    private volatile OperState state = OperState.empty();
    private volatile Status status = new Status(
            Optional.of("not connected yet"), List.of(), List.of(), Map.of(), false, new Programmer.Counts(0, 0, 0));
    private volatile boolean closing;

    /** Whether there is something that the database does not say yet, until it says so. */
    private boolean due;

    /** When it may be made again: not at once when that failed. */
    private long nextBuildNs = nextConfigNs;

    /** A part of a round. */
    @FunctionalInterface
    private interface Part {
        void run() throws IOException;
    }

    /** One whose node leaves every flow to the agent. */
    public Engine(final ConfigSource source, final PortTable ports, final Programmer programmer) {
        this(source, ports, programmer, state -> VerdictPlan.NONE);
    }

    /**
     * Does nothing before {@link #start}; owns what it is given from then on.
     *
     * @param verdicts by what lcores are to decide; asked on the engine's thread
     */
    public Engine(
            final ConfigSource source,
            final PortTable ports,
            final Programmer programmer,
            final Function<OperState, VerdictPlan> verdicts) {
        this.verdicts = verdicts;
        this.source = source;
        this.ports = ports;
        this.programmer = programmer;
    }

    /**
     * Sets who hears of changes, in place of who did: there is another database, and the data plane was told. Called by the
     * engine's thread, to return soon. Before {@link #start}.
     */
    public void onChange(final Runnable hears) {
        listener = hears;
    }

    /** When what the database was made from was taken in, as {@link System#nanoTime} has it; any thread. */
    public long takenInNs() {
        return takenInNs;
    }

    /** Has the configuration looked at now, not when it is time; any thread. */
    public void lookNow() {
        tasks.add(() -> {
            if (!source.isSettling()) {
                nextConfigNs = System.nanoTime();
            }
        });
    }

    /** Has the database made anew with what services found out; any thread. */
    public void learn(final Learned now) {
        learned = now;
        tasks.add(() -> {
            // The round that it wakes sees what is there then.
        });
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    /** The database now; any thread. */
    public OperState state() {
        return state;
    }

    /** How the agent does; any thread. */
    public Status status() {
        return status;
    }

    /** Runs work on the engine's thread; not to be called from it. */
    @Override
    public <T> T call(final Callable<T> work) throws Exception {
        final CompletableFuture<T> result = new CompletableFuture<>();
        tasks.add(() -> {
            try {
                result.complete(work.call());
            } catch (final Exception e) {
                result.completeExceptionally(e);
            }
        });
        if (closing) {
            throw new IllegalStateException("the agent is stopping");
        }
        try {
            return result.get();
        } catch (final ExecutionException e) {
            if (e.getCause() instanceof final Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    private void run() {
        while (!closing) {
            try {
                Runnable task = tasks.poll(waitNs(), TimeUnit.NANOSECONDS);
                while (task != null) {
                    task.run();
                    task = tasks.poll();
                }
            } catch (final InterruptedException stop) {
                break;
            }
            tick(System.nanoTime());
            publish();
        }
        programmer.close();
    }

    private long waitNs() {
        return Math.max(0, Math.min(TICK_NS, nextConfigNs - System.nanoTime()));
    }

    private void tick(final long nowNs) {
        attempt("ports", () -> due |= ports.tick(nowNs));
        if (nowNs - nextConfigNs >= 0) {
            nextConfigNs = nowNs + CONFIG_NS;
            attempt("configuration", () -> look(nowNs));
        }
        final Learned found = learned;
        due |= !found.equals(takenIn);
        takenIn = found;
        attempt("data plane", () -> due |= programmer.tick(nowNs));
        if (due && nowNs - nextBuildNs >= 0) {
            nextBuildNs = nowNs + AGAIN_NS;
            attempt("tables", () -> {
                rebuild(nowNs);
                due = false;
                nextBuildNs = nowNs;
            });
        }
    }

    /** Nothing here may end the agent, nor keep it from the rest: the next round tries again. */
    private void attempt(final String what, final Part part) {
        try {
            part.run();
            troubles.remove(what);
        } catch (final RuntimeException | IOException e) {
            final String trouble = what + ": the last round failed: " + e;
            troubles.put(what, trouble);
            LOG.log(Level.ERROR, trouble, e);
        }
    }

    private void look(final long nowNs) {
        final Config now = source.current();
        if (source.isSettling()) {
            nextConfigNs = nowNs + SETTLING_NS;
        }
        due |= !now.equals(config);
        config = now;
    }

    /** Without the node's own settings what was there before stays: somebody is replacing a file. */
    private void rebuild(final long nowNs) {
        if (config.node().isEmpty() && state.isReady()) {
            return;
        }
        final OperState built = OperBuilder.build(
                config.with(ports.gateways()), ports.plugged(), takenIn, programmer.names(), programmer.actual());
        takenInNs = nowNs;
        state = built;
        programmer.program(built, verdicts.apply(built), nowNs);
        listener.run();
    }

    private void publish() {
        final List<String> configProblems = new ArrayList<>(source.problems());
        configProblems.addAll(ports.problems());
        if (config.node().isEmpty()) {
            configProblems.add(
                    "no Agent is configured: nothing is known of this node, its tables are left as they are");
        }
        configProblems.addAll(troubles.values());
        status = new Status(
                programmer.connectionProblem(),
                List.copyOf(configProblems),
                state.problems(),
                programmer.failures(),
                programmer.hasStale(),
                programmer.counts());
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException notNow) {
                interrupted = true;
            }
        }
        tasks.forEach(Runnable::run);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
