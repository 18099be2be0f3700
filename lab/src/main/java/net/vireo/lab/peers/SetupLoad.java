// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Packets each of which is the first of a flow. */
final class SetupLoad implements PeersLoad {
    /** More than anybody sets up. */
    private static final int PER_SECOND = 700_000;

    /** The sampler counts in millions. */
    private static final double THOUSANDS = 1000;

    /** While rings fill and code is found. */
    private static final int FIRST_MS = 300;

    private final Path directory;
    private final int cpu;
    private final Sampler sampler;

    /** Every turn has flows that nobody has seen. */
    private int next;

    SetupLoad(final Path directory, final int cpu, final Sampler sampler) {
        this.directory = directory;
        this.cpu = cpu;
        this.sampler = sampler;
    }

    @Override
    public String label() {
        return "new flows";
    }

    /** A warm-up is a turn of its own, before which everything is forgotten too. */
    @Override
    public Samples run(final PeerSwitch peer, final int warmUpMs, final int seconds) throws InterruptedException {
        final OneWay way = (OneWay) peer;
        if (seconds == 1) {
            once(way, Math.max(1, warmUpMs / 1000));
        }
        return once(way, seconds);
    }

    private Samples once(final OneWay way, final int seconds) throws InterruptedException {
        way.forgetFlows();
        final Path file = directory.resolve("new-flows");
        final int flows = PER_SECOND * (seconds + 1);
        FlowFile.write(file, way.network(), next, flows);
        next += flows;
        try (OneWayGuests guests = OneWayGuests.once(way, cpu, file)) {
            guests.go();
            Thread.sleep(FIRST_MS);
            return guests.sample(way, sampler, seconds).times(THOUSANDS);
        } finally {
            delete(file);
        }
    }

    private static void delete(final Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
