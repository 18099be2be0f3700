// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Whether and when a data plane that died is started again: at once, a little later each time while it keeps dying, and
 * not any more when that goes too fast: then something is wrong that a start does not mend. No clock. One thread.
 */
final class RestartPolicy {
    /** So many deaths within {@link #WINDOW_MS} are too many. */
    static final int TOO_MANY = 5;

    static final long WINDOW_MS = 10_000;

    /** The answer when it is not to be started again. */
    static final long GIVE_UP = -1;

    private static final long FIRST_PAUSE_MS = 100;

    private final Deque<Long> deaths = new ArrayDeque<>();

    /**
     * One died.
     *
     * @return how many milliseconds to wait with the next one, 0 for not at all, or {@link #GIVE_UP}
     */
    long died(final long nowMs) {
        while (!deaths.isEmpty() && nowMs - deaths.peekFirst() >= WINDOW_MS) {
            deaths.removeFirst();
        }
        deaths.addLast(nowMs);
        if (deaths.size() >= TOO_MANY) {
            return GIVE_UP;
        }
        return deaths.size() == 1 ? 0 : FIRST_PAUSE_MS << deaths.size() - 2;
    }
}
