// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;
import net.vireo.port.pool.PacketPool.Sizes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several lcores over one small pool, so that nearly every take and free goes through the shared list. */
class FreeListConcurrencyTest {
    private static final int BUFFERS = 64;
    private static final int ROUNDS = 30_000;

    @Test
    @Timeout(60)
    void shouldNeverGiveABufferToTwoThreads() throws InterruptedException {
        final long seed = 42;
        try (PacketPool pool = PacketPool.create(new Sizes(BUFFERS, 0), false)) {
            final AtomicIntegerArray owners = new AtomicIntegerArray(BUFFERS);
            final List<Thread> threads = new ArrayList<>();
            final List<PoolCache> caches = new ArrayList<>();
            final List<Throwable> failures = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                final PoolCache cache = pool.newCache(i);
                final Random random = new Random(seed + i);
                caches.add(cache);
                threads.add(Thread.ofPlatform()
                        .uncaughtExceptionHandler((thread, e) -> {
                            synchronized (failures) {
                                failures.add(e);
                            }
                        })
                        .start(() -> takeAndFree(cache, owners, random)));
            }
            for (final Thread thread : threads) {
                thread.join();
            }
            assertThat(failures).as("seed %d", seed).isEmpty();
            assertThat(pool.refusedFreeCount()).isZero();
            assertThat(pool.balance().holds(0)).isTrue();
            caches.forEach(PoolCache::flush);
            assertThat(pool.balance()).isEqualTo(new Balance(BUFFERS, BUFFERS, 0, 0));
        }
    }

    private static void takeAndFree(final PoolCache cache, final AtomicIntegerArray owners, final Random random) {
        final long[] mine = new long[24];
        for (int round = 0; round < ROUNDS; round++) {
            int n = 0;
            final int wanted = random.nextInt(mine.length);
            while (n < wanted) {
                final long packet = cache.takeSmall();
                if (packet == PoolCache.NONE) {
                    break;
                }
                assertThat(owners.incrementAndGet(PacketRef.id(packet))).isOne();
                mine[n++] = packet;
            }
            for (int i = 0; i < n; i++) {
                assertThat(owners.decrementAndGet(PacketRef.id(mine[i]))).isZero();
                assertThat(cache.free(mine[i])).isTrue();
            }
        }
    }
}
