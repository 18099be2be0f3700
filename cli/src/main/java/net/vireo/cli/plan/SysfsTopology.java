// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.text.Numbers;
import net.vireo.linux.CpuSet;

/** What the kernel of this machine says under {@code /sys}: the CPUs that are online. */
final class SysfsTopology {
    private static final String NODE = "node";
    private static final String MEND = "describe the machine with --topology FILE, or --sockets, --cores and --threads";

    private final Path root;

    /** @param root where sysfs is mounted */
    SysfsTopology(final Path root) {
        this.root = root;
    }

    /** @throws CommandFailed when it is not there or not understood */
    CpuTopology read() {
        final Path system = root.resolve("devices/system");
        try {
            final Map<Integer, Integer> nodes = nodes(system.resolve(NODE));
            final List<Cpu> cpus = new ArrayList<>();
            final CpuSet online = CpuSet.parse(Files.readString(system.resolve("cpu/online")));
            for (final int number : online.stream().toArray()) {
                final Path topology = system.resolve("cpu/cpu" + number + "/topology");
                cpus.add(new Cpu(
                        number,
                        number(topology.resolve("physical_package_id")),
                        nodes.getOrDefault(number, 0),
                        CpuSet.parse(Files.readString(topology.resolve("thread_siblings_list")))
                                .intersection(online)));
            }
            return new CpuTopology(cpus);
        } catch (final IOException | IllegalArgumentException e) {
            throw new CommandFailed("cannot read this machine's CPUs: " + e, MEND, e);
        }
    }

    /** The node of each CPU; a kernel without NUMA has none, and all are near each other. */
    private static Map<Integer, Integer> nodes(final Path directory) throws IOException {
        final Map<Integer, Integer> nodes = new HashMap<>();
        if (!Files.isDirectory(directory)) {
            return nodes;
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (final Path file : files.toList()) {
                final String name = file.getFileName().toString();
                final int node =
                        name.startsWith(NODE) ? Numbers.decimal(name.substring(NODE.length()), CpuSet.MAX_CPU) : -1;
                if (node >= 0) {
                    CpuSet.parse(Files.readString(file.resolve("cpulist"))).stream()
                            .forEach(cpu -> nodes.put(cpu, node));
                }
            }
        }
        return nodes;
    }

    /**
     * The NUMA node that a link's device is on; 0 for one that has none: virtual, or a machine without NUMA.
     *
     * @throws CommandFailed when there is no such link
     */
    int nodeOfLink(final String link) {
        final Path directory = root.resolve("class/net").resolve(link);
        if (link.indexOf('/') >= 0 || !Files.isDirectory(directory)) {
            throw new CommandFailed(
                    "there is no link '" + link + "' here", "'ip link' shows them; --nic-node N works too");
        }
        try {
            return Math.max(0, number(directory.resolve("device/numa_node")));
        } catch (final IOException virtual) {
            return 0;
        }
    }

    private static int number(final Path file) throws IOException {
        try {
            return Integer.parseInt(Files.readString(file).strip());
        } catch (final NumberFormatException e) {
            throw new IOException(file + ": no number", e);
        }
    }
}
