// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.lcore;

/** What an lcore does when a cycle moved nothing. One lcore. */
public interface IdleStrategy {
    /**
     * Called once per cycle.
     *
     * @param work how many packets and commands the cycle moved
     */
    void idle(int work);
}
