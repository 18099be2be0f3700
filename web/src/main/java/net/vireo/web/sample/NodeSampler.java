// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.sample;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import net.vireo.cli.doctor.Diagnosis;
import net.vireo.cli.doctor.Sample;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.node.NodeDirectory;

/**
 * Looks at one node five times a second while somebody watches, else once, for the history. One for each node, however many
 * watch.
 */
public final class NodeSampler implements AutoCloseable {
    /** Between looks while somebody watches. */
    public static final long WATCHED_PERIOD_MS = 200;

    private static final long QUIET_PERIOD_MS = 1000;

    /** A doctor counts for two seconds at least. */
    private static final long DIAGNOSIS_NS = 2_000_000_000L;

    private static final long DIAGNOSIS_LIMIT_MS = 5000;
    private static final int SAMPLES = 8;
    private static final long POLL_MS = 100;

    private final NodeDirectory node;
    private final Feed feed = new Feed();
    private final Deque<Sample> samples = new ArrayDeque<>();
    private final Thread thread;
    private volatile boolean stopped;

    /** Starts to look. */
    public NodeSampler(final NodeDirectory node) {
        this.node = node;
        thread = Thread.ofPlatform().daemon().name("sampler-" + node.name()).start(this::run);
    }

    /** The node's files. */
    public NodeDirectory node() {
        return node;
    }

    /** What it sees. */
    public Feed feed() {
        return feed;
    }

    private void run() {
        try (NodeWatch watch = new NodeWatch(node)) {
            while (!stopped) {
                final long startedNs = System.nanoTime();
                look(watch);
                final long period = feed.viewers() > 0 ? WATCHED_PERIOD_MS : QUIET_PERIOD_MS;
                pause(period - (System.nanoTime() - startedNs) / 1_000_000);
            }
        } catch (final InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }

    /** Wakes early when somebody begins to watch. */
    private void pause(final long ms) throws InterruptedException {
        long left = Math.max(1, ms);
        while (left > 0 && !stopped) {
            final long step = Math.min(left, WATCHED_PERIOD_MS);
            Thread.sleep(step);
            left = feed.viewers() > 0 ? Math.min(left - step, 0) : left - step;
        }
    }

    private void look(final NodeWatch watch) {
        try {
            watch.look(feed.viewers() > 0).ifPresent(feed::publish);
            remember(watch.sample());
        } catch (final IOException | RuntimeException | InternalError gone) {
            // A file that was cut short under its mapping is an InternalError.
            watch.close();
            forget();
            feed.fail(String.valueOf(gone.getMessage()));
        }
    }

    private void remember(final Sample sample) {
        synchronized (samples) {
            if (samples.isEmpty() || samples.peekLast().timeNs() != sample.timeNs()) {
                if (samples.size() == SAMPLES) {
                    samples.removeFirst();
                }
                samples.addLast(sample);
            }
        }
    }

    private void forget() {
        synchronized (samples) {
            samples.clear();
        }
    }

    /**
     * What the doctor says of the last seconds. Waits until they are enough.
     *
     * @throws CommandFailed when the node cannot be looked at
     */
    public Diagnosis diagnose() throws InterruptedException {
        final long until = System.nanoTime() + DIAGNOSIS_LIMIT_MS * 1_000_000;
        do {
            synchronized (samples) {
                final Sample last = samples.peekLast();
                for (final Sample first : samples.reversed()) {
                    if (last.timeNs() - first.timeNs() >= DIAGNOSIS_NS && first.process() == last.process()) {
                        return Diagnosis.between(node, first, last);
                    }
                }
            }
            Thread.sleep(POLL_MS);
        } while (System.nanoTime() < until);
        throw new CommandFailed(
                "node " + node.name() + " could not be looked at for two seconds: " + feed.trouble(),
                "see 'vireo status'");
    }

    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
    }
}
