// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.lcore;

/**
 * Spins for some tens of microseconds after the last packet, then lets the lcore sleep on its descriptors. Spinning
 * bridges the gaps of a busy connection; sleeping makes an idle node cost nothing.
 */
final class AdaptiveIdle implements IdleStrategy {
    /** About what falling asleep and waking up costs: spinning for longer cannot pay. */
    private static final long SPIN_NS = 40_000;

    /** The clock is read once in so many empty cycles. */
    private static final int CYCLES_PER_LOOK = 16;

    private final Lcore lcore;
    private final Runnable pause;
    private int emptyCycles;
    private long emptySinceNs;

    /** @param pause between two looks while it spins */
    AdaptiveIdle(final Lcore lcore, final Runnable pause) {
        this.lcore = lcore;
        this.pause = pause;
    }

    @Override
    public void idle(final int work) {
        if (work > 0) {
            emptyCycles = 0;
            return;
        }
        if (emptyCycles++ == 0) {
            emptySinceNs = System.nanoTime();
        } else if (emptyCycles % CYCLES_PER_LOOK == 0 && System.nanoTime() - emptySinceNs > SPIN_NS) {
            lcore.sleep();
            emptyCycles = 0;
        }
        pause.run();
    }
}
