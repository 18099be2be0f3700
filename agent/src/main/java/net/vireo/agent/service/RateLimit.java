// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service;

import java.util.HashMap;
import java.util.Map;

/**
 * A token bucket for each guest: so many at once, then so many a second. A flood of one guest takes nothing from another.
 * One thread.
 */
public final class RateLimit {
    private static final long SECOND_NS = 1_000_000_000L;

    private final long burst;
    private final long intervalNs;
    private final Map<Integer, Long> fullAtNs = new HashMap<>();

    /**
     * @param perSecond at least 1
     * @param burst at least 1
     */
    public RateLimit(final int perSecond, final int burst) {
        if (perSecond < 1 || burst < 1) {
            throw new IllegalArgumentException(
                    "a limit of " + perSecond + " a second, " + burst + " at once: both are 1 or more");
        }
        this.burst = burst;
        intervalNs = SECOND_NS / perSecond;
    }

    /** Takes a token if there is one. */
    public boolean allows(final int vif, final long nowNs) {
        // The time at which the bucket would be full again: one interval later for each token taken.
        final long fullNs = Math.max(fullAtNs.getOrDefault(vif, nowNs), nowNs);
        if (fullNs - nowNs > (burst - 1) * intervalNs) {
            return false;
        }
        fullAtNs.put(vif, fullNs + intervalNs);
        return true;
    }

    /** The interface is gone. */
    public void forget(final int vif) {
        fullAtNs.remove(vif);
    }
}
