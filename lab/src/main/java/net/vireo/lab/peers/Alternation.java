// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Starts switches once and gives each its turns with each load, while the others stand still. */
final class Alternation {
    private static final int WARM_UP_MS = 1500;

    /** Behind a load's name: rows with {@link PeerSwitch#workNsPerPacket} of each turn. */
    private static final String WORK = ", ns";

    private final PeersBench bench;
    private final String unit;

    /** @param unit behind the numbers of the progress */
    Alternation(final PeersBench bench, final String unit) {
        this.bench = bench;
        this.unit = unit;
    }

    List<PeersRow> run(final List<? extends PeerSwitch> peers, final List<? extends PeersLoad> loads)
            throws InterruptedException {
        for (final PeerSwitch peer : peers) {
            peer.start();
            bench.say("started", peer.title());
            for (final PeersLoad load : loads) {
                load.run(peer, bench.options().warmUpSeconds() * 1000, 1);
            }
            peer.pause();
            bench.say("warm", peer.title());
        }
        final PeersOptions options = bench.options();
        final List<PeersRow> rows = new ArrayList<>();
        for (int round = 1; round <= options.rounds(); round++) {
            for (final PeersLoad load : loads) {
                for (final PeerSwitch peer : peers) {
                    peer.resume();
                    peer.workNsPerPacket();
                    final Samples samples = load.run(peer, WARM_UP_MS, options.seconds());
                    final double workNs = peer.workNsPerPacket();
                    peer.pause();
                    rows.add(new PeersRow(load.label(), peer.title(), samples));
                    if (workNs > 0) {
                        rows.add(new PeersRow(load.label() + WORK, peer.title(), Samples.untagged(List.of(workNs))));
                    }
                    bench.say("round " + round, progress(load, peer, samples.values(), workNs));
                }
            }
        }
        return rows;
    }

    private String progress(
            final PeersLoad load, final PeerSwitch peer, final List<Double> rates, final double workNs) {
        return String.format(
                Locale.ROOT,
                "%12s  %-16s %6.2f %s%s",
                load.label(),
                peer.title(),
                PeersResult.quantile(rates, PeersResult.MEDIAN),
                unit,
                workNs > 0 ? String.format(Locale.ROOT, ", %.0f ns of work per packet", workNs) : "");
    }
}
