// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.dhcp6;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.LinkLocal;
import net.vireo.agent.service.RecordedFrames;
import net.vireo.agent.service.Udp6Packet;
import net.vireo.agent.service.fuzz.CoreFuzz;
import net.vireo.packet.Ipv6Address;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Frames as they come out of the mutator, and their payload once more with a right checksum. */
class Dhcp6FuzzTest {
    private static final int PAYLOAD = 62;

    private final Dhcp6Server server = new Dhcp6Server();
    private final Dhcp6TestGuest guest = new Dhcp6TestGuest();

    @Test
    void shouldSurviveBadFramesForASecond() {
        CoreFuzz.quick(Dhcp6FuzzTest.class, corpus(), this::feed);
        assertThat(server.counters().value(Dhcp6Counter.MALFORMED_MESSAGE)).isPositive();
        assertThat(server.counters().value(Dhcp6Counter.REPLY)).isPositive();
    }

    @Test
    @Tag("fuzz")
    void shouldSurviveBadFrames() {
        CoreFuzz.run(Dhcp6FuzzTest.class, corpus(), this::feed);
    }

    private static List<Bytes> corpus() {
        return List.of(RecordedFrames.of("linux").get("dhcp6-solicit"));
    }

    private void feed(final Bytes input) {
        server.receive(guest, input);
        if (input.size() > PAYLOAD && input.size() < 2000) {
            final Bytes payload = input.slice(PAYLOAD, input.size());
            final Ipv6Address from = LinkLocal.of(guest.mac());
            server.receive(
                    guest,
                    new Udp6Packet(1, guest.mac(), from, Ipv6Address.parse("ff02::1:2"), 546, 547, payload).toFrame());
        }
    }
}
