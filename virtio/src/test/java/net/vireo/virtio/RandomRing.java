// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import java.util.random.RandomGenerator;

/** Random features and sizes of rings. */
final class RandomRing {
    private static final long[] FEATURES = {
        Features.RING_PACKED, Features.INDIRECT_DESC, Features.EVENT_IDX, Features.IN_ORDER, Features.MRG_RXBUF
    };

    private RandomRing() {}

    static long features(final RandomGenerator random) {
        long features = 0;
        for (final long feature : FEATURES) {
            features |= random.nextBoolean() ? feature : 0;
        }
        return features;
    }

    /** Mostly small ones: they wrap often. */
    static int size(final RandomGenerator random, final long features) {
        return Features.has(features, Features.RING_PACKED)
                ? 1 + random.nextInt(random.nextBoolean() ? 9 : 300)
                : 1 << random.nextInt(random.nextBoolean() ? 4 : 9);
    }
}
