// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.flow;

/**
 * Counts what has a limit. Once the limit is met, there is room again only when nine tenths of it are left in use: otherwise
 * every flow that ends would have the next one asked about and refused.
 */
final class FlowCount {
    private int count;
    private boolean full;

    void add() {
        count++;
    }

    /** @return whether nothing is left */
    boolean remove() {
        count--;
        return count == 0;
    }

    int count() {
        return count;
    }

    /** Whether there is no room for another. */
    boolean isFull(final int most) {
        if (FlowLimits.isMet(count, most)) {
            full = true;
        } else if (most <= 0 || (long) count * 10 < (long) most * 9) {
            full = false;
        }
        return full;
    }
}
