// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.rss;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import net.vireo.linux.memory.Memory;
import net.vireo.port.MemoryPort;
import net.vireo.port.RxQueue;
import net.vireo.port.TxQueue;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketPool.Sizes;
import net.vireo.port.pool.PoolCache;
import org.junit.jupiter.api.Test;

class RssAllocationTest {
    private static final int ROUNDS = 5000;
    private static final int BURST = 32;

    @Test
    void shouldAllocateNothingPerPacketAlsoWhenARingIsFullAndTheBellIsArmed() {
        try (PacketPool pool = PacketPool.create(new Sizes(1024, 0), false)) {
            final PoolCache cache = pool.newCache(10);
            final MemoryPort.Pair cable = MemoryPort.pair(pool, "far", "fabric", 1, 64);
            final RssPort port = new RssPort(cable.right(), pool, new RssControl(3, 128), 16);
            final Round round = new Round(cache, cable.left().txQueue(0), port);
            final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long least = Long.MAX_VALUE;
            final long deadlineNs = System.nanoTime() + 15_000_000_000L;
            while (least > 0 && System.nanoTime() < deadlineNs) {
                final long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < ROUNDS; i++) {
                    round.run(i);
                }
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertThat(least).isZero();
            assertThat(port.missedCounts()[2]).isPositive();
            port.close();
            cable.left().close();
        }
    }

    /** A burst in, and out of two of the three queues; the third is emptied now and then only. */
    private static final class Round {
        private final PoolCache cache;
        private final TxQueue far;
        private final RxQueue[] queues = new RxQueue[3];
        private final long[] packets = new long[64];
        private final long template;

        Round(final PoolCache cache, final TxQueue far, final RssPort port) {
            this.cache = cache;
            this.far = far;
            template = Flows.udp(cache, 1, 1);
            for (int i = 0; i < queues.length; i++) {
                queues[i] = port.rxQueue(i);
            }
        }

        void run(final int number) {
            for (int i = 0; i < BURST; i++) {
                packets[i] = cache.copy(template);
                Memory.putShortBe(cache.pool().dataAddress(packets[i]) + 34, (short) (number * BURST + i));
            }
            cache.free(packets, far.transmit(cache, packets, BURST), BURST);
            for (int look = 0; look < (number % 100 == 0 ? 100 : 2); look++) {
                cache.free(packets, 0, queues[0].receive(cache, packets, 64));
                cache.free(packets, 0, queues[1].receive(cache, packets, 64));
            }
            if (number % 8 == 0) {
                cache.free(packets, 0, queues[2].receive(cache, packets, 64));
            }
        }
    }
}
