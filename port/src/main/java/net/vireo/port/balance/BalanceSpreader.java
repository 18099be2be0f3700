// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.balance;

import net.vireo.port.rss.FrameHash;
import net.vireo.port.spread.Spreader;

/**
 * Chooses the processing lcore of a packet by the hash of its flow. What has no hash stays with the lcore that polls.
 */
final class BalanceSpreader implements Spreader {
    private final BalanceMode setting;
    private final Origin origin;
    private final int self;
    private final int lcores;
    private final FrameHash frames = FrameHash.standard();
    private final GreHash gre = new GreHash(frames);
    private final LoadWatch load = new LoadWatch();

    /** The one that this burst goes by. */
    private LoadBalance mode;

    /**
     * @param self index of the lcore that polls; {@code lcores} or more for one that does nothing else
     * @param lcores how many process
     */
    BalanceSpreader(final BalanceMode setting, final Origin origin, final int self, final int lcores) {
        this.setting = setting;
        mode = setting.now();
        this.origin = origin;
        this.self = self;
        this.lcores = lcores;
    }

    @Override
    public boolean begin(final int count, final int wanted) {
        mode = setting.now();
        return switch (mode) {
            case NONE -> false;
            case AUTO -> load.poll(count, wanted);
            case ALL, CONTRAIL, PIPELINE -> lcores > 1 || onlyPolls();
        };
    }

    @Override
    public int queueOf(final long frame, final int lengthBytes) {
        final long hash = hash(frame, lengthBytes);
        if (hash == FrameHash.UNHASHED) {
            return onlyPolls() ? 0 : self; // always the same: what has no flow stays in order too
        }
        if (onlyPolls() || mode == LoadBalance.ALL || mode == LoadBalance.AUTO) {
            return (int) (hash * lcores >>> Integer.SIZE);
        }
        final int other = (int) (hash % (lcores - 1));
        return other < self ? other : other + 1;
    }

    /**
     * The lcore that a frame would go to, without giving it there.
     *
     * @return its index, or {@link BalancedPort#UNKNOWN} where that depends on who polls, who is not known
     */
    int processorOf(final boolean pollerKnown, final long frame, final int lengthBytes) {
        if (mode == LoadBalance.NONE || mode == LoadBalance.AUTO) {
            return pollerKnown ? self : BalancedPort.UNKNOWN; // while it keeps up
        }
        final boolean byHashAlone = mode == LoadBalance.PIPELINE
                || mode == LoadBalance.ALL && hash(frame, lengthBytes) != FrameHash.UNHASHED;
        return pollerKnown || byHashAlone ? queueOf(frame, lengthBytes) : BalancedPort.UNKNOWN;
    }

    private long hash(final long frame, final int lengthBytes) {
        if (origin == Origin.GUEST) {
            return frames.of(frame, lengthBytes);
        }
        final long inner = gre.of(frame, lengthBytes);
        return inner == FrameHash.UNHASHED && mode == LoadBalance.PIPELINE ? frames.of(frame, lengthBytes) : inner;
    }

    private boolean onlyPolls() {
        return self >= lcores;
    }
}
