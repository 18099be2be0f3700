// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.service.bfd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.Ipv4Packet;
import net.vireo.agent.service.PlainGuest;
import net.vireo.agent.service.RecordedFrames;
import net.vireo.agent.service.Udp4Packet;
import net.vireo.agent.service.VifFrame;
import org.junit.jupiter.api.Test;

/** Two services that talk with each other over a link of no length; time is the test's. */
class BfdServiceTest {
    private static final long MS = 1_000_000L;
    private static final int VIF = 3;
    private static final BfdParameters FAST = new BfdParameters(300_000, 300_000, 3);
    private static final BfdLink OURS =
            new BfdLink.Over4(VIF, PlainGuest.ROUTER_MAC, PlainGuest.GATEWAY, PlainGuest.MAC, PlainGuest.ADDRESS);
    private static final BfdLink THEIRS =
            new BfdLink.Over4(VIF, PlainGuest.MAC, PlainGuest.ADDRESS, PlainGuest.ROUTER_MAC, PlainGuest.GATEWAY);

    private final BfdService us = new BfdService(new Random(1));
    private final BfdService them = new BfdService(new Random(2));
    private final List<BfdEvent> events = new ArrayList<>();
    private final List<BfdPacket> sent = new ArrayList<>();
    private long nowNs;

    @Test
    void shouldComeUpInThreePacketsAndThenBeFast() {
        start();
        assertThat(us.state(OURS)).contains(BfdState.UP);
        assertThat(them.state(THEIRS)).contains(BfdState.UP);
        assertThat(events).containsExactly(new BfdEvent(OURS, true, BfdDiagnostic.NONE));
        run(2000);
        sent.clear();
        run(30_000);
        // Between 75 and 100 % of 300 ms.
        assertThat(sent.size()).isBetween(100, 134);
        assertThat(sent).allMatch(packet -> packet.desiredMinTxUs() == 300_000 && !packet.poll());
        assertThat(events).hasSize(1);
    }

    @Test
    void shouldComeUpWithFrrAndAnswerItsPoll() throws Exception {
        final RecordedFrames frr = RecordedFrames.of("bfd");
        // The recorded frames name this discriminator as ours.
        final BfdService service = new BfdService(() -> 0xd2a015ffL << 32);
        service.add(OURS, FAST, 0);
        service.expire(0);
        service.receive(VIF, frr.get("down"), 1);
        assertThat(service.state(OURS)).contains(BfdState.INIT);
        assertThat(service.receive(VIF, frr.get("init"), 2).events()).hasSize(1);
        final Bytes answer =
                service.receive(VIF, frr.get("up-poll"), 3).frames().getFirst().frame();
        final BfdPacket packet = BfdPacket.parse(Udp4Packet.parse(answer).payload());
        assertThat(packet.fin()).isTrue();
        assertThat(packet.state()).isEqualTo(BfdState.UP);
        assertThat(packet.yourDiscriminator()).isEqualTo(0xddc95a13);
        assertThat(service.counters().value(BfdCounter.RECEIVED)).isEqualTo(3);
    }

    @Test
    void shouldSayByAPollThatItIsFasterNow() throws Exception {
        start();
        assertThat(sent).anyMatch(packet -> packet.poll() && packet.state() == BfdState.UP);
        run(2000);
        sent.clear();
        run(2000);
        assertThat(sent).as("the other side answered").isNotEmpty().noneMatch(BfdPacket::poll);
    }

    @Test
    void shouldGoDownWhenNothingIsHeardForThreeIntervals() {
        start();
        run(2000);
        final long silentNs = nowNs;
        while (events.size() < 2 && nowNs - silentNs < 5000 * MS) {
            nowNs = us.dueNs();
            events.addAll(us.expire(nowNs).events());
        }
        assertThat(events.getLast()).isEqualTo(new BfdEvent(OURS, false, BfdDiagnostic.DETECTION_TIME_EXPIRED));
        // The last packet was heard less than one interval before.
        assertThat(nowNs - silentNs).isBetween(600 * MS, 900 * MS);
    }

    @Test
    void shouldComeUpAgainAfterTheOtherSideBeganAnew() {
        start();
        run(2000);
        them.add(THEIRS, FAST, nowNs);
        run(10_000);
        assertThat(events).extracting(BfdEvent::up).containsExactly(true, false, true);
        assertThat(events.get(1).why()).isEqualTo(BfdDiagnostic.NEIGHBOUR_SIGNALED_DOWN);
    }

    @Test
    void shouldTellTheOtherSideThatItEnds() {
        start();
        run(1000);
        final VifFrame last = them.remove(THEIRS).orElseThrow();
        events.addAll(us.receive(VIF, last.frame(), nowNs).events());
        assertThat(events.getLast()).isEqualTo(new BfdEvent(OURS, false, BfdDiagnostic.NEIGHBOUR_SIGNALED_DOWN));
        assertThat(us.remove(OURS)).isPresent();
        assertThat(us.state(OURS)).isEmpty();
        assertThat(us.expire(Long.MAX_VALUE - 1)).isEqualTo(BfdResult.NOTHING);
    }

