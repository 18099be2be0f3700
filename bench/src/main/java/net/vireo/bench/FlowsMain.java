// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import net.vireo.vrouter.verdict.VerdictKey;
import net.vireo.vrouter.verdict.VerdictTable;

/**
 * {@code ./vireo bench flows}: how many new flows per second an lcore decides on by itself, and what policy costs it: with
 * one rule, a hundred, ten thousand. Each new flow is two entries, linked; the second look is at the same packets when
 * their flows are there. Beside it what the same costs where the agent judges, and where that time goes.
 */
public final class FlowsMain {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int KEYS = 1 << 14;
    private static final int LOOKS = 8;
    private static final int WARM_UP_ROUNDS = 2;
    private static final long WARM_UP_NS = 500_000_000;

    /**
     * One number of rules, medians over the rounds.
     *
     * @param newNs a packet that begins a flow, all of its way
     * @param knownNs a packet whose flow is there
     * @param decisionNs a look into the rules alone, with packets that may meet any of them
     */
    private record Result(
            int rules, double newNs, double knownNs, double decisionNs, long bytes, TrapRate.Result trapped) {
        double flowsPerSecond() {
            return 1e9 / newNs;
        }
    }

    private int rounds = 5;
    private List<Integer> rules = List.of(1, 100, 10_000);
    private boolean json;

    private FlowsMain() {}

    /** @param arguments {@code [--rounds N] [--rules LIST] [-o json]} */
    public static void main(final String[] arguments) {
        final FlowsMain main = new FlowsMain();
        for (int i = 0; i < arguments.length; i += 2) {
            final String value = i + 1 < arguments.length ? arguments[i + 1] : "";
            try {
                main.option(arguments[i], value);
            } catch (final IllegalArgumentException wrong) {
                System.err.println("vireo bench flows: " + arguments[i] + " " + value + ": " + wrong.getMessage());
                System.exit(2);
            }
        }
        main.run();
    }

    private void option(final String name, final String value) {
        switch (name) {
            case "--rounds" -> rounds = atLeastOne(Integer.parseInt(value));
            case "--rules" ->
                rules = Arrays.stream(value.split(","))
                        .map(each -> atLeastOne(Integer.parseInt(each.strip())))
                        .toList();
            case "-o" -> {
                if (!"json".equals(value)) {
                    throw new IllegalArgumentException("the only other form is json");
                }
                json = true;
            }
            default -> throw new IllegalArgumentException("unknown option");
        }
    }

    private static int atLeastOne(final int number) {
        if (number < 1) {
            throw new IllegalArgumentException("must be 1 at least");
        }
        return number;
    }

