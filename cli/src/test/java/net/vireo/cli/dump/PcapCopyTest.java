// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PcapCopyTest {
    private static byte[] capture(final ByteOrder order, final int... lengths) {
        final ByteBuffer bytes = ByteBuffer.allocate(24 + Arrays.stream(lengths).sum() + 16 * lengths.length)
                .order(order);
        bytes.putInt(0xa1b2c3d4).position(24);
        for (final int length : lengths) {
            bytes.putInt(1).putInt(2).putInt(length).putInt(length);
            for (int i = 0; i < length; i++) {
                bytes.put((byte) 0xa5);
            }
        }
        return bytes.array();
    }

    private static byte[] copy(final byte[] from, final long limit) throws IOException {
        final ByteArrayOutputStream to = new ByteArrayOutputStream();
        new PcapCopy().run(new ByteArrayInputStream(from), to, limit);
        return to.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldCopyBothByteOrders(final boolean little) throws IOException {
        final byte[] capture = capture(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN, 60, 1514);

        assertThat(copy(capture, Long.MAX_VALUE)).isEqualTo(capture);
    }

    @Test
    void shouldStopBehindThePacketThatWasEnough() throws IOException {
        assertThat(copy(capture(ByteOrder.LITTLE_ENDIAN, 60, 70, 80), 2))
                .isEqualTo(capture(ByteOrder.LITTLE_ENDIAN, 60, 70));
    }

    @Test
    void shouldRefuseWhatIsNoCapture() {
        assertThatThrownBy(() -> copy(new byte[100], 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no pcap");
        final byte[] lying = capture(ByteOrder.LITTLE_ENDIAN, 60);
        lying[24 + 8 + 3] = 0x7f;
        assertThatThrownBy(() -> copy(lying, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bytes in the capture");
    }

    @Test
    void shouldSayThatThePacketIsCutShort() {
        final byte[] capture = capture(ByteOrder.LITTLE_ENDIAN, 60);

        assertThatThrownBy(() -> copy(Arrays.copyOf(capture, capture.length - 1), 1))
                .isInstanceOf(EOFException.class);
    }
}
