// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.vireo.lab.host.Launcher;

/**
 * How long a frame takes from guest to guest through a switch that is not fully loaded. Vireo with the garbage collector
 * that {@code run vrouter} chooses, and with one made for short pauses.
 */
final class LatencyCase implements PeersCase {
    /** What the launcher gives to the data plane's JVM after its own options; a collector there replaces its own. */
    static final String JAVA_OPTIONS = "VIREO_JAVA_OPTIONS=";

    private static final int WARM_UP_MS = 1500;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String header() {
        return "guest to guest at " + LatencyLoad.SHARE_PERCENT
                + " % of each one's highest rate, microseconds in each tenth of a second (less is better)";
    }

    @Override
    public List<PeersRow> run(final PeersBench bench) throws InterruptedException {
        final List<LatencyLoad> loads = bench.options().frameBytes().stream()
                .map(length -> new LatencyLoad(length, PeersBench.GUEST_CPU, bench.probe()))
                .toList();
        try (PeerSwitch serial = vireo(bench, "SerialGC");
                PeerSwitch z = vireo(bench, "ZGC");
                PeerSwitch ovs = new OvsSwitch(bench.directory(), PeersBench.SWITCH_CPU)) {
            return alternate(bench, List.of(serial, z, ovs), loads);
        }
    }

    private static PeerSwitch vireo(final PeersBench bench, final String collector) {
        final Path directory = bench.directory().resolve(collector);
        try {
            Files.createDirectories(directory);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        final List<String> line = new ArrayList<>(List.of("env", JAVA_OPTIONS + "-XX:+Use" + collector));
        line.addAll(bench.launcher().line());
        return new NamedSwitch(
                new VireoSwitch(directory, new Launcher(line), PeersBench.SWITCH_CPU), PeersRow.OURS + " " + collector);
    }

    private static List<PeersRow> alternate(
            final PeersBench bench, final List<PeerSwitch> peers, final List<LatencyLoad> loads)
            throws InterruptedException {
        for (final PeerSwitch peer : peers) {
            peer.start();
            bench.say("started", peer.title());
            for (final LatencyLoad load : loads) {
                load.run(peer, bench.options().warmUpSeconds() * 1000, 1);
            }
            peer.pause();
            bench.say("warm", peer.title());
        }
        final List<PeersRow> rows = new ArrayList<>();
        for (int round = 1; round <= bench.options().rounds(); round++) {
            for (final LatencyLoad load : loads) {
                for (final PeerSwitch peer : peers) {
                    peer.resume();
                    final Map<String, Samples> measured =
                            load.run(peer, WARM_UP_MS, bench.options().seconds());
                    peer.pause();
                    measured.forEach((name, samples) ->
                            rows.add(new PeersRow(load.label() + " " + name, peer.title(), samples)));
                    bench.say("round " + round, progress(load, peer, measured));
                }
            }
        }
        return rows;
    }

    private static String progress(final LatencyLoad load, final PeerSwitch peer, final Map<String, Samples> measured) {
        return String.format(
                Locale.ROOT,
                "%12s  %-16s p50 %.2f us, p99 %.2f us",
                load.label(),
                peer.title(),
                PeersResult.quantile(measured.get("p50").values(), PeersResult.MEDIAN),
                PeersResult.quantile(measured.get("p99").values(), PeersResult.MEDIAN));
    }
}
