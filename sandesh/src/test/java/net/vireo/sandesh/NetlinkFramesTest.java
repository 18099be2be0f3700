// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages out of a stream of bytes. */
class NetlinkFramesTest {
    private final NetlinkFrames frames = new NetlinkFrames(100);

    @Test
    void shouldCutMessagesWhereverTheStreamIsCut() {
        final byte[] first = NetlinkHeader.request(0x20, 7).message(new byte[] {1, 2, 3});
        final byte[] second = NetlinkHeader.request(0, 8).message(new byte[0]);
        final byte[] stream = new byte[first.length + second.length];
        System.arraycopy(first, 0, stream, 0, first.length);
        System.arraycopy(second, 0, stream, first.length, second.length);

        for (int pieceBytes = 1; pieceBytes <= stream.length; pieceBytes++) {
            final List<NetlinkMessage> messages = new ArrayList<>();
            for (int from = 0; from < stream.length; from += pieceBytes) {
                final ByteBuffer piece = ByteBuffer.wrap(stream, from, Math.min(pieceBytes, stream.length - from));
                for (NetlinkMessage m = frames.next(piece); m != null; m = frames.next(piece)) {
                    messages.add(m);
                }
                assertThat(piece.hasRemaining()).isFalse();
            }

            assertThat(messages).as("pieces of %d bytes", pieceBytes).hasSize(2);
            assertThat(messages.get(0).header()).isEqualTo(NetlinkHeader.request(0x20, 7));
            assertThat(messages.get(0).payload()).containsExactly(1, 2, 3);
            assertThat(messages.get(1).header().sequence()).isEqualTo(8);
            assertThat(messages.get(1).payload()).isEmpty();
            assertThat(frames.isInsideMessage()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16, 20, 23})
    void shouldRefuseAMessageShorterThanItsHeaders(final int lengthBytes) {
        assertThatExceptionOfType(SandeshException.class)
                .isThrownBy(() -> frames.next(lengthField(lengthBytes)))
                .withMessageContaining(
                        "a message of " + lengthBytes + " bytes is shorter than its 24 bytes of headers");
    }

    @ParameterizedTest
    @ValueSource(ints = {101, Integer.MAX_VALUE, -1, Integer.MIN_VALUE})
    void shouldRefuseAMessageOverTheLimitBeforeItComes(final int lengthBytes) {
        assertThatExceptionOfType(SandeshException.class)
                .isThrownBy(() -> frames.next(lengthField(lengthBytes)))
                .withMessageContaining(Integer.toUnsignedLong(lengthBytes) + " bytes is over the limit of 100");
    }

    @Test
    void shouldTakeAMessageOfExactlyTheLimit() {
        final byte[] message = NetlinkHeader.request(0, 0).message(new byte[76]);

        assertThat(frames.next(ByteBuffer.wrap(message)).payload()).hasSize(76);
    }

    @Test
    void shouldTellThatAMessageHasBegun() {
        assertThat(frames.next(ByteBuffer.wrap(new byte[] {30}))).isNull();
        assertThat(frames.isInsideMessage()).isTrue();
    }

    @Test
    void shouldIgnoreTheLengthOfTheAttribute() {
        final byte[] message = NetlinkHeader.request(0, 0).message(new byte[] {5, 6});
        message[20] = (byte) 0xff;
        message[21] = (byte) 0xff;

        assertThat(frames.next(ByteBuffer.wrap(message)).payload()).containsExactly(5, 6);
    }

    @Test
    void shouldReadEveryHeaderFieldItWrote() {
        final NetlinkHeader header = new NetlinkHeader(0xfedc, 0xba98, 0x87654321, 0x12345678, 0xfe, 0xdc, 0xbbaa);

        assertThat(frames.next(ByteBuffer.wrap(header.message(new byte[] {9}))).header())
                .isEqualTo(header);
    }

    @Test
    void shouldRefuseToBuildAMessageThatItsAttributeCannotMeasure() {
        assertThat(NetlinkHeader.request(0, 0).message(new byte[65531])).hasSize(65555);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NetlinkHeader.request(0, 0).message(new byte[65532]));
    }

    private static ByteBuffer lengthField(final int lengthBytes) {
        return ByteBuffer.wrap(new byte[] {
            (byte) lengthBytes, (byte) (lengthBytes >> 8), (byte) (lengthBytes >> 16), (byte) (lengthBytes >> 24)
        });
    }
}
