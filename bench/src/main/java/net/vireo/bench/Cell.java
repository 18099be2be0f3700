// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * One measurement of the graph: the words of {@link GraphBenchmark}'s parameters.
 *
 * @param goalNs nanoseconds per packet that it should not exceed, 0 for none
 */
record Cell(String direction, String mode, String encap, int flows, int goalNs) {
    private static final List<String> DIRECTIONS = List.of(Scene.TO_FABRIC, Scene.TO_GUEST);
    private static final List<Integer> FLOWS = List.of(1, 1000, 100_000, 500_000);
    private static final int PACKET_GOAL_NS = 45;
    private static final int FEW_GOAL_NS = 60;
    private static final int MANY_GOAL_NS = 130;

    private static Cell of(final String direction, final String mode, final String encap, final int flows) {
        final int goalNs;
        if (!"udp".equals(encap)) {
            goalNs = 0;
        } else if (!Scene.FLOW.equals(mode)) {
            goalNs = PACKET_GOAL_NS;
        } else {
            goalNs = flows <= 1000 ? FEW_GOAL_NS : MANY_GOAL_NS;
        }
        return new Cell(direction, mode, encap, flows, goalNs);
    }

    /** Those with goals, and each tunnel once. */
    static List<Cell> common() {
        final List<Cell> cells = new ArrayList<>();
        for (final String direction : DIRECTIONS) {
            cells.add(of(direction, "packet", "udp", 1000));
            FLOWS.forEach(flows -> cells.add(of(direction, Scene.FLOW, "udp", flows)));
            cells.add(of(direction, Scene.FLOW, "gre", 1000));
            cells.add(of(direction, Scene.FLOW, "vxlan", 1000));
        }
        return cells;
    }

    /** Those with goals for few and for many flows. */
    static List<Cell> few() {
        return common().stream()
                .filter(cell -> cell.goalNs() > 0 && (cell.flows() == 1000 || cell.flows() == 500_000))
                .toList();
    }

    /** Each direction, mode, tunnel and number of flows. */
    static List<Cell> all() {
        final List<Cell> cells = new ArrayList<>();
        for (final String direction : DIRECTIONS) {
            for (final String mode : List.of("packet", Scene.FLOW)) {
                for (final String encap : List.of("udp", "gre", "vxlan")) {
                    FLOWS.forEach(flows -> cells.add(of(direction, mode, encap, flows)));
                }
            }
        }
        return cells;
    }

    @Override
    public String toString() {
        return String.format("%-15s  %-6s  %-5s  %7d", direction, mode, encap, flows);
    }
}
