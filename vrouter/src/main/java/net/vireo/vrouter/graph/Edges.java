// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

/** Skeleton: where a node puts its packets. */
public final class Edges {
    Edges() {}
}
