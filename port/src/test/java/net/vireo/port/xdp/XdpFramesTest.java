// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.xdp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class XdpFramesTest {
    @Test
    void shouldBelieveOnlyInFramesThatLieInOneChunkForReceiving() {
        try (XdpFrames frames = new XdpFrames(4, 2)) {
            assertThat(frames.isReceived(256, 60)).isTrue();
            assertThat(frames.isReceived(3 * 4096 + 256, 3840)).isTrue();
            assertThat(frames.isReceived(3 * 4096 + 256, 3841))
                    .as("ends in the next")
                    .isFalse();
            assertThat(frames.isReceived(4 * 4096, 60)).as("for transmitting").isFalse();
            assertThat(frames.isReceived(-1, 60)).isFalse();
            assertThat(frames.isReceived(Long.MIN_VALUE, 0)).isFalse();
            assertThat(frames.isReceived(256, -1)).isFalse();
            assertThat(frames.isReceived(256, Integer.MAX_VALUE)).isFalse();
        }
    }

    @Test
    void shouldKnowItsOwnChunksForTransmitting() {
        try (XdpFrames frames = new XdpFrames(4, 2)) {
            assertThat(frames.transmitPosition(1)).isEqualTo(5 * 4096);
            assertThat(frames.transmitChunk(4 * 4096)).isZero();
            assertThat(frames.transmitChunk(5 * 4096)).isOne();
            for (final long wrong : new long[] {0, 3 * 4096, 4 * 4096 + 1, 6 * 4096, -4096, Long.MAX_VALUE}) {
                assertThat(frames.transmitChunk(wrong)).as("%d", wrong).isEqualTo(-1);
            }
        }
    }

    @Test
    void shouldHandOutEachChunkOnceAndTakeNoMoreThanThereAre() {
        final ChunkStack free = new ChunkStack(3);
        assertThat(free.pop() + free.pop() + free.pop()).isEqualTo(2 + 1);
        assertThat(free.count()).isZero();
        assertThat(free.push(1)).isTrue();
        assertThat(free.push(0)).isTrue();
        assertThat(free.pop()).as("the last one first").isZero();
        assertThat(free.push(0) && free.push(2)).isTrue();
        assertThat(free.push(2)).isFalse();
    }
}
