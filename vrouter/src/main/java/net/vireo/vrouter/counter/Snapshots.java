// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.counter;

/** How the control socket asks for counters that belong together. Called from the control thread. */
public interface Snapshots {
    /** What {@link #take} answers when an lcore did not respond in time. */
    int TIMED_OUT = -1;

    /**
     * Makes every lcore copy its counters into the snapshot area of the counter file at the end of a cycle, refreshes
     * the port counters, and waits until all did.
     *
     * @return the snapshot's sequence number, positive, or {@link #TIMED_OUT}
     */
    int take(int timeoutMs);

    /** How many lcores take part. */
    int lcoreCount();

    /** The live counters. */
    CounterFile counters();
}
