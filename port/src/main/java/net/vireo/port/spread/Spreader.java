// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.spread;

/** Decides which lcore's queue the frames go to that one lcore polls. Belongs to that lcore; each has one of its own. */
public interface Spreader {
    /**
     * Frames were polled, perhaps none.
     *
     * @param count how many
     * @param wanted how many there was room for: when it is as many, more may be waiting
     * @return whether to ask {@link #queueOf} for each; else the lcore keeps them all
     */
    boolean begin(int count, int wanted);

    /**
     * The queue for a frame: the lcore's own number to keep it. Hot.
     *
     * @param frame masked address of the Ethernet header
     * @return 0 .. queues - 1
     */
    int queueOf(long frame, int lengthBytes);
}
