// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.pool;

/** Skeleton: one lcore's cache of free buffers. */
public final class PoolCache {
    PoolCache() {}
}
