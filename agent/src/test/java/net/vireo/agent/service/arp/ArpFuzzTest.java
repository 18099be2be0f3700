// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.arp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.RecordedFrames;
import net.vireo.agent.service.fuzz.CoreFuzz;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ArpFuzzTest {
    private final ArpService service = new ArpService();
    private final ArpTestGuest guest = new ArpTestGuest();
    private long nowNs;

    @Test
    void shouldSurviveBadFramesForASecond() {
        CoreFuzz.quick(ArpFuzzTest.class, corpus(), this::feed);
        assertThat(service.counters().value(ArpCounter.MALFORMED)).isPositive();
        assertThat(service.counters().value(ArpCounter.ANSWERED)).isPositive();
    }

    @Test
    @Tag("fuzz")
    void shouldSurviveBadFrames() {
        CoreFuzz.run(ArpFuzzTest.class, corpus(), this::feed);
    }

    private static Collection<Bytes> corpus() {
        final RecordedFrames arping = RecordedFrames.of("arping");
        return List.of(
                RecordedFrames.of("linux").get("arp-request"),
                arping.get("announcement"),
                arping.get("announcement-reply"),
                arping.get("probe"));
    }

    private void feed(final Bytes input) {
        nowNs += 1_000_000;
        service.receive(guest, input, nowNs);
        service.expire(nowNs);
    }
}
