// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

/**
 * Where copies of packets go.
 *
 * @param address outside, on the fabric: it gets frames in UDP, what the capture was behind a header of Contrail's; 0: as
 *     {@code via} says
 * @param port of UDP there
 * @param via a port of this node, which gets frames as they are, or another node; empty with an address
 * @param vni that copies to another node travel under, in VXLAN
 */
public record Analyzer(String name, int address, int port, String via, int vni) implements ConfigObject {
    /** The kind as a file writes it. */
    public static final String KIND = "Analyzer";

    /** Where analyzers listen (sheet vrouter-dataplane 9). */
    public static final int UDP_PORT = 8099;

    @Override
    public String kind() {
        return KIND;
    }
}
