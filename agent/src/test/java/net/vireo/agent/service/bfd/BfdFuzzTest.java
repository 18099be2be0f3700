// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.bfd;

import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.PlainGuest;
import net.vireo.agent.service.RecordedFrames;
import net.vireo.agent.service.fuzz.CoreFuzz;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Frames as they come out of the mutator, and their payload once more with right checksums. */
class BfdFuzzTest {
    private static final int VIF = 3;
    private static final int PAYLOAD = 42;
    private static final BfdLink OURS =
            new BfdLink.Over4(VIF, PlainGuest.ROUTER_MAC, PlainGuest.GATEWAY, PlainGuest.MAC, PlainGuest.ADDRESS);
    private static final BfdLink THEIRS =
            new BfdLink.Over4(VIF, PlainGuest.MAC, PlainGuest.ADDRESS, PlainGuest.ROUTER_MAC, PlainGuest.GATEWAY);

    private final BfdService service = new BfdService(() -> 0xd2a015ffL << 32);
    private long nowNs;

    @Test
    void shouldSurviveBadFramesForASecond() {
        service.add(OURS, new BfdParameters(300_000, 300_000, 3), 0);
        CoreFuzz.quick(BfdFuzzTest.class, RecordedFrames.of("bfd").all(), this::feed);
        assertThat(service.counters().value(BfdCounter.MALFORMED_PACKET)).isPositive();
        assertThat(service.counters().value(BfdCounter.RECEIVED)).isPositive();
    }

    @Test
    @Tag("fuzz")
    void shouldSurviveBadFrames() {
        service.add(OURS, new BfdParameters(300_000, 300_000, 3), 0);
        CoreFuzz.run(BfdFuzzTest.class, RecordedFrames.of("bfd").all(), this::feed);
    }

    private void feed(final Bytes input) {
        nowNs += 10_000_000;
        service.receive(VIF, input, nowNs);
        if (input.size() > PAYLOAD && input.size() < 2000) {
            service.receive(VIF, THEIRS.frame(50_000, input.slice(PAYLOAD, input.size())), nowNs);
        }
        service.expire(nowNs);
    }
}
