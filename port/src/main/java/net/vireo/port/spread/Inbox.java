// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.spread;

import java.util.List;
import net.vireo.port.SpscRing;

/**
 * Rings that other lcores put packets in for one lcore, and the bell that they ring. The lcore looks at them in turn; after
 * so many looks that found nothing it arms the bell, for it may be about to sleep.
 */
final class Inbox {
    /** So many looks at empty rings in a row, and the lcore may be about to sleep. */
    private static final int LOOKS_BEFORE_ARMING = 64;

    private final SpscRing[] rings;
    private final Doorbell bell;
    private int turn;
    private int emptyLooks;

    /** @param bell that those ring who put packets in */
    Inbox(final List<SpscRing> rings, final Doorbell bell) {
        this.rings = rings.toArray(SpscRing[]::new);
        this.bell = bell;
    }

    /** Whether anybody can put something in. */
    boolean isUsed() {
        return rings.length > 0;
    }

    /** Takes up to {@code count} packets out. The lcore's own thread. @return how many */
    int take(final long[] packets, final int at, final int count) {
        if (rings.length == 0 || count == 0) {
            return 0; // a look that cannot find anything must not arm the bell
        }
        int n = lookAround(packets, at, count);
        if (n > 0) {
            emptyLooks = 0;
        } else if (++emptyLooks >= LOOKS_BEFORE_ARMING) {
            emptyLooks = 0;
            bell.arm();
            n = lookAround(packets, at, count); // the last look that arming asks for
        }
        return n;
    }

    /** Packets that are inside now. Any thread. */
    long waitingCount() {
        long count = 0;
        for (final SpscRing ring : rings) {
            count += ring.size();
        }
        return count;
    }

    /** Packets that were ever taken out. Any thread. */
    long takenCount() {
        long count = 0;
        for (final SpscRing ring : rings) {
            count += ring.dequeuedCount();
        }
        return count;
    }

    private int lookAround(final long[] packets, final int at, final int count) {
        int n = 0;
        for (int i = 0; i < rings.length && n < count; i++) {
            turn = turn + 1 < rings.length ? turn + 1 : 0;
            n += rings[turn].poll(packets, at + n, count - n);
        }
        return n;
    }
}