    @Test
    void shouldSendAsRfc5881Demands() throws Exception {
        us.add(OURS, FAST, 0);
        final Bytes frame = us.expire(0).frames().getFirst().frame();
        assertThat(Ipv4Packet.parse(frame).ttl()).isEqualTo(255);
        final Udp4Packet udp = Udp4Packet.parse(frame);
        assertThat(udp.destinationPort()).isEqualTo(3784);
        assertThat(udp.sourcePort()).isGreaterThanOrEqualTo(49_152);
        final BfdPacket packet = BfdPacket.parse(udp.payload());
        assertThat(packet.state()).isEqualTo(BfdState.DOWN);
        assertThat(packet.desiredMinTxUs()).as("slow while down").isEqualTo(1_000_000);
        assertThat(packet.yourDiscriminator()).isZero();
    }

    @Test
    void shouldSendNothingToWhoWantsNothing() {
        us.add(OURS, FAST, 0);
        us.expire(0);
        us.receive(VIF, frame(new BfdPacket(0, BfdState.DOWN, false, false, 3, 9, 0, 300_000, 0)), 1);
        final int before = (int) us.counters().value(BfdCounter.SENT);
        us.expire(2);
        us.expire(500 * MS);
        assertThat(us.counters().value(BfdCounter.SENT)).isEqualTo(before);
    }

    @Test
    void shouldDropWhatMayComeFromElsewhere() throws Exception {
        start();
        final int ours = sent.getLast().myDiscriminator();
        final BfdPacket down = new BfdPacket(0, BfdState.DOWN, false, false, 3, 9, ours, 300_000, 300_000);
        final Bytes frame = frame(down);
        assertThat(us.receive(VIF + 1, frame, nowNs)).as("another interface").isEqualTo(BfdResult.NOTHING);
        final Udp4Packet udp = Udp4Packet.parse(frame);
        assertThat(us.receive(VIF, udp.toFrame(254), nowNs)).isEqualTo(BfdResult.NOTHING);
        final Udp4Packet other = new Udp4Packet(
                PlainGuest.ROUTER_MAC,
                PlainGuest.MAC,
                PlainGuest.ADDRESS + 1,
                PlainGuest.GATEWAY,
                5,
                3784,
                udp.payload());
        assertThat(us.receive(VIF, other.toFrame(255), nowNs))
                .as("another address")
                .isEqualTo(BfdResult.NOTHING);
        assertThat(us.state(OURS)).contains(BfdState.UP);
        assertThat(us.counters().value(BfdCounter.NO_SESSION)).isEqualTo(2);
        assertThat(us.counters().value(BfdCounter.TTL)).isOne();
    }

    @Test
    void shouldDropWhatRfc5880HasDiscarded() {
        us.add(OURS, FAST, 0);
        final byte[] good = new BfdPacket(0, BfdState.DOWN, false, false, 3, 9, 0, 300_000, 300_000)
                .toBytes()
                .toArray();
        for (final int[] change :
                new int[][] {{0, 0x40}, {1, 0x41}, {1, 0x44}, {1, 0xc0}, {2, 0}, {3, 23}, {3, 25}, {7, 0}}) {
            final byte[] bad = good.clone();
            bad[change[0]] = (byte) change[1];
            assertThat(us.receive(VIF, frame(Bytes.of(bad)), 0)).isEqualTo(BfdResult.NOTHING);
        }
        for (int length = 1; length < good.length; length++) {
            assertThat(us.receive(VIF, frame(Bytes.of(good).slice(0, length)), 0))
                    .isEqualTo(BfdResult.NOTHING);
        }
        assertThat(us.counters()).hasToString("malformed-packet=31");
        assertThat(us.state(OURS)).contains(BfdState.DOWN);
    }

    @Test
    void shouldSayWhichParameterIsWrong() {
        assertThatThrownBy(() -> new BfdParameters(10, 300_000, 3))
                .hasMessage("BFD: a desired transmit interval of 10 us; it is 50000 to 60000000 us");
        assertThatThrownBy(() -> new BfdParameters(300_000, 300_000, 0))
                .hasMessage("BFD: a detection multiplier of 0; it is 1 to 255");
    }

    private void start() {
        us.add(OURS, FAST, nowNs);
        them.add(THEIRS, FAST, nowNs);
        run(3000);
    }

    /** Lets time go on in steps of a millisecond, and carries each frame across at once. */
    private void run(final long ms) {
        final long endNs = nowNs + ms * MS;
        while (nowNs < endNs) {
            nowNs += MS;
            final BfdResult ours = us.expire(nowNs);
            events.addAll(ours.events());
            ours.frames().forEach(this::toThem);
            them.expire(nowNs).frames().forEach(this::toUs);
        }
    }

    private void toThem(final VifFrame frame) {
        try {
            sent.add(BfdPacket.parse(Udp4Packet.parse(frame.frame()).payload()));
        } catch (final Exception e) {
            throw new AssertionError(e);
        }
        them.receive(VIF, frame.frame(), nowNs).frames().forEach(this::toUs);
    }

    private void toUs(final VifFrame frame) {
        final BfdResult result = us.receive(VIF, frame.frame(), nowNs);
        events.addAll(result.events());
        result.frames().forEach(answer -> them.receive(VIF, answer.frame(), nowNs));
    }

    private static Bytes frame(final BfdPacket packet) {
        return frame(packet.toBytes());
    }

    private static Bytes frame(final Bytes payload) {
        return THEIRS.frame(50_000, payload);
    }
}
