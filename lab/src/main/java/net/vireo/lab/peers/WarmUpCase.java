// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import net.vireo.lab.host.LabException;
import net.vireo.lab.host.Launcher;

/**
 * How long after its start a data plane forwards as fast as it ever will: started anew for each turn, as it is and with
 * an AOT cache (JEP 483, 515) that a data plane with the same traffic wrote before.
 */
final class WarmUpCase implements PeersCase {
    private static final int STEP_MS = 20;
    private static final double SHARE = 0.9;
    private static final int FIRST_MS = 1000;
    /** At least, or nothing has an end. */
    private static final int LEAST_SECONDS = 4;

    private int turn;

    @Override
    public String name() {
        return "warm-up";
    }

    @Override
    public String header() {
        return "after a start: milliseconds until 90 % of the last rate (less is better), % of it in the first second";
    }

    @Override
    public List<PeersRow> run(final PeersBench bench) throws InterruptedException {
        final Path cache = bench.directory().resolve("plane.aot");
        bench.say("training", "a data plane writes its AOT cache");
        measure(bench, "-XX:AOTCacheOutput=" + cache);
        if (!Files.exists(cache)) {
            throw new LabException("the data plane wrote no AOT cache: " + cache);
        }
        bench.say("trained", cache.toFile().length() / 1_000_000 + " MB");
        final List<PeersRow> rows = new ArrayList<>();
        for (int round = 1; round <= bench.options().rounds(); round++) {
            rows.addAll(turn(bench, round, PeersRow.OURS + " AOT cache", "-XX:AOTMode=auto -XX:AOTCache=" + cache));
            rows.addAll(turn(bench, round, PeersRow.OURS, ""));
        }
        return rows;
    }

    private List<PeersRow> turn(final PeersBench bench, final int round, final String title, final String javaOptions)
            throws InterruptedException {
        final double beforeNs = bench.probe().roundTripNs();
        final WarmUpCurve curve = measure(bench, javaOptions);
        final Distance distance = Distance.of(beforeNs, bench.probe().roundTripNs());
        final int reachedMs = curve.reachedMs(SHARE);
        bench.say(
                "round " + round,
                String.format(Locale.ROOT, "%-16s %6d ms to 90 %% of %.2f Mpps", title, reachedMs, curve.last() / 1e6));
        return List.of(
                new PeersRow("90 % after", title, one(reachedMs, distance)),
                new PeersRow("1st second", title, one(curve.percentUntil(FIRST_MS), distance)),
                new PeersRow("last kpps", title, one(curve.last() / 1000, distance)));
    }

    private static Samples one(final double value, final Distance distance) {
        return new Samples(List.of(value), List.of(distance));
    }

    private WarmUpCurve measure(final PeersBench bench, final String javaOptions) throws InterruptedException {
        final Path directory = bench.directory().resolve("start" + turn++);
        try {
            Files.createDirectories(directory);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        final List<String> line = new ArrayList<>(List.of("env", LatencyCase.JAVA_OPTIONS + javaOptions));
        line.addAll(bench.launcher().line());
        try (PeerSwitch vireo = new VireoSwitch(directory, new Launcher(line), PeersBench.SWITCH_CPU)) {
            vireo.start();
            final WarmUpCurve curve =
                    curve(vireo, Math.max(LEAST_SECONDS, bench.options().warmUpSeconds()));
            if (curve.last() == 0) {
                throw new LabException("nothing went through " + vireo.title() + " at the end of its warm-up");
            }
            return curve;
        }
    }

    private static WarmUpCurve curve(final PeerSwitch vireo, final int seconds) throws InterruptedException {
        final int frameBytes = 64;
        try (LatencyTraffic traffic = LatencyTraffic.connect(vireo, frameBytes)) {
            return BusyThread.call(PeersBench.GUEST_CPU, () -> {
                final List<Double> rates = new ArrayList<>();
                final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
                traffic.announce();
                while (System.nanoTime() < endNs) {
                    rates.add(traffic.flood(TimeUnit.MILLISECONDS.toNanos(STEP_MS))
                            .perSecond());
                }
                return new WarmUpCurve(rates, STEP_MS);
            });
        }
    }
}
