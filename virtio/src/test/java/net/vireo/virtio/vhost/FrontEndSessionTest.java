// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import net.vireo.virtio.Features;
import org.junit.jupiter.api.Test;

/** The front end against replies by hand. A line of a script is what it says, behind {@code >} what it is answered. */
class FrontEndSessionTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long WANTED = Features.MRG_RXBUF | Features.INDIRECT_DESC | Features.IN_ORDER;
    private static final FrontEndConfig ONE_PAIR = new FrontEndConfig(WANTED, Features.VERSION_1, 1, SECOND);

    /** The order of DPDK's virtio-user (sheet vhost-user 6), with an acknowledgement wherever there can be one. */
    private static final String NEGOTIATES = """
            03000000 01000000 00000000
            01000000 01000000 00000000                  > 01000000 05000000 08000000 00800050 0d000000
            0f000000 01000000 00000000                  > 0f000000 05000000 08000000 bfcd 0100 00000000
            10000000 01000000 08000000 0900010000000000
            """;

    private static final String STARTS = """
            0d000000 09000000 08000000 0000000000000000 +1 > 0d000000 05000000 08000000 0000000000000000
            0d000000 09000000 08000000 0101000000000000 > 0d000000 05000000 08000000 0000000000000000
            02000000 09000000 08000000 0080005009000000 > 02000000 05000000 08000000 0000000000000000
            27000000 09000000 08000000 0b00000000000000 > 27000000 05000000 08000000 0000000000000000
            28000000 01000000 00000000                  > 28000000 05000000 08000000 0b00000000000000
            05000000 09000000 28000000 01000000 00000000 0000000001000000 0000000800000000 0000000001000000 0010000000000000 +1 > 05000000 05000000 08000000 0000000000000000
            08000000 09000000 08000000 00000000 00010000 > 08000000 05000000 08000000 0000000000000000
            0a000000 09000000 08000000 00000000 00000000 > 0a000000 05000000 08000000 0000000000000000
            09000000 09000000 28000000 00000000 00000000 0000100001000000 0020100001000000 0010100001000000 0000000000000000 > 09000000 05000000 08000000 0000000000000000
            0c000000 09000000 08000000 0000000000000000 +1 > 0c000000 05000000 08000000 0000000000000000
            08000000 09000000 08000000 01000000 00010000 > 08000000 05000000 08000000 0000000000000000
            0a000000 09000000 08000000 01000000 07000000 > 0a000000 05000000 08000000 0000000000000000
            09000000 09000000 28000000 01000000 00000000 0000200001000000 0020200001000000 0010200001000000 0000000000000000 > 09000000 05000000 08000000 0000000000000000
            0c000000 09000000 08000000 0100000000000000 +1 > 0c000000 05000000 08000000 0000000000000000
            12000000 09000000 08000000 00000000 01000000 > 12000000 05000000 08000000 0000000000000000
            12000000 09000000 08000000 01000000 01000000 > 12000000 05000000 08000000 0000000000000000
            27000000 09000000 08000000 0f00000000000000 > 27000000 05000000 08000000 0000000000000000
            """;

    private static final String STOPS = """
            12000000 09000000 08000000 00000000 00000000 > 12000000 05000000 08000000 0000000000000000
            12000000 09000000 08000000 01000000 00000000 > 12000000 05000000 08000000 0000000000000000
            0b000000 01000000 08000000 00000000 00000000 > 0b000000 05000000 08000000 00000000 34120000
            0b000000 01000000 08000000 01000000 00000000 > 0b000000 05000000 08000000 01000000 cdab0000
            27000000 09000000 08000000 0000000000000000 > 27000000 05000000 08000000 0000000000000000
            """;

    private static final List<SharedRegion> MEMORY =
            List.of(new SharedRegion(new MemoryRegion(0x1_0000_0000L, 0x800_0000L, 0x1_0000_0000L, 0x1000), 50));

    private static final List<DriverRing> RINGS = List.of(
            new DriverRing(256, 0x1_0010_0000L, 0x1_0010_1000L, 0x1_0010_2000L, new RingBase(0, 0), 51, 52),
            new DriverRing(256, 0x1_0020_0000L, 0x1_0020_1000L, 0x1_0020_2000L, new RingBase(7, 0), 53, -1));

    private final FdLedger fds = new FdLedger();
    private FrontEndSession session = new FrontEndSession(ONE_PAIR, fds, 0);

    @Test
    void shouldNegotiateStartAndStop() {
        play(NEGOTIATES);
        assertThat(session.state()).isEqualTo(FrontEndState.READY);
        assertThat(session.features()).isEqualTo(0x950008000L);
        assertThat(session.protocolFeatures()).isEqualTo(0x10009);

        session.start(0, MEMORY, RINGS);
        assertThat(session.state()).isEqualTo(FrontEndState.STARTING);
        play(STARTS);
        assertThat(session.state()).isEqualTo(FrontEndState.RUNNING);

        session.enable(0, 1, false);
        session.enable(0, 1, true);
        play("""
                12000000 09000000 08000000 01000000 00000000 > 12000000 05000000 08000000 0000000000000000
                12000000 09000000 08000000 01000000 01000000 > 12000000 05000000 08000000 0000000000000000
                """);
        assertThat(session.state()).isEqualTo(FrontEndState.RUNNING);

        session.stop(0);
        assertThat(session.state()).isEqualTo(FrontEndState.STOPPING);
        play(STOPS);
        assertThat(session.state()).isEqualTo(FrontEndState.READY);
        assertThat(session.base(0)).isEqualTo(new RingBase(0x1234, 0));
        assertThat(session.base(1)).isEqualTo(new RingBase(0xabcd, 0));

        session.start(0, MEMORY, RINGS);
        play(STARTS);
        assertThat(session.state()).isEqualTo(FrontEndState.RUNNING);
        assertThat(session.failure()).isNull();
    }

    @Test
    void shouldWaitForNothingWithoutAcknowledgements() {
        play("""
                03000000 01000000 00000000
                01000000 01000000 00000000                  > 01000000 05000000 08000000 00000050 01000000
                0f000000 01000000 00000000                  > 0f000000 05000000 08000000 0100000000000000
                10000000 01000000 08000000 0100000000000000
                """);
        session.start(0, MEMORY, RINGS);
        assertThat(session.state()).isEqualTo(FrontEndState.RUNNING);
        assertThat(session.deadlineNs()).isEqualTo(Long.MAX_VALUE);
        // Two calls, features, memory, four for each ring, two enables.
        for (int i = 0; i < 14; i++) {
            assertThat(session.poll().bytes().get(4)).isEqualTo((byte) 1);
        }
        assertThat(session.poll()).isNull();
    }

    @Test
    void shouldNotEnableRingsOfABackEndWithoutProtocolFeatures() {
        play("""
                03000000 01000000 00000000
                01000000 01000000 00000000                  > 01000000 05000000 08000000 00000010 01000000
                """);
        assertThat(session.state()).isEqualTo(FrontEndState.READY);
        session.start(0, MEMORY, RINGS);
        assertThat(session.state()).isEqualTo(FrontEndState.RUNNING);
        for (int i = 0; i < 12; i++) {
            assertThat(session.poll().bytes().get(0)).isNotEqualTo((byte) 18);
        }
        assertThat(session.poll()).isNull();
    }

    @Test
    void shouldFailWhenARequiredFeatureIsMissing() {
        play("""
                03000000 01000000 00000000
                01000000 01000000 00000000                  > 01000000 05000000 08000000 00000050 00000000
                """);
        assertFailed("does not offer the features 0x100000000");
    }

    @Test
    void shouldFailWhenThereAreTooFewQueuePairs() {
        session = new FrontEndSession(new FrontEndConfig(WANTED, Features.VERSION_1, 4, SECOND), fds, 0);
        play("""
                03000000 01000000 00000000
                01000000 01000000 00000000                  > 01000000 05000000 08000000 00804050 0d000000
                0f000000 01000000 00000000                  > 0f000000 05000000 08000000 0900000000000000
                10000000 01000000 08000000 0900000000000000
                11000000 01000000 00000000                  > 11000000 05000000 08000000 0300000000000000
                """);
        assertFailed("offers 3 queue pairs, 4 are wanted");
    }

    @Test
    void shouldFailWhenSeveralQueuesAreNotOfferedAtAll() {
        session = new FrontEndSession(new FrontEndConfig(WANTED, Features.VERSION_1, 2, SECOND), fds, 0);
        play("""
                03000000 01000000 00000000
                01000000 01000000 00000000                  > 01000000 05000000 08000000 00804010 01000000
                """);
        assertFailed("offers 1 queue pairs, 2 are wanted");
    }

    @Test
    void shouldFailWhenARequestIsRefused() {
        play(NEGOTIATES);
        session.start(0, MEMORY, RINGS);
        play("""
                0d000000 09000000 08000000 0000000000000000 +1 > 0d000000 05000000 08000000 0100000000000000
                """);
        assertFailed("refused SET_VRING_CALL with 1");
    }

    @Test
    void shouldFailWhenFeaturesOkDoesNotStick() {
        play(NEGOTIATES);
        session.start(0, MEMORY, RINGS);
        play(STARTS.lines().limit(4).reduce("", (a, b) -> a + b + "\n")
                + "28000000 01000000 00000000                  > 28000000 05000000 08000000 0300000000000000\n");
        assertFailed("does not take these features together");
    }

    @Test
    void shouldFailWhenAnAnswerTakesTooLong() {
        assertThat(session.deadlineNs()).isEqualTo(SECOND);
        session.tick(SECOND - 1);
        assertThat(session.state()).isEqualTo(FrontEndState.NEGOTIATING);
        session.tick(SECOND);
        assertFailed("has not answered GET_FEATURES for 1000 ms");
        assertThat(session.deadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldGiveEachAnswerItsOwnTime() {
        session.poll();
        session.poll();
        answerAt(SECOND - 1, "01000000 05000000 08000000 00800050 0d000000");
        session.tick(SECOND + 1);
        assertThat(session.failure()).isNull();
        assertThat(session.deadlineNs()).isEqualTo(2 * SECOND - 1);
    }

    @Test
    void shouldFailOnAnAnswerToNothing() {
        answerAt(0, "02000000 05000000 08000000 0000000000000000");
        assertFailed("message 2 with flags 0x5, nobody waits for it");
    }

    @Test
    void shouldFailOnARequestInPlaceOfAnAnswer() {
        answerAt(0, "01000000 01000000 08000000 0000000000000000");
        assertFailed("message 1 with flags 0x1");
    }

    @Test
    void shouldFailOnAnAnswerOfAnotherSize() {
        answerAt(0, "01000000 05000000 04000000 00000000");
        assertFailed("answered GET_FEATURES with 4 bytes");
    }

    @Test
    void shouldFailOnAnotherRingsBase() {
        play(NEGOTIATES);
        session.start(0, MEMORY, RINGS);
        play(STARTS);
        session.stop(0);
        play(STOPS.lines().limit(2).reduce("", (a, b) -> a + b + "\n")
                + "0b000000 01000000 08000000 00000000 00000000 > 0b000000 05000000 08000000 05000000 00000000\n");
        assertFailed("stopped ring 5 in place of 0");
    }

    @Test
    void shouldCloseDescriptorsThatABackEndSends() {
        session.receive(0, ByteBuffer.wrap(Wire.hex("01000000 05")), fds.open(3));
        session.receive(0, ByteBuffer.wrap(Wire.hex("000000 08000000 0080005009000000")), fds.open(20));
        assertThat(fds.openCount()).isZero();
        assertThat(session.failure()).isNull();
        session.receive(0, ByteBuffer.wrap(Wire.hex("01")), fds.open(1));
        session.close("the socket closed");
        assertFailed("the socket closed");
        session.receive(0, ByteBuffer.wrap(Wire.hex("01")), fds.open(1));
        session.close("twice");
        assertFailed("the socket closed");
    }

    @Test
    void shouldRefuseToBeUsedInAnotherOrder() {
        assertThatIllegalStateException().isThrownBy(() -> session.start(0, MEMORY, RINGS));
        assertThatIllegalStateException().isThrownBy(() -> session.stop(0));
        assertThatIllegalStateException().isThrownBy(() -> session.enable(0, 0, true));
        assertThatIllegalStateException().isThrownBy(() -> session.base(0));
        play(NEGOTIATES);
        assertThatIllegalArgumentException().isThrownBy(() -> session.start(0, List.of(), RINGS));
        assertThatIllegalArgumentException().isThrownBy(() -> session.start(0, MEMORY, RINGS.subList(0, 1)));
        final List<SharedRegion> nine =
                IntStream.range(0, 9).mapToObj(i -> MEMORY.getFirst()).toList();
        assertThatIllegalArgumentException().isThrownBy(() -> session.start(0, nine, RINGS));
        assertThat(session.state()).isEqualTo(FrontEndState.READY);
        assertThatIllegalArgumentException().isThrownBy(() -> new FrontEndConfig(0, 0, 129, SECOND));
        assertThatIllegalArgumentException().isThrownBy(() -> new FrontEndConfig(0, 0, 0, SECOND));
    }

    private void answerAt(final long nowNs, final String hex) {
        session.receive(nowNs, ByteBuffer.wrap(Wire.hex(hex)));
    }

    private void assertFailed(final String sentence) {
        assertThat(session.state()).isEqualTo(FrontEndState.FAILED);
        assertThat(session.failure()).contains(sentence);
        assertThat(session.poll()).isNull();
        assertThat(fds.openCount()).isZero();
    }

    private void play(final String script) {
        for (final Script.Line line : Script.of(script)) {
            final Outgoing said = session.poll();
            assertThat(said)
                    .as("before %s, failure %s", line, session.failure())
                    .isNotNull();
            assertThat(Wire.hex(said.bytes())).isEqualTo(line.messageHex());
            assertThat(said.fds()).hasSize(line.fds());
            if (!line.reply().isEmpty()) {
                assertThat(session.poll())
                        .as("waits for the answer to %s", line)
                        .isNull();
                answerAt(0, line.reply());
            }
        }
    }
}
