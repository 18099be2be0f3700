// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import net.vireo.lab.host.LabException;
import net.vireo.lab.peers.Hugepages;

/**
 * {@code ./vireo bench scaling}: what a second core brings, ours beside OVS-DPDK's. Frames come from null devices, so no
 * core is needed to make them: on a machine with two, guests would take what is measured.
 */
public final class ScalingMain {
    private static final int MAX_CORES = 2;
    private static final int FLOWS = 1000;
    private static final long WARM_UP_MS = 2000;
    private static final long HUGEPAGES = 256;

    /** What is measured: its name, and one turn of it. */
    private record Contender(String name, Turn turn) {}

    /** One turn. */
    @FunctionalInterface
    private interface Turn {
        /** @return packets per second on so many cores */
        double run(int cores) throws IOException, InterruptedException;
    }

    private int rounds = 5;
    private double seconds = 2;
    private boolean json;

    private ScalingMain() {}

    /** @param arguments {@code [--seconds N] [--rounds N] [-o json]} */
    public static void main(final String[] arguments) throws IOException, InterruptedException {
        final ScalingMain main = new ScalingMain();
        for (int i = 0; i < arguments.length; i += 2) {
            final String value = i + 1 < arguments.length ? arguments[i + 1] : "";
            try {
                switch (arguments[i]) {
                    case "--seconds" -> main.seconds = Double.parseDouble(value);
                    case "--rounds" -> main.rounds = Integer.parseInt(value);
                    case "-o" -> main.json = "json".equals(value);
                    default -> throw new IllegalArgumentException("unknown option");
                }
            } catch (final IllegalArgumentException wrong) {
                refuse(arguments[i] + " " + value + ": " + wrong.getMessage());
            }
        }
        if (main.rounds < 1 || main.seconds <= 0) {
            refuse("one round and some time at least");
        }
        if (Runtime.getRuntime().availableProcessors() < MAX_CORES) {
            refuse("needs " + MAX_CORES + " CPUs");
        }
        try (Hugepages _ = Hugepages.atLeast(HUGEPAGES)) {
            main.run();
        } catch (final LabException failed) {
            System.err.println("vireo bench scaling: " + failed.getMessage());
            System.exit(1);
        }
    }

    private static void refuse(final String why) {
        System.err.println("vireo bench scaling: " + why);
        System.exit(2);
    }

    private void run() throws IOException, InterruptedException {
        final List<Contender> contenders = List.of(
                new Contender(
                        "Vireo, bridged, VXLAN", cores -> ours(new Scene(true, false, Scene.Encap.VXLAN, 1), cores)),
                new Contender(
                        "Vireo, flows, MPLSoUDP", cores -> ours(new Scene(true, true, Scene.Encap.UDP, FLOWS), cores)),
                new Contender("OVS-DPDK, port to port", this::theirs));
        final Map<String, double[][]> rates = new LinkedHashMap<>();
        contenders.forEach(each -> rates.put(each.name(), new double[MAX_CORES][rounds]));
        for (int round = 0; round < rounds; round++) {
            // In turn, so that a slow spell of the machine meets all.
            for (final Contender each : contenders) {
                for (int cores = 1; cores <= MAX_CORES; cores++) {
                    final double rate = each.turn().run(cores);
                    rates.get(each.name())[cores - 1][round] = rate;
                    System.err.printf(
                            Locale.ROOT, "round %d  %-24s %d  %7.2f Mpps%n", round + 1, each.name(), cores, rate / 1e6);
                }
            }
        }
        print(rates);
    }

    private double ours(final Scene scene, final int cores) throws InterruptedException {
        try (ScalingWorld world = new ScalingWorld(scene, cores)) {
            world.start();
            Thread.sleep(WARM_UP_MS);
            final double rate = rate(world::sentCount);
            if (world.drops() > 0) {
                throw new LabException(world.drops() + " packets were dropped: this measures nothing");
            }
            return rate;
        }
    }

    private double theirs(final int cores) throws IOException, InterruptedException {
        final Path directory = Files.createTempDirectory("vireo-scaling");
        try (OvsNulls ovs = new OvsNulls(directory, cores)) {
            Thread.sleep(WARM_UP_MS);
            return rate(ovs::receivedCount);
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** Something that grows. */
    @FunctionalInterface
    private interface Count {
        long read() throws InterruptedException;
    }

    private double rate(final Count count) throws InterruptedException {
        final long before = count.read();
        final long beforeNs = System.nanoTime();
        Thread.sleep((long) (seconds * 1000));
        final long after = count.read();
        return (after - before) * 1e9 / (System.nanoTime() - beforeNs);
    }

    private void print(final Map<String, double[][]> rates) {
        final List<String> rows = new ArrayList<>();
        rates.forEach((name, byCores) -> {
            final double[] factors = new double[rounds];
            Arrays.setAll(factors, round -> byCores[1][round] / byCores[0][round]);
            final String format = json
                    ? "{\"name\": \"%s\", \"oneCoreMpps\": %.3f, \"twoCoresMpps\": %.3f, \"factor\": %.3f}"
                    : "%-24s %9.2f %9.2f %8.2f";
            rows.add(String.format(
                    Locale.ROOT, format, name, median(byCores[0]) / 1e6, median(byCores[1]) / 1e6, median(factors)));
        });
        if (json) {
            System.out.println("{\"rounds\": " + rounds + ", \"medians\": [" + String.join(", ", rows) + "]}");
        } else {
            System.out.printf("%-24s %9s %9s %8s%n", "median, Mpps", "1 core", "2 cores", "factor");
            rows.forEach(System.out::println);
        }
    }

    private static double median(final double[] values) {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
