// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.unserved;

import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Counters;
import net.vireo.agent.service.RecordedFrames;
import net.vireo.agent.service.fuzz.CoreFuzz;
import net.vireo.agent.service.icmp.ErrorService;
import net.vireo.agent.service.icmp.IcmpCounter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class UnservedFuzzTest {
    private final UnservedService service = new UnservedService(new ErrorService(new Counters<>(IcmpCounter.class)));
    private final UnservedServiceTest.Router guest = new UnservedServiceTest.Router();
    private long nowNs;

    @Test
    void shouldSurviveBadFramesForASecond() {
        CoreFuzz.quick(UnservedFuzzTest.class, RecordedFrames.of("tcp").all(), this::feed);
        assertThat(service.counters().value(UnservedCounter.RESET)).isPositive();
        assertThat(service.counters().value(UnservedCounter.MALFORMED)).isPositive();
    }

    @Test
    @Tag("fuzz")
    void shouldSurviveBadFrames() {
        CoreFuzz.run(UnservedFuzzTest.class, RecordedFrames.of("tcp").all(), this::feed);
    }

    private void feed(final Bytes input) {
        nowNs += 100_000_000;
        service.receive(guest, input, nowNs);
    }
}
