// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

/** Passes a frame through unchanged, between the host and the fabric; where to has been decided before. */
final class CrossConnect implements Node {
    static final int VIF_OUTPUT = 0;

    CrossConnect(final Workbench bench) {}

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        for (int i = 0; i < count; i++) {
            edges.to(VIF_OUTPUT, rows[i]);
        }
    }
}
