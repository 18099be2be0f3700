// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.nd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Icmp6Packet;
import net.vireo.agent.service.LinkLocal;
import net.vireo.agent.service.RecordedFrames;
import net.vireo.agent.service.fuzz.CoreFuzz;
import net.vireo.packet.Ipv6Address;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Frames as they come out of the mutator, and once more with a right checksum, so that they get past it. */
class NdFuzzTest {
    private static final int MESSAGE = 58;

    private final NdService service = new NdService();
    private final NdTestGuest guest = new NdTestGuest();
    private long nowNs;

    @Test
    void shouldSurviveBadFramesForASecond() {
        CoreFuzz.quick(NdFuzzTest.class, corpus(), this::feed);
        assertThat(service.counters().value(NdCounter.INVALID)).isPositive();
        assertThat(service.counters().value(NdCounter.ANSWERED)).isPositive();
    }

    @Test
    @Tag("fuzz")
    void shouldSurviveBadFrames() {
        CoreFuzz.run(NdFuzzTest.class, corpus(), this::feed);
    }

    private static Collection<Bytes> corpus() {
        return RecordedFrames.of("nd").all();
    }

    private void feed(final Bytes input) {
        nowNs += 100_000_000;
        service.receive(guest, input, nowNs);
        if (input.size() > MESSAGE && input.size() < 2000) {
            final Ipv6Address source = LinkLocal.of(guest.mac());
            final Bytes body = input.slice(MESSAGE, input.size());
            service.receive(
                    guest,
                    new Icmp6Packet(1, guest.mac(), source, source, 255, input.at(54), input.at(55), body).toFrame(),
                    nowNs);
        }
    }
}
