// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.util.concurrent.Executor;
import net.vireo.linux.Threads;

/** Lcore 1, the timer: brings the ports' counters into the counter file, and has missing devices looked for. */
final class PortWatch implements AutoCloseable {
    private static final long PERIOD_MS = 250;

    private static final int PERIODS_PER_LOOK = 4;

    private final AttachedVifs vifs;
    private final Executor controlThread;
    private final Thread thread;

    /** @param controlThread opens devices */
    PortWatch(final AttachedVifs vifs, final Executor controlThread) {
        this.vifs = vifs;
        this.controlThread = controlThread;
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
            for (int period = 0; ; period++) {
                Thread.sleep(PERIOD_MS);
                vifs.refreshCounters();
                if (period % PERIODS_PER_LOOK == 0) {
                    controlThread.execute(vifs::retry);
                }
            }
        } catch (final InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
