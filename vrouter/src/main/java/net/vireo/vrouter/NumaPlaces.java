// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.vireo.port.pool.PacketPool;
import net.vireo.vrouter.control.NumaNodes;

/**
 * Which NUMA node lcores, packet memory and a link's card are on, as the kernel tells; what it does not tell is unknown.
 * Control thread.
 */
final class NumaPlaces {
    private static final int HEX = 16;

    /** The kernel walks every page of the process to tell where they are, and the console asks five times a second. */
    private static final long MEMORY_KNOWN_NS = 60_000_000_000L;

    private final Path proc;
    private final Path sys;
    private final List<Integer> lcores;
    private final long memoryAddress;
    private int memory = NumaNodes.UNKNOWN;
    private long memoryReadNs;
    private boolean memoryRead;

    /** @param cpus by lcore; empty when they are not pinned */
    NumaPlaces(final List<Integer> cpus, final PacketPool pool) {
        this(Path.of("/proc"), Path.of("/sys"), cpus, pool.sizeCount() == 0 ? 0 : pool.address(0));
    }

    /**
     * Of another machine's files.
     *
     * @param memoryAddress anywhere in the packet memory
     */
    NumaPlaces(final Path proc, final Path sys, final List<Integer> cpus, final long memoryAddress) {
        this.proc = proc;
        this.sys = sys;
        this.memoryAddress = memoryAddress;
        lcores = cpus.stream().map(this::nodeOfCpu).toList();
    }

    /** Of an interface whose device has this name. */
    NumaNodes of(final String device) {
        return new NumaNodes(lcores, memory(System.nanoTime()), nodeOfLink(device));
    }

    /** A CPU's directory has a link to its node: {@code node1}. */
    private int nodeOfCpu(final int cpu) {
        try (DirectoryStream<Path> nodes =
                Files.newDirectoryStream(sys.resolve("devices/system/cpu/cpu" + cpu), "node[0-9]*")) {
            for (final Path node : nodes) {
                return number(node.getFileName().toString().substring("node".length()));
            }
        } catch (final IOException untold) {
            return NumaNodes.UNKNOWN;
        }
        return NumaNodes.UNKNOWN;
    }

    private int nodeOfLink(final String name) {
        if (name.isEmpty() || name.indexOf('/') >= 0 || name.startsWith(".")) {
            return NumaNodes.UNKNOWN;
        }
        final Path node = sys.resolve("class/net").resolve(name).resolve("device/numa_node");
        if (!Files.exists(node)) {
            return NumaNodes.UNKNOWN;
        }
        try {
            return number(Files.readString(node).strip());
        } catch (final IOException untold) {
            return NumaNodes.UNKNOWN;
        }
    }

    private int memory(final long nowNs) {
        if (!memoryRead || nowNs - memoryReadNs >= MEMORY_KNOWN_NS) {
            memoryRead = true;
            memoryReadNs = nowNs;
            memory = nodeOfMemory();
        }
        return memory;
    }

    /** The mapping with the address in it, {@code 7f00.. default anon=9 N0=5 N1=4}: the node that has most of its pages. */
    private int nodeOfMemory() {
        String mapping = "";
        try {
            for (final String line : Files.readAllLines(proc.resolve("self/numa_maps"))) {
                final int space = line.indexOf(' ');
                if (space > 0
                        && Long.compareUnsigned(Long.parseUnsignedLong(line.substring(0, space), HEX), memoryAddress)
                                <= 0) {
                    mapping = line; // in ascending order: the last that begins at or before it
                }
            }
        } catch (final IOException | NumberFormatException untold) {
            return NumaNodes.UNKNOWN;
        }
        int node = NumaNodes.UNKNOWN;
        int most = 0;
        for (final String word : mapping.split(" ", -1)) {
            final int equals = word.indexOf('=');
            if (equals > 1 && word.charAt(0) == 'N' && number(word.substring(equals + 1)) > most) {
                most = number(word.substring(equals + 1));
                node = number(word.substring(1, equals));
            }
        }
        return node;
    }

    private static int number(final String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (final NumberFormatException none) {
            return NumaNodes.UNKNOWN;
        }
    }
}
