// SPDX-License-Identifier: Apache-2.0
package net.vireo.packet.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.vireo.linux.memory.Memory;
import org.junit.jupiter.api.Test;

class GuardedBufferTest {
    @Test
    void shouldKeepBytesReadableToTheLastOne() {
        try (GuardedBuffer buffer = new GuardedBuffer(100)) {
            final long p = buffer.put(new byte[] {1, 2, 3});
            assertThat(Memory.getByte(p + 2)).isEqualTo((byte) 3);
            assertThat(buffer.last(4)).containsExactly(GuardedBuffer.GARBAGE, 1, 2, 3);
            assertThat(buffer.garbage(4096) + 4093).isEqualTo(p);
        }
    }

    @Test
    void shouldRaiseAnErrorWhenOneByteTooManyIsRead() {
        try (GuardedBuffer buffer = new GuardedBuffer(100)) {
            final long p = buffer.put(new byte[] {1, 2, 3});
            assertThatThrownBy(() -> sum(p, 4)).isInstanceOf(InternalError.class);
            assertThatThrownBy(() -> Memory.getIntBe(p)).isInstanceOf(InternalError.class);
            assertThatThrownBy(() -> Memory.putIntBe(p, 0)).isInstanceOf(InternalError.class);
        }
    }

    private static int sum(final long p, final int lengthBytes) {
        int sum = 0;
        for (int i = 0; i < lengthBytes; i++) {
            sum += Memory.getByte(p + i);
        }
        return sum;
    }

    /** The error must also come once the reader is compiled code, as it is after a second of fuzzing. */
    @Test
    void shouldRaiseAnErrorInCompiledCode() {
        try (GuardedBuffer buffer = new GuardedBuffer(100)) {
            final long p = buffer.put(new byte[64]);
            int sum = 0;
            for (int i = 0; i < 20_000; i++) {
                sum += sum(p, 64);
            }
            assertThat(sum).isZero();
            assertThatThrownBy(() -> sum(p, 65)).isInstanceOf(InternalError.class);
        }
    }
}
