// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class MessageReaderTest {
    private final FdLedger fds = new FdLedger();
    private final MessageReader reader = new MessageReader(fds);

    @Test
    void shouldAskForTheHeaderThenForThePayload() throws RefusedException {
        final ByteBuffer bytes = ByteBuffer.wrap(Wire.hex("02000000 01000000 08000000 0000004001000000"));

        assertThat(reader.wantedBytes()).isEqualTo(12);
        assertThat(reader.read(bytes.limit(5))).isNull();
        assertThat(reader.wantedBytes()).isEqualTo(7);
        assertThat(reader.read(bytes.limit(12))).isNull();
        assertThat(reader.wantedBytes()).isEqualTo(8);
        final Message message = reader.read(bytes.limit(20));

        assertThat(message.request()).isEqualTo(2);
        assertThat(message.flags()).isEqualTo(1);
        assertThat(message.payload().getLong()).isEqualTo(0x140000000L);
        assertThat(reader.wantedBytes()).isEqualTo(12);
    }

    @Test
    void shouldEndAMessageWithoutPayloadWithItsHeader() throws RefusedException {
        final ByteBuffer bytes = ByteBuffer.wrap(Wire.hex("01000000 09000000 00000000 03000000"));

        final Message message = reader.read(bytes);

        assertThat(message.needsReply()).isTrue();
        assertThat(bytes.remaining()).isEqualTo(4);
    }

    @Test
    void shouldRefuseAnotherVersion() {
        assertRefused("01000000 02000000 00000000", "version 2");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> new MessageReader(fds).read(ByteBuffer.wrap(Wire.hex("01000000 00000000 00000000"))))
                .withMessageContaining("version 0");
    }

    @Test
    void shouldRefuseASizeBeyondAllMessagesBeforeItAllocates() {
        assertRefused("05000000 01000000 01040000", "1025 bytes");
    }

    @Test
    void shouldRefuseANegativeSize() {
        assertRefused("05000000 01000000 ffffffff", "4294967295 bytes");
    }

    @Test
    void shouldCloseDescriptorsBeyondEightAsTheyCome() throws RefusedException {
        final byte[] message = Wire.hex("05000000 01000000 00000000");
        for (final byte one : message) {
            reader.attach(fds.open(3));
            final Message whole = reader.read(ByteBuffer.wrap(new byte[] {one}));

            assertThat(fds.openCount()).isLessThanOrEqualTo(8);
            if (whole != null) {
                assertThat(whole.fds().count()).isEqualTo(9);
                whole.fds().close();
            }
        }
        assertThat(fds.openCount()).isZero();
    }

    private void assertRefused(final String bytes, final String sentence) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> reader.read(ByteBuffer.wrap(Wire.hex(bytes))))
                .withMessageContaining(sentence)
                .satisfies(refused -> assertThat(refused.refusal()).isEqualTo(Refusal.FRAMING));
    }
}
