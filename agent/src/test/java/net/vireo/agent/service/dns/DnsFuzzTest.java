// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.PlainGuest;
import net.vireo.agent.service.RecordedFrames;
import net.vireo.agent.service.Udp4Packet;
import net.vireo.agent.service.fuzz.CoreFuzz;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Guests' frames, their payload with a right checksum, and the same bytes as a name server's answer. */
class DnsFuzzTest {
    private static final InetSocketAddress SERVER = InetSocketAddress.createUnresolved("192.0.2.1", 53);
    private static final int PAYLOAD = 42;

    private final DnsService service = new DnsService(new Random(1));
    private final DnsTestGuest guest = new DnsTestGuest();
    private long nowNs;

    @Test
    void shouldSurviveBadFramesForASecond() {
        CoreFuzz.quick(DnsFuzzTest.class, RecordedFrames.of("dns").all(), this::feed);
        assertThat(service.counters().value(DnsCounter.MALFORMED_MESSAGE)).isPositive();
        assertThat(service.counters().value(DnsCounter.ANSWERED_HERE)).isPositive();
        assertThat(service.counters().value(DnsCounter.UPSTREAM_UNEXPECTED)).isPositive();
    }

    @Test
    @Tag("fuzz")
    void shouldSurviveBadFrames() {
        CoreFuzz.run(DnsFuzzTest.class, RecordedFrames.of("dns").all(), this::feed);
    }

    private void feed(final Bytes input) {
        service.servers(List.of(SERVER));
        nowNs += 10_000_000;
        service.receive(guest, input, nowNs);
        if (input.size() > PAYLOAD && input.size() < 2000) {
            final Bytes payload = input.slice(PAYLOAD, input.size());
            final Bytes frame = new Udp4Packet(
                            1, PlainGuest.MAC, PlainGuest.ADDRESS, PlainGuest.GATEWAY, 4000, 53, payload)
                    .toFrame();
            service.receive(guest, frame, nowNs)
                    .queries()
                    .forEach(query -> service.receiveUpstream(query.server(), payload, 0));
            service.receiveStream(guest, 1, payload, nowNs)
                    .queries()
                    .forEach(query -> service.receiveUpstream(query.server(), payload, 0));
        }
        service.expire(nowNs);
    }
}
