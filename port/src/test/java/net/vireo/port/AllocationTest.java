// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import net.vireo.port.offload.Bytes;
import net.vireo.port.offload.Merger;
import net.vireo.port.offload.Offloads;
import net.vireo.port.offload.Segmenter;
import net.vireo.port.pcap.PcapWriter;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketPool.Sizes;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import org.junit.jupiter.api.Test;

/** Nothing is allocated per packet. */
class AllocationTest {
    private static final int ROUNDS = 5_000;

    private final long[] packets = new long[32];
    private long[] lastCopy = packets;

    @Test
    void shouldAllocateNothingOverMemoryPorts() {
        try (PacketPool pool = PacketPool.create(new Sizes(256, 0), false)) {
            final MemoryPort.Pair cable = MemoryPort.pair(pool, "left", "right", 1, 64);
            assertNothingAllocated(pool, cable.left(), cable.right().rxQueue(0));
        }
    }

    @Test
    void shouldAllocateNothingThroughTheWrappers() throws IOException {
        try (PacketPool pool = PacketPool.create(new Sizes(256, 0), false)) {
            final MemoryPort.Pair cable = MemoryPort.pair(pool, "left", "right", 1, 64);
            final RecordingPort port = new RecordingPort(
                    new FaultyPort(cable.left(), Faults.NONE, new Faults(0.1, 0.1, 0.1, 0.1, 1)), pool);
            port.start(Recorder.synchronous(PcapWriter.on(OutputStream.nullOutputStream(), 128)));
            assertNothingAllocated(pool, port, cable.right().rxQueue(0));
        }
    }

    @Test
    void shouldAllocateNothingWhileMergingAndCutting() {
        try (PacketPool pool = PacketPool.create(new Sizes(256, 16), false)) {
            final PoolCache cache = pool.newCache(10);
            final Merger merger = new Merger(pool);
            final Segmenter segmenter = new Segmenter(pool);
            final long[] templates = new long[24];
            for (int i = 0; i < templates.length; i++) {
                final byte[] tcp = Bytes.tcp(i * 100, Bytes.ACK, new byte[0], Bytes.counting(100));
                templates[i] = Bytes.packet(cache, Bytes.frame(Bytes.ipv4(i, 0, 64, Bytes.TCP, tcp), false));
            }
            assertThat(Allocation.leastBytes(ROUNDS, () -> mergeAndCut(cache, templates, merger, segmenter)))
                    .isZero();
            assertThat(merger.bornCount() * 23).isEqualTo(merger.mergedAway()).isPositive();
        }
    }

    @Test
    void shouldNoticeAnAllocation() {
        assertThat(Allocation.bytes(ROUNDS, () -> lastCopy = packets.clone())).isGreaterThan((long) ROUNDS * 32 * 8);
        assertThat(lastCopy).isNotSameAs(packets);
    }

    private void assertNothingAllocated(final PacketPool pool, final Port port, final RxQueue far) {
        final PoolCache cache = pool.newCache(10);
        final TxQueue tx = port.txQueue(0);
        assertThat(Allocation.leastBytes(ROUNDS, () -> oneBurst(cache, tx, far)))
                .isZero();
        assertThat(pool.balance().holds(0)).isTrue();
    }

    private void oneBurst(final PoolCache cache, final TxQueue tx, final RxQueue far) {
        for (int i = 0; i < 24; i++) {
            packets[i] = PacketRef.resized(cache.takeSmall(), PacketPool.HEADROOM_BYTES, 60);
        }
        cache.free(packets, tx.transmit(cache, packets, 24), 24);
        cache.free(packets, 0, far.receive(cache, packets, 32));
        cache.free(packets, 0, far.receive(cache, packets, 32));
    }

    private void mergeAndCut(
            final PoolCache cache, final long[] templates, final Merger merger, final Segmenter segmenter) {
        for (int i = 0; i < templates.length; i++) {
            packets[i] = cache.copy(templates[i]);
        }
        final int count = merger.merge(cache, packets, templates.length, Offloads.ALL);
        segmenter.start(packets[0]);
        while (segmenter.hasNext()) {
            cache.free(segmenter.next(cache));
        }
        cache.free(packets, 0, count);
    }
}
