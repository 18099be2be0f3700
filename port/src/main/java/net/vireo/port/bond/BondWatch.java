// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.bond;

import java.lang.System.Logger.Level;
import net.vireo.linux.Threads;
import net.vireo.port.log.LimitedLog;

/** The thread that looks at a bond's links. */
final class BondWatch implements AutoCloseable {
    /** As often as is needed to fail over in well under 200 ms; a look costs two system calls per link. */
    static final int PERIOD_MS = 50;

    private static final LimitedLog LOG = new LimitedLog(BondWatch.class);

    private final BondPort bond;
    private final Thread thread;

    BondWatch(final BondPort bond) {
        this.bond = bond;
        thread = Thread.ofPlatform().name("bond-watch").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Ends the thread and waits for it, so that nobody asks for links that are being closed. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (final InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Threads.name("bond-watch");
        final boolean[] up = new boolean[bond.memberCount()];
        try {
            while (true) {
                report(up);
                Thread.sleep(PERIOD_MS);
                bond.check();
            }
        } catch (final InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes down which links changed since the last report. */
    private void report(final boolean[] up) {
        for (int member = 0; member < up.length; member++) {
            if (up[member] != bond.isUp(member)) {
                up[member] = !up[member];
                LOG.log(
                        Level.INFO,
                        "bond " + bond.name() + ": link " + bond.memberName(member) + " is "
                                + (up[member] ? "up" : "down"));
            }
        }
    }
}
