// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import net.vireo.lab.host.Launcher;

/** Starts the switches once and gives each its turns, while the others stand still. */
final class PeersRun {
    private static final int SWITCH_CPU = 0;
    private static final int GUEST_CPU = 1;
    private static final long HUGEPAGES = 512;
    private static final int FIRST_WARM_UP_MS = 8000;
    private static final int WARM_UP_MS = 1500;

    private final PeersOptions options;
    private final Launcher launcher;
    private final PrintStream progress;
    private final long startNs = System.nanoTime();

    PeersRun(final PeersOptions options, final Launcher launcher) {
        this.options = options;
        this.launcher = launcher;
        progress = options.json() ? System.err : System.out;
    }

    PeersResult run() throws InterruptedException {
        final Hugepages pages = Hugepages.atLeast(HUGEPAGES);
        final Path directory = directory();
        try (PeerSwitch vireo = new VireoSwitch(directory, launcher, SWITCH_CPU);
                PeerSwitch ovs = new OvsSwitch(directory, SWITCH_CPU)) {
            return measure(List.of(vireo, ovs));
        } finally {
            pages.close();
            delete(directory);
        }
    }

    private PeersResult measure(final List<PeerSwitch> peers) throws InterruptedException {
        final PeerGuests guests = new PeerGuests(GUEST_CPU);
        for (final PeerSwitch peer : peers) {
            peer.start();
            say("started", peer.title());
            for (final int length : options.frameBytes()) {
                guests.run(peer, length, FIRST_WARM_UP_MS, 1);
            }
            peer.pause();
            say("warm", peer.title());
        }
        final PeersResult result = new PeersResult();
        for (int round = 1; round <= options.rounds(); round++) {
            for (final int length : options.frameBytes()) {
                for (final PeerSwitch peer : peers) {
                    peer.resume();
                    final List<Double> rates = guests.run(peer, length, WARM_UP_MS, options.seconds());
                    peer.pause();
                    result.add(length, peer.title(), rates);
                    say(
                            "round " + round,
                            String.format(
                                    Locale.ROOT,
                                    "%4d B  %-10s %6.2f Mpps",
                                    length,
                                    peer.title(),
                                    PeersResult.quantile(rates, 50)));
                }
            }
        }
        return result;
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory("vireo-peers");
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(final Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void say(final String step, final String what) {
        progress.printf(Locale.ROOT, "%7.1f s  %-8s %s%n", (System.nanoTime() - startNs) / 1e9, step, what);
        progress.flush();
    }
}
