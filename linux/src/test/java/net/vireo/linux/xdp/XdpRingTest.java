// SPDX-License-Identifier: Apache-2.0
package net.vireo.linux.xdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import net.vireo.linux.memory.Memory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The test is the kernel, at the ring's other end. */
class XdpRingTest {
    private static final int SIZE = 8;
    /** Eleven entries before the indices run over. */
    private static final int START = -11;

    private final Arena arena = Arena.ofConfined();
    private final long memory = arena.allocate(1024, 64).address();
    private final XdpRing.Parts parts = new XdpRing.Parts(memory, memory + 128, memory + 320, memory + 196);

    @AfterEach
    void free() {
        arena.close();
    }

    @Test
    void shouldProduceUntilTheRingIsFullAcrossTheIndicesWrap() {
        start();
        final XdpRing ring = XdpRing.producer(parts, SIZE, 8);
        int written = 0;
        for (int round = 0; round < 4; round++) {
            assertThat(ring.available(100)).isEqualTo(SIZE);
            for (int i = 0; i < SIZE; i++) {
                Memory.putLong(ring.entry(i), 1000 + written++);
            }
            ring.advance(SIZE);
            assertThat(ring.available(1)).isZero();
            assertThat(ring.isPending()).isTrue();
            for (int i = 0; i < SIZE; i++) {
                final int index = START + round * SIZE + i;
                assertThat(Memory.getLong(memory + 320 + (index & 7) * 8L)).isEqualTo(1000 + round * SIZE + i);
            }
            assertThat(Memory.getInt(memory)).isEqualTo(START + (round + 1) * SIZE);
            Memory.putInt(memory + 128, START + (round + 1) * SIZE - 3);
            assertThat(ring.available(5)).as("what the kernel took").isEqualTo(5);
            Memory.putInt(memory + 128, START + (round + 1) * SIZE);
            assertThat(ring.isPending()).isFalse();
        }
    }

    @Test
    void shouldConsumeWhatIsThereAcrossTheIndicesWrap() {
        start();
        final XdpRing ring = XdpRing.consumer(parts, SIZE, 16);
        assertThat(ring.available(64)).isZero();
        int produced = START;
        int consumed = START;
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < 3; i++) {
                Memory.putLong(memory + 320 + (produced & 7) * 16L, produced++);
            }
            Memory.putInt(memory, produced);
            assertThat(ring.available(64)).isEqualTo(3);
            assertThat(ring.available(2)).isEqualTo(2);
            for (int i = 0; i < 3; i++) {
                assertThat(Memory.getLong(ring.entry(i))).isEqualTo(consumed++);
            }
            ring.advance(3);
            assertThat(Memory.getInt(memory + 128)).isEqualTo(consumed);
            assertThat(ring.available(64)).isZero();
        }
    }

    @Test
    void shouldNeverOfferMoreThanTheRingHasWhateverTheIndexSays() {
        start();
        final XdpRing ring = XdpRing.consumer(parts, SIZE, 16);
        Memory.putInt(memory, START + 5000);
        assertThat(ring.available(256)).isEqualTo(SIZE);
        Memory.putInt(memory, START - 4);
        assertThat(XdpRing.consumer(parts, SIZE, 16).available(256)).isZero();
    }

    @Test
    void shouldReadTheKernelsWishForAWakeup() {
        start();
        final XdpRing ring = XdpRing.producer(parts, SIZE, 8);
        assertThat(ring.needsWakeup()).isFalse();
        Memory.putInt(memory + 196, 1);
        assertThat(ring.needsWakeup()).isTrue();
    }

    @Test
    void shouldRefuseASizeThatCannotBeMasked() {
        assertThatThrownBy(() -> XdpRing.producer(parts, 12, 8)).hasMessageContaining("power of two");
    }

    private void start() {
        Memory.fill(memory, 1024, (byte) 0x5a);
        Memory.putInt(memory, START);
        Memory.putInt(memory + 128, START);
        Memory.putInt(memory + 196, 0);
    }
}
