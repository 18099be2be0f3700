// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

import java.util.function.Supplier;
import net.vireo.linux.CpuSet;
import net.vireo.linux.ProcessThreads;
import net.vireo.linux.Threads;

/**
 * Where a process' threads run that do not pin themselves. A thread inherits the CPUs of the one that starts it: so the
 * JVM's are moved once, those that it makes later are started by them, and service lcores are started from their CPUs.
 *
 * @param service for what is started by {@link #asService}; empty for the same as {@code control}
 * @param control for the threads that the JVM has made; empty to leave them where they are
 */
record CpuPlacement(CpuSet service, CpuSet control) {
    /** Moves every thread that there is now. To be called before lcores are started. */
    void moveJvm() {
        if (!control.isEmpty()) {
            ProcessThreads.moveAll(control);
        }
    }

    /** Runs in the calling thread what starts service lcores; the caller is back on its own CPUs afterwards. */
    <T> T asService(final Supplier<T> starter) {
        if (service.isEmpty()) {
            return starter.get();
        }
        final CpuSet own = ProcessThreads.allowed(Threads.tid());
        Threads.pin(0, service);
        try {
            return starter.get();
        } finally {
            Threads.pin(0, own);
        }
    }
}
