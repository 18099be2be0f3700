// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import net.vireo.agent.oper.Learned;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.packet.PacketHandler;
import net.vireo.agent.packet.PacketKind;
import net.vireo.agent.packet.Reply;
import net.vireo.agent.packet.TrappedPacket;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.RecordedFrames;
import net.vireo.agent.service.fuzz.CoreFuzz;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any bytes from a guest, to every service, as packets of every reason. */
class ServicesFuzzTest {
    private static final List<Integer> REASONS = List.of(
            TrappedPacket.REASON_ARP,
            TrappedPacket.REASON_NEXTHOP,
            TrappedPacket.REASON_L3_PROTOCOLS,
            TrappedPacket.REASON_HANDLE_DF,
            TrappedPacket.REASON_ZERO_TTL,
            TrappedPacket.REASON_ICMP_ERROR,
            TrappedPacket.REASON_BFD);

    @TempDir
    private Path files;

    private OperState state;
    private Services services;
    private Map<PacketKind, PacketHandler> handlers;
    private Learned learned = Learned.NOTHING;
    private long nowNs = 1_000_000_000L;

    @BeforeEach
    void start() throws IOException {
        state = new Database(files)
                .with(ServicesTest.GUEST.replace("name: recorded\n", "name: recorded\nmulticast: snooping\n")
                        + "health-checks: [ping, session]\n")
                .with(check("ping", "ping"))
                .with(check("session", "bfd"))
                .state();
        services = new Services(() -> state);
        services.taughtTo(now -> learned = now);
        handlers = services.handlers();
        // The first look at the database: queries, probes and a session begin.
        handlers.values().forEach(handler -> handler.onTimer(nowNs));
    }

    @AfterEach
    void stop() {
        services.close();
    }

    private static String check(final String name, final String monitor) {
        return "kind: ServiceHealthCheck\napiVersion: vireo.net/v1\nname: " + name + "\nmonitor: " + monitor + "\n";
    }

    private static Collection<Bytes> corpus() {
        final List<Bytes> corpus = new ArrayList<>();
        for (final String file : List.of("arping", "bfd", "dns", "groups", "icmp", "linux", "nd", "udhcpc")) {
            corpus.addAll(RecordedFrames.of(file).all());
        }
        return corpus;
    }

    /** @return answers to it; what timers send is no answer */
    private List<Reply> feed(final Bytes input) {
        nowNs += 1_000_000;
        final byte[] packet = input.toArray();
        final ByteBuffer frame = ByteBuffer.allocate(TrappedPacket.PACKET_OFFSET + Math.max(packet.length, 14));
        final int reason = REASONS.get((int) (nowNs / 1_000_000 % REASONS.size()));
        frame.putShort(14, (short) state.port("linux").orElseThrow().vif());
        frame.putShort(18, (short) reason).put(TrappedPacket.PACKET_OFFSET, packet);
        final TrappedPacket trapped = TrappedPacket.of(frame.array()).orElseThrow();
        final List<Reply> replies = new ArrayList<>();
        for (final PacketHandler handler : handlers.values()) {
            replies.addAll(handler.handle(trapped, nowNs));
            if (handler.nextTimerNs() <= nowNs) {
                handler.onTimer(nowNs);
            }
        }
        return replies;
    }

    @Test
    void shouldSurviveAnyBytesForASecond() {
        CoreFuzz.quick(ServicesFuzzTest.class, corpus(), this::feed);
        assertThat(services.counters())
                .allSatisfy((name, counts) -> assertThat(counts).as(name).isNotEmpty());
        assertThat(learned.listenersIn("recorded").keySet())
                .as("groups of a guest are bounded")
                .hasSizeLessThanOrEqualTo(512)
                .allMatch(mac -> (mac >>> 40 & 1) == 1);
    }

    @Test
    @Tag("fuzz")
    void shouldSurviveAnyBytes() {
        CoreFuzz.run(ServicesFuzzTest.class, corpus(), this::feed);
    }

    @Test
    void shouldAnswerNothingThatIsCutShort() {
        for (final Bytes whole : corpus()) {
            for (final int lengthBytes : List.of(14, 20, 33)) {
                if (lengthBytes < whole.size()) {
                    assertThat(feed(whole.slice(0, lengthBytes)))
                            .as("%s of %s", lengthBytes, whole)
                            .isEmpty();
                }
            }
        }
        assertThat(services.problems()).isEmpty();
    }
}
