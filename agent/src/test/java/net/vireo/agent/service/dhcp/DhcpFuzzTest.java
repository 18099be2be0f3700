// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.stream.Stream;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.RecordedFrames;
import net.vireo.agent.service.Udp4Packet;
import net.vireo.agent.service.fuzz.CoreFuzz;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The server on frames that clients would not send; most keep a wrong checksum, so messages go in by themselves as well. */
class DhcpFuzzTest {
    private final DhcpServer server = new DhcpServer();
    private final DhcpTestGuest guest = new DhcpTestGuest();

    @Test
    void shouldSurviveBadFramesForASecond() {
        CoreFuzz.quick(DhcpFuzzTest.class, corpus(), this::feed);
        assertThat(server.counters().value(DhcpCounter.MALFORMED_MESSAGE)).isPositive();
        assertThat(server.counters().value(DhcpCounter.OFFER)).isPositive();
    }

    @Test
    @Tag("fuzz")
    void shouldSurviveBadFrames() {
        CoreFuzz.run(DhcpFuzzTest.class, corpus(), this::feed);
    }

    private static Collection<Bytes> corpus() {
        return Stream.of("udhcpc", "linux")
                .flatMap(name -> RecordedFrames.of(name).all().stream())
                .toList();
    }

    private void feed(final Bytes input) {
        server.receive(guest, input);
        final Bytes payload = input.size() > 42 ? input.slice(42, Math.min(input.size(), 1500)) : input;
        server.receive(guest, new Udp4Packet(-1L & 0xffff_ffff_ffffL, guest.mac(), 0, -1, 68, 67, payload).toFrame());
    }
}
