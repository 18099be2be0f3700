// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.icmp;

import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Counters;
import net.vireo.agent.service.RecordedFrames;
import net.vireo.agent.service.fuzz.CoreFuzz;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class IcmpFuzzTest {
    private final Counters<IcmpCounter> counters = new Counters<>(IcmpCounter.class);
    private final EchoService echo = new EchoService(counters);
    private final ErrorService errors = new ErrorService(counters);
    private final EchoTestGuest guest = new EchoTestGuest();
    private long nowNs;

    @Test
    void shouldSurviveBadFramesForASecond() {
        CoreFuzz.quick(IcmpFuzzTest.class, RecordedFrames.of("icmp").all(), this::feed);
        assertThat(counters.value(IcmpCounter.MALFORMED_CAUSE)).isPositive();
        assertThat(counters.value(IcmpCounter.ECHO_ANSWERED)).isPositive();
        assertThat(counters.value(IcmpCounter.UNREACHABLE)).isPositive();
    }

    @Test
    @Tag("fuzz")
    void shouldSurviveBadFrames() {
        CoreFuzz.run(IcmpFuzzTest.class, RecordedFrames.of("icmp").all(), this::feed);
    }

    private void feed(final Bytes input) {
        nowNs += 200_000_000;
        echo.receive(guest, input, nowNs);
        errors.tell(guest, input, ErrorKind.NO_ROUTE, 0, nowNs);
    }
}
