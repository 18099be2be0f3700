// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import net.vireo.port.pcap.PcapWriter;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketPool.Sizes;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import org.junit.jupiter.api.Test;

/** Nothing is allocated per packet, interpreted or compiled: the first call counts like the millionth. */
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 20_000;

    private final long[] packets = new long[32];

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
    void shouldNoticeAnAllocation() {
        assertThat(allocatedBytes(() -> packets.clone())).isGreaterThan((long) ROUNDS * 32 * 8);
    }

    private void assertNothingAllocated(final PacketPool pool, final Port port, final RxQueue far) {
        final PoolCache cache = pool.newCache(10);
        final TxQueue tx = port.txQueue(0);
        assertThat(allocatedBytes(() -> oneBurst(cache, tx, far))).isZero();
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

    private static long allocatedBytes(final Runnable work) {
        for (int i = 0; i < 100; i++) {
            work.run(); // links call sites and method handles
        }
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUNDS; i++) {
            work.run();
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
