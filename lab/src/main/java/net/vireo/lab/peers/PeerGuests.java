// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import net.vireo.lab.guest.DpdkPort;
import net.vireo.lab.guest.TestPmd;
import net.vireo.lab.host.LabException;

/**
 * One dpdk-testpmd as both guests of a switch: what comes in on one port goes out by the other (forwarding mode io), so
 * that some hundred packets go round as fast as everybody can. All of it on one CPU.
 */
final class PeerGuests implements PeersLoad {
    private static final int SETTLE_MS = 700;
    private static final int ATTEMPTS = 5;
    private static final int SAMPLE_MS = 100;
    /** Bursts of 32 that go in by each port. */
    private static final int BURSTS = 8;

    private final int cpu;
    private final int frameBytes;
    private final Sampler sampler;

    /** @param frameBytes length of each frame without its check sequence */
    PeerGuests(final int cpu, final int frameBytes, final Sampler sampler) {
        this.cpu = cpu;
        this.frameBytes = frameBytes;
        this.sampler = sampler;
    }

    /** A guest's address. */
    static String mac(final int guest) {
        return "02:00:00:00:00:0" + (char) ('a' + guest);
    }

    @Override
    public String label() {
        return frameBytes + " B";
    }

    /** Connects guests to the switch, lets packets go round, and counts what it forwarded. */
    @Override
    public Samples run(final PeerSwitch peer, final int warmUpMs, final int seconds) throws InterruptedException {
        for (int guest = 0; guest < 2; guest++) {
            try {
                Files.deleteIfExists(peer.socket(guest));
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        try (TestPmd guests = start(peer)) {
            for (int attempt = 0; attempt < ATTEMPTS && !goesRound(guests); attempt++) {
                guests.command("stop");
            }
            Thread.sleep(warmUpMs);
            final Samples samples = sampler.take(() -> received(guests), seconds);
            if (samples.values().stream().allMatch(rate -> rate == 0)) {
                throw new LabException("nothing went through " + peer.title());
            }
            return samples;
        }
    }

    /** A switch that has just connected may lose what comes first. */
    private static boolean goesRound(final TestPmd guests) throws InterruptedException {
        Thread.sleep(SETTLE_MS);
        guests.command("start tx_first " + BURSTS);
        Thread.sleep(SETTLE_MS);
        final long before = received(guests);
        Thread.sleep(SAMPLE_MS);
        return received(guests) > before;
    }

    private TestPmd start(final PeerSwitch peer) throws InterruptedException {
        final TestPmd.Builder builder =
                TestPmd.named("vireo-peers").memory(256, 8192).lcores("0@" + cpu + ",1@" + cpu);
        for (int guest = 0; guest < 2; guest++) {
            builder.port(DpdkPort.guest(peer.socket(guest)).turnedRound().mac(mac(guest)));
        }
        return builder.with(
                        "--forward-mode=io",
                        "--eth-peer=0," + mac(1),
                        "--eth-peer=1," + mac(0),
                        "--txpkts=" + frameBytes)
                .start();
    }

    private static long received(final TestPmd guests) throws InterruptedException {
        return guests.stats(0).rxPackets() + guests.stats(1).rxPackets();
    }
}
