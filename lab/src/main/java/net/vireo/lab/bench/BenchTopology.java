// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.bench;

import java.util.List;
import net.vireo.lab.topology.ComputeNode;
import net.vireo.lab.topology.Fabric;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.NodeYaml;
import net.vireo.lab.topology.Topology;
import net.vireo.lab.topology.VirtualNetwork;

/** What is measured, on one fabric: two pairs of Vireo's nodes with two guests each, and two hosts of the kernel's. */
final class BenchTopology {
    private static final int PREFIX = 0x78000000;

    /** The nodes with {@code --offloads all}, then those with {@code --offloads guests}. */
    static final Topology NODES = new Topology(
            "bench",
            "two pairs of compute nodes, and two hosts with the kernel's own overlay",
            new Fabric(24, 1500),
            List.of(
                    new ComputeNode("compute1", 0xc0000201, 0x02_00_00_00_01_01L),
                    new ComputeNode("compute2", 0xc0000202, 0x02_00_00_00_01_02L),
                    new ComputeNode("compute3", 0xc0000203, 0x02_00_00_00_01_03L),
                    new ComputeNode("compute4", 0xc0000204, 0x02_00_00_00_01_04L)),
            List.of(new VirtualNetwork("red", PREFIX, 24), new VirtualNetwork("blue", PREFIX, 24)),
            List.of(
                    new Guest("g2-vm0", "red", "compute1", PREFIX | 4, 0x02_00_78_00_10_04L, 17),
                    new Guest("g2-vm1", "red", "compute2", PREFIX | 3, 0x02_00_78_00_10_03L, 19),
                    new Guest("g3-vm0", "blue", "compute3", PREFIX | 4, 0x02_00_78_00_20_04L, 33),
                    new Guest("g3-vm1", "blue", "compute4", PREFIX | 3, 0x02_00_78_00_20_03L, 35)));

    private BenchTopology() {}

    /** How a node treats offloads. */
    static String offloads(final ComputeNode node) {
        return NODES.nodes().indexOf(node) < 2 ? "all" : "guests";
    }

    /** The file that provisions a node. */
    static String yaml(final ComputeNode node, final boolean vxlan) {
        final String yaml = NodeYaml.of(NODES, node);
        return vxlan
                ? yaml.replace("\n  address:", "\n  encap: vxlan\n  address:")
                        .replaceAll(", vrf: (\\d)}", ", vrf: $1, vni: 500$1}")
                        .replaceAll(", label: \\d+}", "}")
                : yaml;
    }
}
