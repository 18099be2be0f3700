// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import net.vireo.port.pcap.PcapReader;
import net.vireo.port.pcap.PcapWriter;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketPool.Sizes;
import net.vireo.port.pool.PoolCache;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordingPortTest {
    private final PacketPool pool = PacketPool.create(new Sizes(64, 16), false);
    private final PoolCache cache = pool.newCache(10);
    private final MemoryPort.Pair cable = MemoryPort.pair(pool, "left", "right", 1, 16);
    private final RecordingPort port = new RecordingPort(cable.left(), pool);
    private final TxQueue tx = port.txQueue(0);
    private final TxQueue farTx = cable.right().txQueue(0);
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final long[] packets = new long[32];

    @AfterEach
    void unmap() {
        pool.close();
    }

    @Test
    void shouldRecordBothDirectionsAtOnceWhileAttached() throws IOException {
        final long before = System.currentTimeMillis() * 1_000_000;
        send(1);
        final Recorder recorder = Recorder.synchronous(PcapWriter.on(file, PcapWriter.WHOLE_FRAMES));
        port.start(recorder);
        send(2);
        assertThat(file.size()).as("written already").isEqualTo(24 + 16 + 60);
        farTx.transmit(cache, new long[] {Frames.filled(cache, 3)}, 1);
        assertThat(port.rxQueue(0).receive(cache, packets, 32)).isEqualTo(1);
        port.stop();
        send(4);
        recorder.close();
        assertThat(firstBytes()).containsExactly(2, 3);
        assertThat(recorder.recordedCount()).isEqualTo(2);
        try (PcapReader reader = reader()) {
            reader.next();
            assertThat(reader.timestampNs()).isBetween(before - 1_000_000_000L, before + 60_000_000_000L);
        }
    }

    @Test
    void shouldWriteFromItsOwnThreadWhenQueued() throws IOException {
        final Recorder recorder = Recorder.queued(PcapWriter.on(file, PcapWriter.WHOLE_FRAMES), 1 << 18);
        port.start(recorder);
        send(1);
        send(2);
        Awaitility.await().until(() -> file.size() == 24 + 2 * (16 + 60));
        send(3);
        recorder.close();
        assertThat(firstBytes()).containsExactly(1, 2, 3);
    }

    @Test
    void shouldLeaveOutAndCountWhatTheQueueDoesNotHold() throws IOException {
        final Recorder recorder = Recorder.queued(PcapWriter.on(new SlowStream(), PcapWriter.WHOLE_FRAMES), 1 << 18);
        port.start(recorder);
        for (int i = 0; i < 8_000; i++) {
            send(1);
        }
        recorder.close();
        assertThat(recorder.missedCount()).isPositive();
        assertThat(recorder.recordedCount() + recorder.missedCount()).isEqualTo(8_000);
    }

    @Test
    void shouldQueueTheLongestFrame() throws IOException {
        final Recorder recorder = Recorder.queued(PcapWriter.on(file, PcapWriter.WHOLE_FRAMES), 1 << 18);
        port.start(recorder);
        tx.transmit(cache, new long[] {Frames.packet(cache, new byte[PacketPool.LARGE_DATA_BYTES])}, 1);
        recorder.close();
        assertThat(recorder.recordedCount()).isOne();
        assertThatThrownBy(() -> Recorder.queued(PcapWriter.on(file, 1), 1 << 16))
                .hasMessage("a recorder's queue needs 262144 bytes or more: 65536");
    }

    @Test
    void shouldStopAndKeepTheReasonWhenThePipeBreaks() throws IOException {
        final Recorder recorder = Recorder.synchronous(PcapWriter.on(new BrokenStream(), PcapWriter.WHOLE_FRAMES));
        port.start(recorder);
        send(1);
        send(2);
        assertThat(recorder.failure()).get().asString().contains("Broken pipe");
        assertThat(recorder.missedCount()).isOne();
        assertThat(cable.left().counters().txPackets()).as("traffic goes on").isEqualTo(2);
        recorder.close();
    }

    @Test
    void shouldCutLongFramesAtTheSnapLength() throws IOException {
        final Recorder recorder = Recorder.synchronous(PcapWriter.on(file, 96));
        port.start(recorder);
        tx.transmit(cache, new long[] {Frames.packet(cache, new byte[9_000])}, 1);
        recorder.close();
        try (PcapReader reader = reader()) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.lengthBytes()).isEqualTo(96);
            assertThat(reader.wireLengthBytes()).isEqualTo(9_000);
        }
    }

    private void send(final int value) {
        assertThat(tx.transmit(cache, new long[] {Frames.filled(cache, value)}, 1))
                .isOne();
        cache.free(packets, 0, cable.right().rxQueue(0).receive(cache, packets, 32));
    }

    private List<Integer> firstBytes() throws IOException {
        final List<Integer> seen = new ArrayList<>();
        try (PcapReader reader = reader()) {
            while (reader.next()) {
                seen.add((int) reader.bytes()[0]);
            }
        }
        return seen;
    }

    private PcapReader reader() throws IOException {
        return PcapReader.on(new ByteArrayInputStream(file.toByteArray()), "memory");
    }

    /** A pipe whose reader goes away after it has read the file's header. */
    private static final class BrokenStream extends OutputStream {
        private int left = 24;

        @Override
        public void write(final int b) throws IOException {
            if (left-- == 0) {
                throw new IOException("Broken pipe");
            }
        }
    }

    /** A disk that takes its time. */
    private static final class SlowStream extends OutputStream {
        @Override
        public void write(final int b) {}

        @Override
        public void write(final byte[] bytes, final int offset, final int length) throws IOException {
            try {
                Thread.sleep(100);
            } catch (final InterruptedException e) {
                throw new IOException(e);
            }
        }
    }
}
