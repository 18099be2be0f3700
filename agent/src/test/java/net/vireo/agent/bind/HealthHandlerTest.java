// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.vireo.agent.oper.Learned;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.packet.PacketHandler;
import net.vireo.agent.packet.PacketKind;
import net.vireo.agent.packet.Reply;
import net.vireo.agent.packet.TrappedPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks by pkt0 of the guest of the recorded frames, 10.0.0.10. */
class HealthHandlerTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final String CHECKED = ServicesTest.GUEST + "health-checks: [alive]\n---\n";

    private static String check(final String monitor) {
        return """
            kind: ServiceHealthCheck
            apiVersion: vireo.net/v1
            name: alive
            monitor: %s
            delay: 3s
            timeout: 1s
            retries: 1
            """.formatted(monitor);
    }

    @TempDir
    private Path files;

    private OperState state;
    private Learned learned = Learned.NOTHING;
    private final Services services = new Services(() -> state);
    private final long startNs = System.nanoTime();

    @BeforeEach
    void teach() {
        services.taughtTo(now -> learned = now);
    }

    @AfterEach
    void close() {
        services.close();
    }

    private PacketHandler handler(final PacketKind kind) {
        return services.handlers().get(kind);
    }

    private List<Reply> timer(final long seconds) {
        return handler(PacketKind.BFD).onTimer(startNs + seconds * SECOND_NS);
    }

    /** The guest's answer to an echo request. */
    private void answer(final Reply request, final long seconds) {
        final byte[] packet = request.packet();
        final ByteBuffer answer = ByteBuffer.allocate(TrappedPacket.PACKET_OFFSET + packet.length);
        answer.putShort(14, (short) state.port("linux").orElseThrow().vif());
        answer.putShort(18, (short) TrappedPacket.REASON_NEXTHOP);
        answer.put(TrappedPacket.PACKET_OFFSET, packet, 6, 6).put(TrappedPacket.PACKET_OFFSET + 6, packet, 0, 6);
        answer.put(TrappedPacket.PACKET_OFFSET + 12, packet, 12, packet.length - 12);
        answer.put(TrappedPacket.PACKET_OFFSET + 26, packet, 30, 4)
                .put(TrappedPacket.PACKET_OFFSET + 30, packet, 26, 4);
        // A type of 0 in place of 8: the sum of the rest is 0x800 more.
        answer.put(TrappedPacket.PACKET_OFFSET + 34, (byte) 0);
        final int sum = answer.getShort(TrappedPacket.PACKET_OFFSET + 36) & 0xffff;
        final int more = sum + 0x800;
        answer.putShort(TrappedPacket.PACKET_OFFSET + 36, (short) (more + (more >>> 16)));
        assertThat(handler(PacketKind.ICMP)
                        .handle(TrappedPacket.of(answer.array()).orElseThrow(), startNs + seconds * SECOND_NS))
                .isEmpty();
    }

    private String row() {
        final HealthRow row = services.healthChecks().getFirst();
        return row.port() + " " + row.target() + " " + row.state() + " " + row.why();
    }

    @Test
    void shouldPingAGuestAndTellOfItsIllness() throws IOException {
        state = new Database(files).with(CHECKED + check("ping")).state();
        assertThat(handler(PacketKind.BFD).nextTimerNs()).as("at once").isLessThanOrEqualTo(System.nanoTime());
        final List<Reply> first = timer(0);
        assertThat(first).hasSize(1);
        assertThat(row()).isEqualTo("linux 10.0.0.10 unknown ");
        answer(first.getFirst(), 0);
        assertThat(row()).isEqualTo("linux 10.0.0.10 up answers echoes");
        assertThat(learned.ill()).isEmpty();
        for (int probe = 1; probe <= 2; probe++) {
            assertThat(timer(3L * probe)).hasSize(1);
            assertThat(timer(3L * probe + 1)).isEmpty();
        }
        assertThat(row()).isEqualTo("linux 10.0.0.10 down no answer in time");
        assertThat(learned.ill()).containsExactly(Map.entry("linux", "health check alive: no answer in time"));
        assertThat(services.problems())
                .containsExactly("port linux is ill, no route leads to it: health check alive: no answer in time");
        answer(timer(9).getFirst(), 9);
        assertThat(learned.ill()).isEmpty();
        assertThat(services.problems()).isEmpty();
        assertThat(services.counters())
                .containsEntry("health checks", "probed=4, answered=2, timed-out=2, went-up=2, went-down=1");
    }

    @Test
    void shouldForgetTheIllnessOfWhoIsNotCheckedAnyMore() throws IOException {
        final Database database = new Database(files).with(CHECKED + check("ping"));
        state = database.state();
        for (int second = 0; second < 5; second++) {
            timer(second);
        }
        assertThat(learned.ill()).containsKey("linux");
        state = database.replacing("60-more.yaml", CHECKED + check("ping") + "enabled: false\n")
                .state();
        assertThat(timer(5)).isEmpty();
        assertThat(learned.ill()).isEmpty();
        assertThat(services.healthChecks()).isEmpty();
    }

    @Test
    void shouldNotBeginAnewForAnotherDatabaseWithTheSameChecks() throws IOException {
        final Database database = new Database(files).with(CHECKED + check("ping"));
        state = database.state();
        assertThat(timer(0)).hasSize(1);
        state = database.state();
        assertThat(timer(1)).isEmpty();
        state = database.replacing("60-more.yaml", CHECKED + check("ping") + "targets: [10.0.0.99]\n")
                .state();
        assertThat(timer(2)).as("an address that nobody has").isEmpty();
        assertThat(services.healthChecks()).isEmpty();
    }

    @Test
    void shouldCallAGuestIllThatBringsNoBfdSessionUp() throws IOException {
        state = new Database(files).with(CHECKED + check("bfd")).state();
        assertThat(timer(0)).as("the first control packet").hasSize(1);
        assertThat(timer(9)).hasSize(1);
        assertThat(row()).isEqualTo("linux 10.0.0.10 unknown ");
        timer(10);
        assertThat(row()).isEqualTo("linux 10.0.0.10 down no BFD session came up");
        assertThat(learned.ill()).containsEntry("linux", "health check alive: no BFD session came up");
        state = OperState.empty();
        assertThat(timer(11)).as("the guest is told that the session ends").hasSize(1);
        assertThat(timer(20)).isEmpty();
        assertThat(learned.ill()).isEmpty();
    }
}
