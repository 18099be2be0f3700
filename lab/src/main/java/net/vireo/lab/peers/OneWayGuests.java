// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import net.vireo.lab.guest.DpdkPort;
import net.vireo.lab.guest.TestPmd;
import net.vireo.lab.host.LabException;

/**
 * One dpdk-testpmd as a guest that only sends and as the far side that only receives, on one CPU: forwarding mode io, from
 * a capture file to the guest's port, and from the far side's port to a sink. (Its own mode flowgen sends by every port
 * that it has, and to a MAC that is no router's.)
 */
final class OneWayGuests implements AutoCloseable {
    /** What a packet takes in memory of small pages, none of which holds two; and what testpmd needs besides. */
    private static final int PACKET_BYTES = 4300;

    private static final int OTHER_MB = 128;
    private static final int OTHER_PACKETS = 8192;
    private static final long START_LIMIT_MS = 120_000;
    private static final int SETTLE_MS = 700;
    private static final int FAR_PORT = 2;

    private final TestPmd guests;

    private OneWayGuests(final TestPmd guests) {
        this.guests = guests;
    }

    /** Over and over the same flows. */
    static OneWayGuests repeating(
            final OneWay way, final int cpu, final Path flows, final int count, final DpdkPort sink)
            throws InterruptedException {
        final DpdkPort source = new DpdkPort("net_pcap", Map.of("rx_pcap", flows.toString())).with("infinite_rx", "1");
        return start(way, cpu, source, count, sink);
    }

    /** Each flow once; what the switch does not take at once is offered again for a while. */
    static OneWayGuests once(final OneWay way, final int cpu, final Path flows) throws InterruptedException {
        final OneWayGuests once =
                start(way, cpu, new DpdkPort("net_pcap", Map.of("rx_pcap", flows.toString())), 0, nowhere());
        once.guests.command("set fwd io retry");
        once.guests.command("set burst tx delay 20 retry 1000");
        return once;
    }

    /** A sink that only counts. */
    static DpdkPort nowhere() {
        return new DpdkPort("net_null", Map.of("no-rx", "1"));
    }

    /** A sink that keeps what comes out. */
    static DpdkPort file(final Path file) {
        return new DpdkPort("net_pcap", Map.of("tx_pcap", file.toString()));
    }

    private static OneWayGuests start(
            final OneWay way, final int cpu, final DpdkPort source, final int packets, final DpdkPort sink)
            throws InterruptedException {
        final int all = OTHER_PACKETS + packets;
        try {
            Files.deleteIfExists(way.socket(OneWay.GUEST));
            Files.deleteIfExists(way.socket(OneWay.FAR));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        final TestPmd guests = TestPmd.named("vireo-peers")
                .memory(OTHER_MB + (int) ((long) all * PACKET_BYTES >>> 20), all)
                .lcores("0@" + cpu + ",1@" + cpu)
                .port(source)
                .port(DpdkPort.guest(way.socket(OneWay.GUEST)).turnedRound().mac(PeerGuests.mac(0)))
                .port(DpdkPort.guest(way.socket(OneWay.FAR)).turnedRound().mac(Underlay.FAR_MAC))
                .port(sink)
                .with("--forward-mode=io")
                .start(START_LIMIT_MS);
        Thread.sleep(SETTLE_MS); // the switch opens its rings
        return new OneWayGuests(guests);
    }

    /** From now on packets flow. */
    void go() throws InterruptedException {
        guests.command("start");
    }

    /** What was sent is received, and written where it is kept. */
    void stop() throws InterruptedException {
        guests.command("stop");
    }

    /** Packets that came out until now. */
    long received() throws InterruptedException {
        return guests.stats(FAR_PORT).rxPackets();
    }

    /** What came out, which must be something. */
    Samples sample(final OneWay way, final Sampler sampler, final int seconds) throws InterruptedException {
        final Samples samples = sampler.take(this::received, seconds);
        if (samples.values().stream().allMatch(rate -> rate == 0)) {
            throw new LabException("nothing came out of " + way.title());
        }
        return samples;
    }

    @Override
    public void close() {
        guests.close();
    }
}
