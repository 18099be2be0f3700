// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.lcore;

import java.nio.file.Path;
import net.vireo.linux.ProcessThreads;
import net.vireo.linux.ThreadTimes;
import net.vireo.linux.Threads;

/** The thread of one lcore: pins and names itself, then turns until it is told to stop. */
public final class LcoreThread {
    /** No pinning: the kernel chooses. */
    public static final int ANY_CPU = -1;

    private final Lcore lcore;
    private final int cpu;
    private final IdleStrategy idle;
    private final Thread thread;
    private volatile boolean running = true;

    /** Where the kernel tells about the thread; null before it runs. */
    private volatile Path task;

    /**
     * @param cpu the CPU to stay on, or {@link #ANY_CPU}
     * @param onFailure told when the lcore ends by an exception, which is a bug
     */
    public LcoreThread(
            final Lcore lcore, final int cpu, final PollMode mode, final Thread.UncaughtExceptionHandler onFailure) {
        this(lcore, cpu, mode, false, onFailure);
    }

    /**
     * One that may share its CPU.
     *
     * @param yields whether it offers its CPU to other threads at each turn that finds nothing, as long as it spins
     */
    public LcoreThread(
            final Lcore lcore,
            final int cpu,
            final PollMode mode,
            final boolean yields,
            final Thread.UncaughtExceptionHandler onFailure) {
        this.lcore = lcore;
        this.cpu = cpu;
        final Runnable pause = yields ? Thread::yield : Thread::onSpinWait;
        idle = mode == PollMode.BUSY ? work -> spin(work, pause) : new AdaptiveIdle(lcore, pause);
        thread = Thread.ofPlatform()
                .name("lcore-" + lcore.number())
                .uncaughtExceptionHandler(onFailure)
                .unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** The CPU that it is pinned to, or {@link #ANY_CPU}. */
    public int cpu() {
        return cpu;
    }

    /** What the kernel's scheduler gave it. Any thread. */
    public ThreadTimes times() {
        final Path known = task;
        return known == null ? ThreadTimes.NONE : ThreadTimes.of(known);
    }

    /** Ends the loop after the current cycle and waits for it. */
    public void stop() {
        lcore.send(ignored -> running = false);
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Threads.name("lcore-" + lcore.number());
        task = ProcessThreads.ownTask();
        if (cpu != ANY_CPU) {
            Threads.pin(cpu);
        }
        try {
            while (running) {
                idle.idle(lcore.cycle());
            }
        } finally {
            lcore.end();
        }
    }

    private static void spin(final int work, final Runnable pause) {
        if (work == 0) {
            pause.run();
        }
    }
}
