// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.topology;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.vireo.lab.topology.VirtualNetwork.Prefix;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The labs that exist. */
public final class Scenarios {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final int GUESTS = 0x78000000;
    private static final int LINK_LOCAL = 0xa9fe0000;
    private static final long GUESTS6 = 0xfd00_0120_0000_0000L;
    private static final Prefix PREFIX = new Prefix(IpAddress.v4(GUESTS), 24);
    private static final Prefix PREFIX6 = new Prefix(new IpAddress(GUESTS6, 0), 64);

    /**
     * The deck's lab spread over two compute nodes: three tenants with the same addresses, IPv4 and IPv6. Red and blue
     * are routed, green is bridged. {@code b2-vm2} has an address that only blue has, {@code g2-vm2} one that only red
     * has: what must stay out of reach of the other. The nodes' addresses are of TEST-NET-1 (RFC 5737) and exist in the
     * lab's namespaces only.
     */
    public static final Topology TWO_NODES = new Topology(
            "two-nodes",
            "two compute nodes; networks red and blue routed, green bridged, all with the same addresses",
            Encap.UDP,
            false,
            new Fabric(24, 1500),
            List.of(
                    new ComputeNode("compute1", 0xc0000201, 0x02_00_00_00_01_01L),
                    new ComputeNode("compute2", 0xc0000202, 0x02_00_00_00_01_02L)),
            List.of(
                    new VirtualNetwork("red", false, PREFIX, PREFIX6, 5001, 0),
                    new VirtualNetwork("blue", false, PREFIX, PREFIX6, 5002, 0),
                    new VirtualNetwork("green", true, PREFIX, PREFIX6, 5003, 60)),
            List.of(
                    routed("g2-vm0", "red", "compute1", 4, 0x02_00_78_00_10_04L, 17),
                    routed("g2-vm2", "red", "compute1", 5, 0x02_00_78_00_10_05L, 18),
                    routed("g2-vm1", "red", "compute2", 3, 0x02_00_78_00_10_03L, 19),
                    routed("b2-vm0", "blue", "compute1", 4, 0x02_00_78_00_20_04L, 33),
                    routed("b2-vm1", "blue", "compute2", 3, 0x02_00_78_00_20_03L, 34),
                    routed("b2-vm2", "blue", "compute2", 9, 0x02_00_78_00_20_09L, 35),
                    bridged("g3-vm0", "compute1", 4, 0x02_00_78_00_30_04L, 49),
                    bridged("g3-vm1", "compute2", 3, 0x02_00_78_00_30_03L, 51),
                    bridged("g3-vm2", "compute1", 6, 0x02_00_78_00_30_06L, 53)));

    /** The same guests, each with policy: every conversation is a pair of flows that somebody has to permit. */
    public static final Topology FLOWS = new Topology(
            "flows",
            "the same with policy on each guest, and an agent's stand-in that permits every flow",
            Encap.UDP,
            true,
            TWO_NODES.fabric(),
            TWO_NODES.nodes(),
            TWO_NODES.networks(),
            TWO_NODES.guests());

    /**
     * The deck's test lab (p132): one node, a client with one queue and a server with two, on link-local addresses. Only
     * virtual machines have queues of their own number.
     */
    public static final Topology ONE_NODE = new Topology(
            "one-node",
            "one compute node, a client with one queue and a server with two (--guests qemu), UDP between them by core",
            Encap.UDP,
            false,
            TWO_NODES.fabric(),
            List.of(TWO_NODES.nodes().getFirst()),
            List.of(new VirtualNetwork("lab", false, new Prefix(IpAddress.v4(LINK_LOCAL), 24), PREFIX6, 5001, 0)),
            List.of(inLab("server", 3, 17, 2), inLab("client", 8, 18, 1)));

    private Scenarios() {}

    private static Guest inLab(final String name, final int host, final int label, final int queues) {
        return new Guest(
                name,
                "lab",
                "compute1",
                LINK_LOCAL | host,
                new IpAddress(GUESTS6, host),
                0x02_00_a9_fe_00_00L | host,
                label,
                0,
                queues);
    }

    private static Guest routed(
            final String name,
            final String network,
            final String node,
            final int host,
            final long mac,
            final int label) {
        return new Guest(name, network, node, GUESTS | host, new IpAddress(GUESTS6, host), mac, label, 0);
    }

    private static Guest bridged(
            final String name, final String node, final int host, final long mac, final int label) {
        return new Guest(name, "green", node, GUESTS | host, new IpAddress(GUESTS6, host), mac, label, label + 1);
    }

    /** All of them, the default first. */
    public static List<Topology> all() {
        return List.of(TWO_NODES, FLOWS, ONE_NODE);
    }

    /** What there is, as a JSON document; ends with a line break. */
    public static String json() {
        final Map<String, Object> root = new LinkedHashMap<>();
        root.put("kind", "LabList");
        root.put("apiVersion", "vireo.net/v1");
        root.put(
                "scenarios",
                all().stream()
                        .map(lab -> Map.of("name", lab.name(), "title", lab.title()))
                        .toList());
        root.put("encaps", Arrays.stream(Encap.values()).map(Encap::word).toList());
        return JSON.writeValueAsString(root) + "\n";
    }

    /** The scenario of that name. */
    public static Optional<Topology> named(final String name) {
        return all().stream().filter(topology -> topology.name().equals(name)).findFirst();
    }
}
