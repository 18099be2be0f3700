// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.packet;

import java.util.List;

/** Gives verdicts on flows. One thread. */
public interface FlowDecider extends AutoCloseable {
    /** Judges the flows that these packets began. What cannot be judged now is left: its packets time out. */
    void decide(List<TrappedPacket> misses);

    /**
     * Whether it is known by what to judge. Until then nothing is to be judged: what began while an agent starts would be
     * denied, and stay so for as long as its packets come. Any thread.
     */
    default boolean isReady() {
        return true;
    }

    /** Flows judged so far; any thread. */
    long decidedCount();

    /** Flows that could not be judged: they were gone, or the data plane was; any thread. */
    long failedCount();

    @Override
    void close();
}
