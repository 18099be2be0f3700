// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

/** One line of the result table. Runs on the lab's main thread, bounded in time by itself. */
public interface Check {
    /** What is checked, a few words. */
    String title();

    /**
     * Runs it.
     *
     * @throws InterruptedException when the lab is told to end
     */
    Outcome run(RunningLab lab) throws InterruptedException;
}
