// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import net.vireo.cli.doctor.check.GuestThread;
import net.vireo.cli.doctor.check.MachineFacts;
import net.vireo.cli.text.Numbers;
import net.vireo.linux.CpuSet;

/** What the kernel tells of the machine. What cannot be read is not known: the doctor is no reason to be root. */
final class MachineReader {
    private static final String EMULATOR = "qemu";
    private static final String ALLOWED = "Cpus_allowed_list:";
    private static final long USUAL_HUGEPAGE_BYTES = 1 << 21;
    private static final int KILOBYTE = 1024;

    private final Path proc;
    private final Path sys;

    /**
     * @param proc where procfs is mounted
     * @param sys where sysfs is
     */
    MachineReader(final Path proc, final Path sys) {
        this.proc = proc;
        this.sys = sys;
    }

    /** @param fabric the name of the fabric's device, empty when there is none */
    MachineFacts read(final String fabric) {
        final Map<String, Long> memory = memory();
        return new MachineFacts(
                nodes(),
                nodeOf(fabric),
                memory.getOrDefault("HugePages_Total", 0L),
                memory.getOrDefault("HugePages_Free", 0L),
                memory.getOrDefault("Hugepagesize", USUAL_HUGEPAGE_BYTES / KILOBYTE) * KILOBYTE,
                guests());
    }

    /** Lines like {@code HugePages_Total:       4} and {@code Hugepagesize:       2048 kB}. */
    private Map<String, Long> memory() {
        final Map<String, Long> values = new HashMap<>();
        for (final String line : lines(proc.resolve("meminfo"))) {
            final int colon = line.indexOf(':');
            final String number =
                    colon < 0 ? "" : line.substring(colon + 1).replace("kB", "").strip();
            final int value = Numbers.decimal(number, Integer.MAX_VALUE);
            if (value >= 0) {
                values.put(line.substring(0, colon), (long) value);
            }
        }
        return values;
    }

    private Map<Integer, Integer> nodes() {
        final Map<Integer, Integer> nodes = new HashMap<>();
        for (final Path directory : entries(sys.resolve("devices/system/node"), "node[0-9]*")) {
            final int node =
                    Numbers.decimal(directory.getFileName().toString().substring("node".length()), CpuSet.MAX_CPU);
            for (final String cpus : lines(directory.resolve("cpulist"))) {
                set(cpus).stream().forEach(cpu -> nodes.put(cpu, node));
            }
        }
        return nodes;
    }

    private OptionalInt nodeOf(final String device) {
        if (device.isEmpty() || device.indexOf('/') >= 0 || device.startsWith(".")) {
            return OptionalInt.empty();
        }
        final int node = lines(sys.resolve("class/net").resolve(device).resolve("device/numa_node")).stream()
                .mapToInt(line -> Numbers.decimal(line.strip(), CpuSet.MAX_CPU))
                .findFirst()
                .orElse(-1);
        return node < 0 ? OptionalInt.empty() : OptionalInt.of(node);
    }

    /** QEMU names its threads {@code CPU 0/KVM}, {@code CPU 0/TCG}. */
    private List<GuestThread> guests() {
        final List<GuestThread> guests = new ArrayList<>();
        for (final Path process : entries(proc, "[0-9]*")) {
            if (first(process.resolve("comm")).startsWith(EMULATOR)) {
                final int pid = Numbers.decimal(process.getFileName().toString(), Integer.MAX_VALUE);
                for (final Path task : entries(process.resolve("task"), "[0-9]*")) {
                    final String name = first(task.resolve("comm"));
                    if (name.startsWith("CPU ") && name.indexOf('/') > 0) {
                        guests.add(new GuestThread(pid, name, allowed(task)));
                    }
                }
            }
        }
        return guests;
    }

    private static CpuSet allowed(final Path task) {
        return lines(task.resolve("status")).stream()
                .filter(line -> line.startsWith(ALLOWED))
                .map(line -> set(line.substring(ALLOWED.length())))
                .findFirst()
                .orElse(CpuSet.EMPTY);
    }

    private static CpuSet set(final String text) {
        try {
            return CpuSet.parse(text.strip());
        } catch (final IllegalArgumentException unknown) {
            return CpuSet.EMPTY; // a node without CPUs has an empty list
        }
    }

    private static String first(final Path file) {
        final List<String> lines = lines(file);
        return lines.isEmpty() ? "" : lines.getFirst();
    }

    private static List<String> lines(final Path file) {
        try {
            return Files.readAllLines(file);
        } catch (final IOException unknown) {
            return List.of();
        }
    }

    private static List<Path> entries(final Path directory, final String pattern) {
        final List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, pattern)) {
            found.forEach(entries::add);
        } catch (final IOException unknown) {
            return List.of();
        }
        return entries;
    }
}
