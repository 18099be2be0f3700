// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import net.vireo.linux.Threads;

/** Lcore 1, the timer: brings the ports' counters into the counter file a few times a second. */
final class PortWatch implements AutoCloseable {
    private static final long PERIOD_MS = 250;

    private final AttachedVifs vifs;
    private final Thread thread;

    PortWatch(final AttachedVifs vifs) {
        this.vifs = vifs;
        thread = Thread.ofPlatform().name("lcore-1-timer").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        Threads.name("lcore-1-timer");
        try {
            while (true) {
                Thread.sleep(PERIOD_MS);
                vifs.refreshCounters();
            }
        } catch (final InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