    private void run() {
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            measure(rules.getFirst(), 1);
        }
        final List<Result> results = new ArrayList<>();
        for (final int count : rules) {
            results.add(measure(count, rounds));
            System.err.println("measured with " + count + " rules");
        }
        print(results);
    }

    private static Result measure(final int count, final int rounds) {
        final VerdictTable table = FlowRules.table(count);
        final double[] made = new double[rounds];
        final double[] known = new double[rounds];
        try (FlowsWorld world = new FlowsWorld(table)) {
            // The first round touches the table's memory, which costs more than all the rest.
            for (int round = -1; round < rounds; round++) {
                final double madeNs = (double) world.round(2L * FlowsWorld.FLOWS) / FlowsWorld.FLOWS;
                final double knownNs = (double) world.round(0) / FlowsWorld.FLOWS;
                world.forget();
                if (round >= 0) {
                    made[round] = madeNs;
                    known[round] = knownNs;
                }
            }
        }
        return new Result(
                count, median(made), median(known), decision(table), table.bytes(), TrapRate.measure(count, rounds));
    }

    /** Nanoseconds of a look into a table, by packets that may meet any of its rules. */
    static double decision(final VerdictTable table) {
        final Random random = new Random(11);
        final VerdictKey[] keys = new VerdictKey[KEYS];
        for (int i = 0; i < KEYS; i++) {
            keys[i] = new VerdictKey();
            FlowRules.packet(random, keys[i]);
        }
        final long untilNs = System.nanoTime() + WARM_UP_NS;
        long sum = 0;
        while (System.nanoTime() < untilNs) {
            sum += look(table, keys);
        }
        final double[] looks = new double[LOOKS];
        for (int i = 0; i < LOOKS; i++) {
            final long startNs = THREADS.getCurrentThreadCpuTime();
            sum += look(table, keys);
            looks[i] = (double) (THREADS.getCurrentThreadCpuTime() - startNs) / KEYS;
        }
        if (sum == 0) {
            throw new IllegalStateException("no packet met a rule but the first: this measures nothing");
        }
        return median(looks);
    }

    private static long look(final VerdictTable table, final VerdictKey[] keys) {
        long sum = 0;
        for (final VerdictKey key : keys) {
            sum += 1 + table.find(key);
        }
        return sum;
    }

    private void print(final List<Result> results) {
        if (json) {
            final List<String> rows = results.stream()
                    .map(each -> String.format(
                            Locale.ROOT,
                            "{\"rules\": %d, \"newFlowsPerSecond\": %.0f, \"newFlowNs\": %.1f, \"knownFlowNs\": %.1f, "
                                    + "\"decisionNs\": %.1f, \"tableBytes\": %d, \"trappedFlowsPerSecond\": %.0f, "
                                    + "\"trappedLcoreNs\": %.1f, \"agentDecisionNs\": %.1f, \"exchangeNs\": %.1f, "
                                    + "\"trappedFlowsPerSecondBySocket\": %.0f, \"keysBySocketNs\": %.1f}",
                            each.rules,
                            each.flowsPerSecond(),
                            each.newNs,
                            each.knownNs,
                            each.decisionNs,
                            each.bytes,
                            1e9 / each.trapped.totalNs(),
                            each.trapped.lcoreNs(),
                            each.trapped.decideNs(),
                            each.trapped.exchangeNs(),
                            1e9 / (each.trapped.totalNs() + each.trapped.keysNs()),
                            each.trapped.keysNs()))
                    .toList();
            System.out.println("{\"rounds\": " + rounds + ", \"medians\": [" + String.join(", ", rows) + "]}");
            return;
        }
        System.out.println("one lcore, guest to fabric over MPLSoUDP, each packet a new flow (two entries); medians");
        System.out.printf(
                "%8s %14s %12s %14s %14s %12s%n",
                "rules", "new flows/s", "ns each", "ns when known", "ns a decision", "table bytes");
        for (final Result each : results) {
            System.out.printf(
                    Locale.ROOT,
                    "%8d %14.0f %12.0f %14.0f %14.0f %12d%n",
                    each.rules,
                    each.flowsPerSecond(),
                    each.newNs,
                    each.knownNs,
                    each.decisionNs,
                    each.bytes);
        }
        System.out.println(
                "each of them judged by the agent (its core, real control socket, no pkt0 sockets; 32 at a time)");
        System.out.printf(
                "%8s %14s %14s %16s %22s %20s %24s%n",
                "rules",
                "new flows/s",
                "ns of lcore",
                "ns of decision",
                "ns of requests",
                "by socket: flows/s",
                "ns of keys by socket");
        for (final Result each : results) {
            System.out.printf(
                    Locale.ROOT,
                    "%8d %14.0f %14.0f %16.0f %22.0f %20.0f %24.0f%n",
                    each.rules,
                    1e9 / each.trapped.totalNs(),
                    each.trapped.lcoreNs(),
                    each.trapped.decideNs(),
                    each.trapped.exchangeNs(),
                    1e9 / (each.trapped.totalNs() + each.trapped.keysNs()),
                    each.trapped.keysNs());
        }
    }

    private static double median(final double[] values) {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
