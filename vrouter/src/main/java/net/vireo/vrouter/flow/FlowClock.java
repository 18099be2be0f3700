// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

/** The time that flows are stamped with: milliseconds that wrap, the same for every process since the machine started. */
public final class FlowClock {
    private static final long NS_PER_MS = 1_000_000;

    private FlowClock() {}

    /** One clock read. Any thread. */
    public static int nowMs() {
        return (int) (System.nanoTime() / NS_PER_MS);
    }
}
