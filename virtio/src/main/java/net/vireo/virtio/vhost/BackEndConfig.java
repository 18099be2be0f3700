// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import net.vireo.virtio.Features;

/**
 * What a back end offers.
 *
 * @param features virtio features; {@link Features#PROTOCOL_FEATURES} is added, {@link Features#LOG_ALL} cannot be
 * @param protocolFeatures a subset of {@link ProtocolFeatures#SUPPORTED}
 * @param maxQueuePairs 1 .. 128 (a ring's index has 8 bits in the messages that carry its descriptors)
 * @param maxRingSize descriptors in a ring, 1 .. 32768
 * @param maxMemorySlots regions, at least 8
 */
public record BackEndConfig(
        long features, long protocolFeatures, int maxQueuePairs, int maxRingSize, int maxMemorySlots) {
    /** The most that a ring can have (virtio 1.2, 2.7). */
    public static final int MAX_RING_SIZE = 32768;
    /** Regions in one SET_MEM_TABLE (VHOST_MEMORY_BASELINE_NREGIONS). */
    public static final int MAX_TABLE_REGIONS = 8;

    /** Protocol features that are offered unless somebody says otherwise. */
    public static final long DEFAULT_PROTOCOL_FEATURES = ProtocolFeatures.SUPPORTED & ~ProtocolFeatures.BACKEND_REQ;

    private static final int DEFAULT_MEMORY_SLOTS = 64;
    private static final int MAX_QUEUE_PAIRS = 128;

    /**
     * Checks and completes.
     *
     * @throws IllegalArgumentException if it offers what there is not
     */
    public BackEndConfig {
        if ((protocolFeatures & ~ProtocolFeatures.SUPPORTED) != 0) {
            throw new IllegalArgumentException("no such protocol features: %#x".formatted(protocolFeatures));
        }
        if ((features & (Features.LOG_ALL | Features.ACCESS_PLATFORM)) != 0) {
            throw new IllegalArgumentException("neither dirty logging nor an IOMMU: %#x".formatted(features));
        }
        if (maxQueuePairs < 1 || maxQueuePairs > MAX_QUEUE_PAIRS) {
            throw new IllegalArgumentException("1 to 128 queue pairs, not " + maxQueuePairs);
        }
        if (maxRingSize < 1 || maxRingSize > MAX_RING_SIZE) {
            throw new IllegalArgumentException("1 to 32768 descriptors in a ring, not " + maxRingSize);
        }
        if (maxMemorySlots < MAX_TABLE_REGIONS) {
            throw new IllegalArgumentException("at least 8 regions, not " + maxMemorySlots);
        }
        features |= Features.PROTOCOL_FEATURES;
    }

    /** The usual protocol features and limits. */
    public static BackEndConfig of(final long features, final int maxQueuePairs) {
        return new BackEndConfig(
                features, DEFAULT_PROTOCOL_FEATURES, maxQueuePairs, MAX_RING_SIZE, DEFAULT_MEMORY_SLOTS);
    }
}
