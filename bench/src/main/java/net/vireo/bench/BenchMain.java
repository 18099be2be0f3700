// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/**
 * {@code ./vireo bench}: the graph's cost per packet, cell by cell, with progress, goals beside the numbers, each node's
 * part, and what was allocated. The cost of making and taking the packets is measured for each kind of traffic and
 * subtracted.
 */
public final class BenchMain {
    private static final String NORM = "gc.alloc.rate.norm";

    /** The smallest object for each burst would be half a byte per packet; JMH's own samples are less. */
    private static final double NOTHING_BYTES = 0.4;

    private final boolean quick;
    private final String jvmArguments;
    private final Path nodeFile;
    private final List<RunResult> results = new ArrayList<>();
    private final Map<String, Statistics> harness = new HashMap<>();
    private boolean met = true;

    private BenchMain(final boolean quick, final String jvmArguments) throws IOException {
        this.quick = quick;
        this.jvmArguments = jvmArguments;
        nodeFile = Files.createTempFile("vireo-bench", ".nodes");
    }

    /** @param arguments {@code [--quick|--all] [-o FILE]}, then the JVM's after {@code --jvm} */
    public static void main(final String[] arguments) throws IOException, RunnerException {
        List<Cell> cells = Cell.common();
        boolean quick = false;
        String file = "";
        String jvm = "";
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> {
                    quick = true;
                    cells = Cell.few();
                }
                case "--all" -> cells = Cell.all();
                case "-o" -> file = arguments[++i];
                case "--jvm" -> jvm = arguments[++i];
                default -> {
                    System.err.println("vireo bench: unknown option " + arguments[i]);
                    System.exit(2);
                }
            }
        }
        final BenchMain main = new BenchMain(quick, jvm);
        main.run(cells);
        if (!file.isEmpty()) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, file).writeOut(main.results);
            System.out.println("results: " + file);
        }
        System.out.println(main.met ? "all goals are met" : "goals are missed, see above");
    }

    private void run(final List<Cell> cells) throws RunnerException, IOException {
        System.out.println("nanoseconds per packet of the graph, harness subtracted; bursts of 32, 60-byte frames");
        System.out.println(
                "            direction        mode    encap    flows     p25  median     p75   goal   B/packet");
        int number = 0;
        for (final Cell cell : cells) {
            number++;
            final Statistics own = harness(cell);
            Files.writeString(nodeFile, "");
            final RunResult result = measure(cell, "graph");
            final Statistics graph = result.getPrimaryResult().getStatistics();
            final double medianNs = graph.getPercentile(50) - own.getPercentile(50);
            final double bytes = allocated(result);
            final boolean good = (cell.goalNs() == 0 || medianNs <= cell.goalNs()) && bytes < NOTHING_BYTES;
            met &= good;
            System.out.printf(
                    Locale.ROOT,
                    "[%2d/%2d] %s  %s  %6.1f  %6.1f  %6.1f  %5s  %9.3f%n",
                    number,
                    cells.size(),
                    good ? "   " : "!  ",
                    cell,
                    graph.getPercentile(25) - own.getPercentile(50),
                    medianNs,
                    graph.getPercentile(75) - own.getPercentile(50),
                    cell.goalNs() == 0 ? "-" : String.valueOf(cell.goalNs()),
                    bytes);
            System.out.print(Files.readString(nodeFile));
        }
        Files.deleteIfExists(nodeFile);
    }

    /** What the traffic itself costs: the frames of a direction and a tunnel, in the order of so many flows. */
    private Statistics harness(final Cell cell) throws RunnerException {
        final String key = cell.direction() + cell.encap() + cell.flows();
        if (!harness.containsKey(key)) {
            final Cell traffic = new Cell(cell.direction(), "packet", cell.encap(), cell.flows(), 0);
            harness.put(key, measure(traffic, "harness").getPrimaryResult().getStatistics());
        }
        return harness.get(key);
    }

    private RunResult measure(final Cell cell, final String method) throws RunnerException {
        final boolean brief = quick || "harness".equals(method);
        final RunResult result = new Runner(new OptionsBuilder()
                        .include(GraphBenchmark.class.getSimpleName() + "." + method + "$")
                        .param("direction", cell.direction())
                        .param("mode", cell.mode())
                        .param("encap", cell.encap())
                        .param("flows", String.valueOf(cell.flows()))
                        .forks(brief ? 1 : 2)
                        .measurementIterations(brief ? 5 : 10)
                        .measurementTime(TimeValue.milliseconds(300))
                        .jvmArgs((jvmArguments + " -D" + NodeCosts.FILE_PROPERTY + "=" + nodeFile)
                                .strip()
                                .split(" +"))
                        .addProfiler(GCProfiler.class)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .runSingle();
        results.add(result);
        return result;
    }

    private static double allocated(final RunResult result) {
        double bytes = 0;
        for (final Map.Entry<String, Result> each : result.getSecondaryResults().entrySet()) {
            if (each.getKey().endsWith(NORM)) {
                bytes = each.getValue().getScore();
            }
        }
        return bytes;
    }
}
