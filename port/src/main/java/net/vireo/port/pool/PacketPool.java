// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.pool;

/** Skeleton: the packet pool. */
public final class PacketPool {
    PacketPool() {}
}
