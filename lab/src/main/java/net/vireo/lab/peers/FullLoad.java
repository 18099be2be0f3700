// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.nio.file.Files;
import java.nio.file.Path;

/** A number of flows from a guest, over and over. */
final class FullLoad implements PeersLoad {
    /** Slower than anybody's set-up of flows. */
    private static final int SET_UP_PER_MS = 20;

    private final Path directory;
    private final int flows;
    private final int cpu;
    private final Sampler sampler;

    FullLoad(final Path directory, final int flows, final int cpu, final Sampler sampler) {
        this.directory = directory;
        this.flows = flows;
        this.cpu = cpu;
        this.sampler = sampler;
    }

    @Override
    public String label() {
        return flows >= 1000 ? flows / 1000 + "k flows" : flows == 1 ? "1 flow" : flows + " flows";
    }

    @Override
    public Samples run(final PeerSwitch peer, final int warmUpMs, final int seconds) throws InterruptedException {
        final OneWay way = (OneWay) peer;
        try (OneWayGuests guests = OneWayGuests.repeating(way, cpu, file(way), flows, OneWayGuests.nowhere())) {
            guests.go();
            Thread.sleep(warmUpMs + flows / SET_UP_PER_MS);
            return guests.sample(way, sampler, seconds);
        }
    }

    private Path file(final OneWay way) {
        final Path file = directory.resolve("flows-" + Integer.toHexString(way.network()) + "-" + flows);
        if (!Files.exists(file)) {
            FlowFile.write(file, way.network(), 0, flows);
        }
        return file;
    }
}
