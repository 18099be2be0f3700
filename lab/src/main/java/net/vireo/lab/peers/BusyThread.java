// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import net.vireo.linux.Threads;

/** Work on a thread of its own that stays on one CPU. */
final class BusyThread {
    private BusyThread() {}

    /**
     * Does it and waits for its end; interrupts it when the caller is interrupted.
     *
     * @return what the work returned
     * @throws RuntimeException what the work threw, or in which it is wrapped
     */
    static <T> T call(final int cpu, final Callable<T> work) throws InterruptedException {
        final FutureTask<T> task = new FutureTask<>(() -> {
            Threads.pin(cpu);
            return work.call();
        });
        final Thread thread = Thread.ofPlatform().daemon().name("busy-guests").start(task);
        try {
            return task.get();
        } catch (final ExecutionException e) {
            if (e.getCause() instanceof final RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            thread.interrupt(); // does nothing to one that has ended
            thread.join();
        }
    }
}
