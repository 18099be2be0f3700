// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.balance;

import net.vireo.port.rss.FrameHash;
import net.vireo.port.spread.Spreader;

/**
 * Chooses the processing lcore of a packet by the hash of its flow. What has no hash stays with the lcore that polls.
 */
final class BalanceSpreader implements Spreader {
    private final LoadBalance mode;
    private final Origin origin;
    private final int self;
    private final int lcores;
    private final FrameHash frames = FrameHash.standard();
    private final GreHash gre = new GreHash(frames);
    private final LoadWatch load = new LoadWatch();

    /** @param self index of the lcore that polls */
    BalanceSpreader(final LoadBalance mode, final Origin origin, final int self, final int lcores) {
        this.mode = mode;
        this.origin = origin;
        this.self = self;
        this.lcores = lcores;
    }

    @Override
    public boolean begin(final int count, final int wanted) {
        return switch (mode) {
            case NONE -> false;
            case AUTO -> load.poll(count, wanted);
            case ALL, CONTRAIL -> lcores > 1;
        };
    }

    @Override
    public int queueOf(final long frame, final int lengthBytes) {
        final long hash = origin == Origin.GUEST ? frames.of(frame, lengthBytes) : gre.of(frame, lengthBytes);
        if (hash == FrameHash.UNHASHED) {
            return self;
        }
        if (mode != LoadBalance.CONTRAIL) {
            return (int) (hash * lcores >>> Integer.SIZE);
        }
        final int other = (int) (hash % (lcores - 1));
        return other < self ? other : other + 1;
    }
}
