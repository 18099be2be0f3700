// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

/** Skeleton: the packets on their way into one node. */
public final class Burst {
    Burst() {}
}
