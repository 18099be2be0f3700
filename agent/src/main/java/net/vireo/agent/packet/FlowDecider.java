// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.packet;

import java.util.List;

/** Gives verdicts on flows. One thread. */
public interface FlowDecider extends AutoCloseable {
    /** How long its thread waits when there is nothing to do. */
    long QUIET_NS = 100_000_000L;

    /** Judges the flows that these packets began. What cannot be judged now is left: its packets time out. */
    void decide(List<TrappedPacket> misses);

    /**
     * Whether it is known by what to judge. Until then nothing is to be judged: what began while an agent starts would be
     * denied, and stay so for as long as its packets come. Any thread.
     */
    default boolean isReady() {
        return true;
    }

    /**
     * Does a part of what is to be done without being asked. Called between two {@link #decide}s, and when it is woken.
     *
     * @return how long it need not be called again, ns; 0: there is more to do
     */
    default long work() {
        return QUIET_NS;
    }

    /** Is told how its thread is woken, before that is started. */
    default void wakeBy(final Runnable wake) {
        // nothing comes up between calls
    }

    /** Flows judged so far; any thread. */
    long decidedCount();

    /** Flows that could not be judged: they were gone, or the data plane was; any thread. */
    long failedCount();

    @Override
    void close();
}
