// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.topology;

import java.util.List;
import java.util.Optional;

/** The labs that exist. */
public final class Scenarios {
    private static final int GUEST_PREFIX = 0x78000000;
    private static final int GUEST_PREFIX_LENGTH = 24;

    /**
     * The deck's lab spread over two compute nodes: two tenants with the same addresses. {@code b2-vm2} has an address
     * that only blue has, {@code g2-vm2} one that only red has: what must stay out of reach of the other. The nodes'
     * addresses are of TEST-NET-1 (RFC 5737) and exist in the lab's namespaces only.
     */
    public static final Topology TWO_NODES = new Topology(
            "two-nodes",
            "two compute nodes, networks red and blue with the same addresses, MPLS over UDP between them",
            new Fabric(24, 1500),
            List.of(
                    new ComputeNode("compute1", 0xc0000201, 0x02_00_00_00_01_01L),
                    new ComputeNode("compute2", 0xc0000202, 0x02_00_00_00_01_02L)),
            List.of(
                    new VirtualNetwork("red", GUEST_PREFIX, GUEST_PREFIX_LENGTH),
                    new VirtualNetwork("blue", GUEST_PREFIX, GUEST_PREFIX_LENGTH)),
            List.of(
                    new Guest("g2-vm0", "red", "compute1", GUEST_PREFIX | 4, 0x02_00_78_00_10_04L, 17),
                    new Guest("g2-vm2", "red", "compute1", GUEST_PREFIX | 5, 0x02_00_78_00_10_05L, 18),
                    new Guest("g2-vm1", "red", "compute2", GUEST_PREFIX | 3, 0x02_00_78_00_10_03L, 19),
                    new Guest("b2-vm0", "blue", "compute1", GUEST_PREFIX | 4, 0x02_00_78_00_20_04L, 33),
                    new Guest("b2-vm1", "blue", "compute2", GUEST_PREFIX | 3, 0x02_00_78_00_20_03L, 34),
                    new Guest("b2-vm2", "blue", "compute2", GUEST_PREFIX | 9, 0x02_00_78_00_20_09L, 35)));

    private Scenarios() {}

    /** All of them, the default first. */
    public static List<Topology> all() {
        return List.of(TWO_NODES);
    }

    /** The scenario of that name. */
    public static Optional<Topology> named(final String name) {
        return all().stream().filter(topology -> topology.name().equals(name)).findFirst();
    }
}
