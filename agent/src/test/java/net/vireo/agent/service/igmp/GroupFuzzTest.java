// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.igmp;

import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Icmp6Packet;
import net.vireo.agent.service.Ipv4Packet;
import net.vireo.agent.service.LinkLocal;
import net.vireo.agent.service.PlainGuest;
import net.vireo.agent.service.WireWriter;
import net.vireo.agent.service.fuzz.CoreFuzz;
import net.vireo.packet.Checksum;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Frames as they come out of the mutator, and their messages once more with right checksums. */
class GroupFuzzTest {
    private static final int IGMP = 38;
    private static final int MLD = 66;

    private final GroupService service = new GroupService();
    private final PlainGuest guest = new PlainGuest();
    private long nowNs;

    @Test
    void shouldSurviveBadFramesForASecond() {
        CoreFuzz.quick(GroupFuzzTest.class, GroupServiceTest.corpus(), this::feed);
        assertThat(service.counters().value(GroupCounter.MALFORMED_REPORT)).isPositive();
        assertThat(service.counters().value(GroupCounter.JOINED)).isPositive();
    }

    @Test
    @Tag("fuzz")
    void shouldSurviveBadFrames() {
        CoreFuzz.run(GroupFuzzTest.class, GroupServiceTest.corpus(), this::feed);
    }

    private void feed(final Bytes input) {
        nowNs += 100_000_000;
        service.receive(guest, input, nowNs);
        if (input.size() > IGMP + 4 && input.size() < 2000) {
            final WireWriter message = new WireWriter().bytes(input.slice(IGMP, input.size()));
            message.putU16(2, 0);
            message.putU16(2, Checksum.finish(message.sum()));
            service.receive(
                    guest,
                    new Ipv4Packet(1, guest.mac(), PlainGuest.ADDRESS, 0xe0000016, 2, 1, message.toBytes()).toFrame(),
                    nowNs);
        }
        if (input.size() > MLD && input.size() < 2000) {
            final Bytes body = input.slice(MLD, input.size());
            service.receive(
                    guest,
                    new Icmp6Packet(
                                    1,
                                    guest.mac(),
                                    LinkLocal.of(guest.mac()),
                                    PlainGuest.ADDRESS_6,
                                    1,
                                    input.at(62),
                                    0,
                                    body)
                            .toFrame(),
                    nowNs);
        }
        service.expire(nowNs);
    }
}
