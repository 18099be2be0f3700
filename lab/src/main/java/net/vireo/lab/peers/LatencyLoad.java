// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.vireo.lab.host.LabException;

/**
 * Frames one way between two guests: first as many as go, then {@value #SHARE_PERCENT} % of that, whose times count.
 * Sampled every tenth of a second; between samples nothing is sent and the CPUs' distance is asked for.
 */
final class LatencyLoad {
    static final int SHARE_PERCENT = 30;
    private static final long WINDOW_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long FLOOD_NS = TimeUnit.MILLISECONDS.toNanos(700);
    /** After a probe, until caches and branch predictors are as they were. */
    private static final long SETTLE_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private static final double NS_PER_US = 1000;
    private static final double PER_MILLION = 1e6;

    private final int frameBytes;
    private final int cpu;
    private final CoreProbe probe;

    LatencyLoad(final int frameBytes, final int cpu, final CoreProbe probe) {
        this.frameBytes = frameBytes;
        this.cpu = cpu;
        this.probe = probe;
    }

    String label() {
        return frameBytes + " B";
    }

    /** One turn. @return by the name of what is measured, each with as many samples */
    Map<String, Samples> run(final PeerSwitch peer, final int warmUpMs, final int seconds) throws InterruptedException {
        try (LatencyTraffic traffic = LatencyTraffic.connect(peer, frameBytes)) {
            return BusyThread.call(cpu, () -> measure(peer.title(), traffic, warmUpMs, seconds));
        }
    }

    private Map<String, Samples> measure(
            final String title, final LatencyTraffic traffic, final int warmUpMs, final int seconds)
            throws InterruptedException {
        traffic.announce();
        traffic.flood(TimeUnit.MILLISECONDS.toNanos(warmUpMs) / 2);
        final double most = traffic.flood(FLOOD_NS).perSecond();
        if (most == 0) {
            throw new LabException("nothing went through " + title);
        }
        traffic.drain();
        final double rate = most * SHARE_PERCENT / 100;
        traffic.pace(rate, TimeUnit.MILLISECONDS.toNanos(warmUpMs) / 2);
        final Table table = new Table();
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        double beforeNs = probe.roundTripNs();
        while (System.nanoTime() < endNs) {
            traffic.pace(rate, SETTLE_NS);
            final LatencyTraffic.Window window = traffic.pace(rate, WINDOW_NS);
            final double afterNs = probe.roundTripNs();
            table.add(traffic.histogram(), window, Distance.of(beforeNs, afterNs));
            beforeNs = afterNs;
        }
        if (table.distances.isEmpty()) {
            throw new LabException("no frame came through " + title + " at a moderate rate");
        }
        return table.rows();
    }

    /** Columns become rows: a sample of each measure for every window. */
    private static final class Table {
        private final Map<String, List<Double>> values = new LinkedHashMap<>();
        private final List<Distance> distances = new ArrayList<>();

        void add(final LatencyHistogram times, final LatencyTraffic.Window window, final Distance distance) {
            if (times.count() == 0) {
                return; // the switch had no CPU all that time: no frame, no time of one
            }
            distances.add(distance);
            add("p50", times.quantileNs(0.5) / NS_PER_US);
            add("p99", times.quantileNs(0.99) / NS_PER_US);
            add("p99.9", times.quantileNs(0.999) / NS_PER_US);
            add("max", times.maxNs() / NS_PER_US);
            add("kpps", window.perSecond() / 1000);
            add("lost ppm", (window.sent() - window.received()) * PER_MILLION / window.sent());
        }

        private void add(final String name, final double value) {
            values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        }

        Map<String, Samples> rows() {
            final Map<String, Samples> rows = new LinkedHashMap<>();
            values.forEach((name, samples) -> rows.put(name, new Samples(samples, distances)));
            return rows;
        }
    }
}
