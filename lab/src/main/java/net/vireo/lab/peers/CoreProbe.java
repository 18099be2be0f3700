// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.util.Arrays;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import net.vireo.linux.LinuxException;
import net.vireo.linux.Threads;

/**
 * Measures how far two CPUs are from each other: two threads, one on each, hand one cache line back and forth. A virtual
 * machine's CPUs move under it, into one core complex and apart again, and whatever crosses between them is two to five
 * times slower then. A measurement takes a fraction of a millisecond of both CPUs, also of busy ones: the kernel lets a
 * thread that slept go before one that spins. It belongs between samples, not into one.
 *
 * <p>Used by one thread.
 */
final class CoreProbe implements AutoCloseable {
    /** No measurement: one of the threads did not get its CPU in time. */
    static final double UNKNOWN = Double.NaN;

    private static final int BATCHES = 64;
    private static final int ROUND_TRIPS = 16;
    /** Until both threads' loops are compiled. */
    private static final int TRAINING = 200;

    /** Where others have the CPUs, each measurement waits for its turn. */
    private static final long TRAINING_LIMIT_NS = TimeUnit.SECONDS.toNanos(3);

    private static final long LIMIT_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final CacheLine line = new CacheLine();
    private final SynchronousQueue<Long> ping = new SynchronousQueue<>();
    private final SynchronousQueue<Long> pong = new SynchronousQueue<>();
    private final SynchronousQueue<Double> answer = new SynchronousQueue<>();
    private final double[] batchesNs = new double[BATCHES];
    private final Thread[] threads;

    /** The line's next value that is not used yet; each measurement takes its own. */
    private long next = 1;

    /** @throws net.vireo.linux.LinuxException when there is no such CPU */
    CoreProbe(final int firstCpu, final int secondCpu) throws InterruptedException {
        mustBePossible(firstCpu);
        mustBePossible(secondCpu);
        threads = new Thread[] {
            Thread.ofPlatform().daemon().name("probe-ping").unstarted(() -> serve(firstCpu, ping, this::measure)),
            Thread.ofPlatform().daemon().name("probe-pong").unstarted(() -> serve(secondCpu, pong, this::answer))
        };
        for (final Thread thread : threads) {
            thread.start();
        }
        final long startNs = System.nanoTime();
        for (int i = 0; i < TRAINING && System.nanoTime() - startNs < TRAINING_LIMIT_NS; i++) {
            roundTripNs();
        }
    }

    /**
     * How long the line takes to the other CPU and back.
     *
     * @return nanoseconds, the median of some dozen short batches, or {@link #UNKNOWN}
     */
    double roundTripNs() throws InterruptedException {
        final long first = next;
        next += 2L * BATCHES * ROUND_TRIPS;
        pong.put(first);
        ping.put(first);
        return answer.take();
    }

    @Override
    public void close() {
        for (final Thread thread : threads) {
            thread.interrupt();
        }
    }

    /** A thread of the probe's that could not be pinned would leave whoever asks it waiting. */
    private static void mustBePossible(final int cpu) throws InterruptedException {
        final LinuxException[] failure = new LinuxException[1];
        final Thread trial = Thread.ofPlatform().start(() -> {
            try {
                Threads.pin(cpu);
            } catch (final LinuxException impossible) {
                failure[0] = impossible;
            }
        });
        trial.join();
        if (failure[0] != null) {
            throw failure[0];
        }
    }

    private interface Part {
        void run(long first) throws InterruptedException;
    }

    private static void serve(final int cpu, final SynchronousQueue<Long> orders, final Part part) {
        Threads.pin(cpu);
        try {
            while (true) {
                part.run(orders.take());
            }
        } catch (final InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void measure(final long first) throws InterruptedException {
        long value = first;
        boolean answered = true;
        for (int batch = 0; batch < BATCHES && answered; batch++) {
            final long startNs = System.nanoTime();
            for (int i = 0; i < ROUND_TRIPS && answered; i++) {
                line.set(value);
                answered = line.await(value + 1, LIMIT_NS);
                value += 2;
            }
            batchesNs[batch] = (double) (System.nanoTime() - startNs) / ROUND_TRIPS;
        }
        answer.put(answered ? median(batchesNs) : UNKNOWN);
    }

    /** Gives up when nothing comes; then the other side does too. */
    private void answer(final long first) {
        long value = first;
        final long end = first + 2L * BATCHES * ROUND_TRIPS;
        while (value < end && line.await(value, LIMIT_NS)) {
            line.set(value + 1);
            value += 2;
        }
    }

    private static double median(final double[] values) {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
