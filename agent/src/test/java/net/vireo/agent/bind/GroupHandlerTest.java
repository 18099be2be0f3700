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
import net.vireo.agent.packet.TrappedPacket;
import net.vireo.agent.service.RecordedFrames;
import net.vireo.agent.service.igmp.Group;
import net.vireo.packet.Ipv6Address;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Linux' recorded reports, 10.0.0.10, through the bound handler. */
class GroupHandlerTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final String SNOOPED =
            ServicesTest.GUEST.replace("name: recorded\n", "name: recorded\nmulticast: snooping\n");
    private static final RecordedFrames GROUPS = RecordedFrames.of("groups");

    @TempDir
    private Path files;

    private OperState state;
    private Learned learned = Learned.NOTHING;
    private final Services services = new Services(() -> state);
    private final long startNs = System.nanoTime();

    @BeforeEach
    void start() throws IOException {
        services.taughtTo(now -> learned = now);
        state = new Database(files).with(SNOOPED).state();
    }

    @AfterEach
    void close() {
        services.close();
    }

    private PacketHandler handler() {
        return services.handlers().get(PacketKind.IGMP);
    }

    private int timer(final double seconds) {
        return handler().onTimer(startNs + (long) (seconds * SECOND_NS)).size();
    }

    private void report(final String name, final double seconds) {
        final byte[] packet = GROUPS.get(name).toArray();
        final ByteBuffer frame = ByteBuffer.allocate(TrappedPacket.PACKET_OFFSET + packet.length);
        frame.putShort(14, (short) state.port("linux").orElseThrow().vif());
        frame.putShort(18, (short) TrappedPacket.REASON_L3_PROTOCOLS).put(TrappedPacket.PACKET_OFFSET, packet);
        assertThat(handler()
                        .handle(TrappedPacket.of(frame.array()).orElseThrow(), startNs + (long) (seconds * SECOND_NS)))
                .isEmpty();
    }

    @Test
    void shouldAskAtOnceAndTellWhenAllHadTimeToAnswer() {
        assertThat(handler().nextTimerNs()).isLessThanOrEqualTo(System.nanoTime());
        assertThat(timer(0)).as("IGMP and MLD").isEqualTo(2);
        timer(10);
        assertThat(learned.listeners()).isEmpty();
        timer(11);
        assertThat(learned.listeners()).containsOnlyKeys("recorded");
        assertThat(timer(125)).isEqualTo(2);
    }

    @Test
    void shouldTellOfListenersFourTimesASecondAtMost() {
        timer(0);
        timer(11);
        report("v3-join", 12);
        timer(12.1);
        assertThat(learned.listenersIn("recorded")).isEmpty();
        timer(12.25);
        assertThat(learned.listenersIn("recorded").values()).containsExactly(List.of("linux"));
        assertThat(services.groups()).hasSize(1);
        report("v3-leave", 13);
        timer(13.25);
        assertThat(learned.listenersIn("recorded")).isEmpty();
        assertThat(services.groups()).isEmpty();
    }

    @Test
    void shouldForgetWhoDoesNotAnswerAndWhoIsGone() {
        timer(0);
        report("v3-join", 12);
        timer(13);
        assertThat(learned.listenersIn("recorded")).hasSize(1);
        timer(12 + 261);
        timer(12 + 262);
        assertThat(learned.listenersIn("recorded")).isEmpty();
        report("v3-join", 300);
        timer(301);
        assertThat(learned.listenersIn("recorded")).hasSize(1);
        state = OperState.empty();
        timer(302);
        assertThat(learned.listeners()).isEmpty();
        assertThat(services.groups()).isEmpty();
    }

    @Test
    void shouldTakeNoReportWhereNobodySnoops() throws IOException {
        state = new Database(files).with(ServicesTest.GUEST).state();
        assertThat(timer(0)).isZero();
        report("v3-join", 12);
        assertThat(timer(20)).isZero();
        assertThat(services.counters()).containsEntry("IGMP and MLD", "");
        assertThat(learned).isEqualTo(Learned.NOTHING);
    }

    @Test
    void shouldFindAGroupsMac() {
        final Map<Long, Group> macs = Map.of(
                0x01005e010203L, new Group.Group4(0xef810203),
                0x333300010203L, new Group.Group6(new Ipv6Address(0xff05_0000_0000_0000L, 0x10203)),
                0L, new Group.Group4(0xe1800005));
        macs.forEach((mac, group) -> assertThat(group.mac()).as("%s", group).isEqualTo(mac));
    }
}
