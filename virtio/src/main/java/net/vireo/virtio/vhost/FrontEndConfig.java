// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import net.vireo.virtio.Features;

/**
 * What a front end wants.
 *
 * @param features virtio features to acknowledge if the back end offers them; {@link Features#PROTOCOL_FEATURES} is added,
 *     and {@link Features#MQ} for several pairs
 * @param requiredFeatures those without which there is no point, for example {@link Features#VERSION_1}
 * @param queuePairs 1 .. 128
 * @param replyTimeoutNs how long a reply may take
 */
public record FrontEndConfig(long features, long requiredFeatures, int queuePairs, long replyTimeoutNs) {
    private static final int MAX_QUEUE_PAIRS = 128;

    /**
     * Checks and completes.
     *
     * @throws IllegalArgumentException for an impossible number of pairs
     */
    public FrontEndConfig {
        if (queuePairs < 1 || queuePairs > MAX_QUEUE_PAIRS) {
            throw new IllegalArgumentException("1 to 128 queue pairs, not " + queuePairs);
        }
        features |= requiredFeatures | Features.PROTOCOL_FEATURES | (queuePairs > 1 ? Features.MQ : 0);
    }
}
