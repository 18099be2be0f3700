// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.bench;

import java.util.List;
import net.vireo.lab.topology.ComputeNode;
import net.vireo.lab.topology.Encap;
import net.vireo.lab.topology.Fabric;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.IpAddress;
import net.vireo.lab.topology.Topology;
import net.vireo.lab.topology.VirtualNetwork;
import net.vireo.lab.topology.VirtualNetwork.Prefix;

/** What is measured, on one fabric: two pairs of Vireo's nodes with two guests each; the kernel's hosts come beside. */
final class BenchTopology {
    private static final int GUESTS = 0x78000000;
    private static final long GUESTS6 = 0xfd00_0120_0000_0000L;
    private static final Prefix PREFIX = new Prefix(IpAddress.v4(GUESTS), 24);
    private static final Prefix PREFIX6 = new Prefix(new IpAddress(GUESTS6, 0), 64);
    private static final int NODES_WITH_ALL_OFFLOADS = 2;

    /** The nodes with {@code --offloads all} and their network red, then those with {@code --offloads guests} and blue. */
    private static final Topology NODES = new Topology(
            "bench",
            "two pairs of compute nodes, and two hosts with the kernel's own overlay",
            Encap.UDP,
            false,
            new Fabric(24, 1500),
            List.of(
                    new ComputeNode("compute1", 0xc0000201, 0x02_00_00_00_01_01L),
                    new ComputeNode("compute2", 0xc0000202, 0x02_00_00_00_01_02L),
                    new ComputeNode("compute3", 0xc0000203, 0x02_00_00_00_01_03L),
                    new ComputeNode("compute4", 0xc0000204, 0x02_00_00_00_01_04L)),
            List.of(
                    new VirtualNetwork("red", false, PREFIX, PREFIX6, 5001, 0),
                    new VirtualNetwork("blue", false, PREFIX, PREFIX6, 5002, 0)),
            List.of(
                    guest("g2-vm0", "red", "compute1", 4, 0x02_00_78_00_10_04L, 17),
                    guest("g2-vm1", "red", "compute2", 3, 0x02_00_78_00_10_03L, 19),
                    guest("g3-vm0", "blue", "compute3", 4, 0x02_00_78_00_20_04L, 33),
                    guest("g3-vm1", "blue", "compute4", 3, 0x02_00_78_00_20_03L, 35)));

    private BenchTopology() {}

    private static Guest guest(
            final String name,
            final String network,
            final String node,
            final int host,
            final long mac,
            final int label) {
        return new Guest(name, network, node, GUESTS | host, new IpAddress(GUESTS6, host), mac, label, 0);
    }

    /** The lab with a tunnel between its nodes. */
    static Topology of(final BenchOptions options) {
        return NODES.with(options.vxlan() ? Encap.VXLAN : Encap.UDP);
    }

    /** How a node treats offloads. */
    static String offloads(final ComputeNode node) {
        return NODES.nodes().indexOf(node) < NODES_WITH_ALL_OFFLOADS ? "all" : "guests";
    }
}
