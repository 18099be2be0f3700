// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

/** Who decides about the flows of one node: an agent, or its stand-in. For one thread. */
public interface Decider {
    /**
     * Starts it and waits until it decides.
     *
     * @throws LabException when it does not
     */
    void start() throws InterruptedException;

    /** Ends it: new flows wait, and are dropped in the end. */
    void stop();
}
