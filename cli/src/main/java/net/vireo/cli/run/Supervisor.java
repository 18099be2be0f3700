// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import net.vireo.cli.failure.CommandFailed;

/**
 * The small parent of a node's data plane. It starts one process that forwards and, once that does, a spare one: warm,
 * with the same tables, asleep on the lock of the pid file, which the kernel gives it the moment the first one is dead.
 * So a death costs tens of milliseconds and not the start of a JVM, and this process has no part in it: it starts the
 * next spare, and holds the TAPs' descriptors meanwhile, so that a TAP lives on wherever it was moved to.
 *
 * <p>A second JVM takes more memory than a shell script would, but a script cannot hold descriptors that it is sent, and
 * a TAP that was moved and renamed cannot be opened again. Children end with the thread that started them: the one that
 * calls {@link #run}.
 */
final class Supervisor {
    /** Starts a data plane. */
    @FunctionalInterface
    interface Starter {
        /**
         * @param parent where it reaches its parent
         * @param role what it is to be
         */
        Process start(Path parent, Role role) throws IOException;
    }

    /** What a child is started as. */
    enum Role {
        /** The first one of a node. */
        FIRST,
        /** One that goes on where another has died. */
        NEXT,
        /** One that waits. */
        SPARE
    }

    /** What a data plane ends with when it was told to end: by itself, with SIGINT, with SIGTERM. */
    private static final Set<Integer> IN_ORDER = Set.of(0, 130, 143);

    private static final int BY_SIGNAL = 128;
    private static final byte ENDED = 0;
    private static final long STOP_MS = 2500;
    private static final long SPARE_PAUSE_MS = 1000;
    private static final long LONGEST_SPARE_PAUSE_MS = 60_000;
    private static final long NEVER_MS = Long.MAX_VALUE;

    private final String node;
    private final Path directory;
    private final Starter starter;
    private final PrintStream log;
    private final RestartPolicy policy = new RestartPolicy();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Map<Long, Process> children = new ConcurrentHashMap<>();
    private Path parent;
    private boolean forwarded;
    private long nextDueMs = NEVER_MS;
    private long spareDueMs = NEVER_MS;
    private long sparePauseMs = SPARE_PAUSE_MS;
    private volatile Process active;
    private volatile Process spare;

    /** What a child says, or its end. */
    private record Event(long pid, byte what, int exitCode) {}

    /** @param log gets a line for each death */
    Supervisor(final String node, final Path directory, final Starter starter, final PrintStream log) {
        this.node = node;
        this.directory = directory;
        this.starter = starter;
        this.log = log;
    }

    /** Runs the node until its data plane ends in order or cannot go on. @return the exit code */
    int run() {
        try (ParentSocket socket = ParentSocket.open(directory, (pid, stage) -> events.add(new Event(pid, stage, 0)))) {
            parent = socket.path();
            Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
            active = start(Role.FIRST);
            Integer exitCode = null;
            while (exitCode == null) {
                final long dueMs = Math.min(nextDueMs, spareDueMs);
                final Event event = events.poll(Math.max(0, dueMs - nowMs()), TimeUnit.MILLISECONDS);
                if (event == null) {
                    startWhatIsDue();
                } else if (event.what == ENDED) {
                    exitCode = ended(event);
                } else {
                    reached(event);
                }
            }
            return exitCode;
        } catch (final IOException e) {
            throw new CommandFailed("cannot run node " + node + ": " + e.getMessage(), "", e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private Process start(final Role role) throws IOException {
        final Process child = starter.start(parent, role);
        children.put(child.pid(), child);
        final var _ = child.onExit().thenAccept(end -> events.add(new Event(end.pid(), ENDED, end.exitValue())));
        return child;
    }

    private void startWhatIsDue() throws IOException {
        if (nowMs() >= nextDueMs) {
            nextDueMs = NEVER_MS;
            active = start(Role.NEXT);
        }
        if (nowMs() >= spareDueMs) {
            spareDueMs = NEVER_MS;
            spare = start(Role.SPARE);
        }
    }

    private void reached(final Event event) {
        if (event.what == ParentMessage.WAITS) {
            sparePauseMs = SPARE_PAUSE_MS;
        } else if (event.what == ParentMessage.FORWARDS) {
            forwarded = true;
            if (is(spare, event)) {
                // It was quicker than the news of the other's death.
                active = spare;
                spare = null;
            }
            if (spare == null) {
                spareDueMs = nowMs();
            }
        }
    }

    /** @return the node's exit code, null when it goes on */
    private Integer ended(final Event event) {
        children.remove(event.pid);
        if (is(spare, event)) {
            spare = null;
            spareDueMs = nowMs() + sparePauseMs;
            sparePauseMs = Math.min(2 * sparePauseMs, LONGEST_SPARE_PAUSE_MS);
            return null;
        }
        final boolean wasActive = is(active, event);
        if (wasActive && (IN_ORDER.contains(event.exitCode) || !forwarded)) {
            return event.exitCode;
        }
        final long pauseMs = policy.died(nowMs());
        if (pauseMs == RestartPolicy.GIVE_UP) {
            say(
                    event,
                    "it was the " + RestartPolicy.TOO_MANY + "th in " + RestartPolicy.WINDOW_MS / 1000
                            + " s, which a start does not mend: the node is given up; what it printed before says more");
            return 1;
        }
        if (wasActive) {
            active = spare;
            spare = null;
            spareDueMs = NEVER_MS;
            nextDueMs = active == null ? nowMs() + pauseMs : NEVER_MS;
        }
        say(event, active == null ? "a new one is started" : "process " + active.pid() + " goes on");
        return null;
    }

    private static boolean is(final Process child, final Event event) {
        return child != null && child.pid() == event.pid;
    }

    private void say(final Event death, final String consequence) {
        final String how = death.exitCode > BY_SIGNAL
                ? "was killed by signal " + (death.exitCode - BY_SIGNAL)
                : "ended with exit code " + death.exitCode;
        log.println(
                "vireo: the data plane of node " + node + ", process " + death.pid + ", " + how + "; " + consequence);
    }

    /** Ends the children: the spare first, so that it does not take over from one that was told to end. */
    private void stop() {
        final Process forwarding = active;
        for (final Process child : children.values()) {
            if (!child.equals(forwarding)) {
                child.destroyForcibly();
            }
        }
        if (forwarding == null) {
            return;
        }
        forwarding.destroy();
        try {
            if (!forwarding.waitFor(STOP_MS, TimeUnit.MILLISECONDS)) {
                forwarding.destroyForcibly();
            }
        } catch (final InterruptedException e) {
            forwarding.destroyForcibly();
        }
    }

    private static long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
