// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.vireo.port.balance.LoadBalance;
import net.vireo.sandesh.VrInterface;
import net.vireo.vrouter.DeviceOptions;
import net.vireo.vrouter.IoLcores;
import net.vireo.vrouter.Tuning;
import net.vireo.vrouter.VrouterConfig;
import net.vireo.vrouter.lcore.PollMode;

/**
 * {@code ./vireo bench balance}: what it costs or gains when one lcore polls and others process (deck p45 to p47, p121).
 * Whole data planes in turn, one for each model, between two guests with one queue; rate at overload, and how long a packet
 * alone takes.
 */
public final class BalanceMain {
    private static final int BURST = 32;
    private static final int WAITS = 2000;
    private static final long LOST_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long WARM_UP_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private double seconds = 2;
    private int rounds = 3;
    private int lcores = 2;
    private boolean json;
    private PollMode poll = PollMode.ADAPTIVE;

    private BalanceMain() {}

    /** @param arguments {@code [--seconds N] [--rounds N] [--lcores N] [--poll busy|adaptive] [-o json]} */
    public static void main(final String[] arguments) throws IOException {
        final BalanceMain main = new BalanceMain();
        for (int i = 0; i < arguments.length; i++) {
            final String value = i + 1 < arguments.length ? arguments[i + 1] : "";
            try {
                switch (arguments[i]) {
                    case "--seconds" -> main.seconds = Double.parseDouble(value);
                    case "--rounds" -> main.rounds = Integer.parseInt(value);
                    case "--lcores" -> main.lcores = Integer.parseInt(value);
                    case "--poll" -> main.poll = PollMode.parse(value);
                    case "-o" -> main.json = "json".equals(value);
                    default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
                }
            } catch (final IllegalArgumentException wrong) {
                System.err.println("vireo bench balance: " + arguments[i] + " " + value + ": " + wrong.getMessage());
                System.exit(2);
            }
            i++;
        }
        if (main.rounds < 1 || main.seconds <= 0 || main.lcores < 2) {
            System.err.println("vireo bench balance: one round, some time and two lcores at least");
            System.exit(2);
        }
        main.run();
    }

    private void run() throws IOException {
        final Map<String, List<BalanceResult>> all = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            // In turn, so that a slow spell of the machine meets all.
            for (final LoadBalance mode :
                    List.of(LoadBalance.NONE, LoadBalance.CONTRAIL, LoadBalance.PIPELINE, LoadBalance.AUTO)) {
                add(all, measure(text(mode), mode, 0));
            }
            add(all, measure("pipeline, 1 IO", LoadBalance.PIPELINE, 1));
        }
        final List<BalanceResult> medians =
                all.values().stream().map(BalanceResult::median).toList();
        if (json) {
            System.out.println("{\"lcores\": " + lcores + ", \"rounds\": " + rounds + ", \"poll\": \"" + poll.text()
                    + "\", \"models\": ["
                    + String.join(
                            ", ", medians.stream().map(BalanceResult::json).toList()) + "]}");
            return;
        }
        System.out.println(BalanceResult.heading());
        medians.forEach(each -> System.out.println(each.row()));
        compare(medians.get(1), medians.get(0));
    }

    private static void add(final Map<String, List<BalanceResult>> all, final BalanceResult result) {
        all.computeIfAbsent(result.mode(), mode -> new ArrayList<>()).add(result);
    }

    /** By the deck's names where it has them. */
    private static String text(final LoadBalance mode) {
        return switch (mode) {
            case NONE -> "run to completion";
            case CONTRAIL -> "hybrid";
            case PIPELINE -> "pipeline";
            case AUTO, ALL -> mode.text();
        };
    }

    /** Page 121: what --no-load-balance changes. */
    private static void compare(final BalanceResult with, final BalanceResult without) {
        System.out.printf(
                "--no-load-balance: rings %s (%d packets, %d before), p50 %.2f times, rate of the one-queue guest %.2f"
                        + " times that of the hybrid model%n",
                without.handedOver() == 0 ? "quiet" : "NOT QUIET",
                without.handedOver(),
                with.handedOver(),
                without.waitUs(50) / with.waitUs(50),
                without.packetsPerSecond() / with.packetsPerSecond());
    }

    private BalanceResult measure(final String name, final LoadBalance mode, final int io) throws IOException {
        final Path directory = Files.createTempDirectory("vireo-balance");
        final VrouterConfig config = VrouterConfig.of("bench", directory)
                .withLcores(lcores)
                .withPollMode(poll)
                .withDevices(new DeviceOptions(
                        false, Optional.empty(), DeviceOptions.Offloading.NONE, Optional.empty(), mode))
                .withTuning(Tuning.DEFAULT.withIo(new IoLcores(io, List.of())));
        try (BalanceRig rig = new BalanceRig(config)) {
            rate(rig, WARM_UP_NS);
            settle(rig);
            final long[] waits = waits(rig);
            final double rate = rate(rig, (long) (seconds * 1e9));
            settle(rig);
            return new BalanceResult(
                    name, rate, waits, rig.counter(VrInterface.QUEUE_IPACKETS), rig.counter(VrInterface.QUEUE_IERRORS));
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** As many as the ring takes, for so long. @return how many came out per second */
    private static double rate(final BalanceRig rig, final long durationNs) {
        final long startNs = System.nanoTime();
        long received = 0;
        long nowNs = startNs;
        while (nowNs - startNs < durationNs) {
            rig.send(BURST);
            received += rig.receive();
            nowNs = System.nanoTime();
        }
        return received * 1e9 / (nowNs - startNs);
    }

    private static void settle(final BalanceRig rig) {
        long quietSinceNs = System.nanoTime();
        while (System.nanoTime() - quietSinceNs < TimeUnit.MILLISECONDS.toNanos(50)) {
            if (rig.receive() > 0) {
                quietSinceNs = System.nanoTime();
            }
        }
    }

    /** One packet after the other. */
    private static long[] waits(final BalanceRig rig) {
        final long[] waits = new long[WAITS];
        for (int i = 0; i < WAITS; i++) {
            final long startNs = System.nanoTime();
            rig.send(1);
            long nowNs = startNs;
            while (rig.receive() == 0 && nowNs - startNs < LOST_NS) {
                nowNs = System.nanoTime();
            }
            waits[i] = System.nanoTime() - startNs;
        }
        return waits;
    }
}
