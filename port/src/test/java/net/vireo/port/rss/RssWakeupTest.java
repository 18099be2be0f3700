// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.rss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.vireo.linux.Epoll;
import net.vireo.port.MemoryPort;
import net.vireo.port.RxQueue;
import net.vireo.port.TxQueue;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketPool.Sizes;
import net.vireo.port.pool.PoolCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One thread polls the device and hands every packet to a consumer that sleeps whenever it may; the next packet comes
 * only after the last was taken, at about the moment at which the consumer falls asleep. Nobody else wakes it.
 */
@Timeout(60)
class RssWakeupTest {
    private static final int MIN_SLEEPS = 1000;
    private static final long MAX_RUN_NS = TimeUnit.SECONDS.toNanos(30);
    private static final int MAX_PAUSE_NS = 20_000;
    private static final int FOR_EVER_MS = 2000;

    private final PacketPool pool = PacketPool.create(new Sizes(2048, 0), false);
    private final MemoryPort.Pair cable = MemoryPort.pair(pool, "far", "fabric", 1, 2);
    private final TxQueue far = cable.left().txQueue(0);
    private final RssPort port = new RssPort(cable.right(), pool, new RssControl(2, 128), 64);
    private final Consumer consumer = new Consumer();
    private int sent;
    private volatile boolean done;

    @AfterEach
    void close() {
        port.close();
        pool.close();
    }

    @Test
    void shouldLoseNoWakeup() throws InterruptedException {
        for (int entry = 0; entry < port.control().entries(); entry++) {
            port.control().entry(entry, 1);
        }
        final long seed = new Random().nextLong();
        final Thread thread = new Thread(consumer, "consumer");
        thread.start();
        produce(new Random(seed));
        thread.join(10_000);

        assertThat(consumer.lostWakeups).as("seed %d", seed).isZero();
        assertThat(consumer.count).isEqualTo(sent);
        assertThat(consumer.sleeps)
                .as("times it slept: else nothing was tested")
                .isGreaterThan(MIN_SLEEPS);
    }

    /** How often it falls asleep is the machine's affair: so until it has often enough, not for a number of packets. */
    private boolean goesOn(final long startNs) {
        return consumer.lostWakeups == 0 && consumer.sleeps <= MIN_SLEEPS && System.nanoTime() - startNs < MAX_RUN_NS;
    }

    private void produce(final Random random) {
        final PoolCache cache = pool.newCache(10);
        final long[] packets = new long[32];
        final RxQueue queue = port.rxQueue(0);
        final long startNs = System.nanoTime();
        for (int i = 0; goesOn(startNs); i++) {
            packets[0] = Flows.udp(cache, random.nextInt(0xffff), i);
            far.transmit(cache, packets, 1);
            assertThat(queue.receive(cache, packets, 32)).isZero();
            sent++;
            while (consumer.count <= i && consumer.lostWakeups == 0) {
                Thread.onSpinWait();
            }
            final long untilNs = System.nanoTime() + random.nextInt(MAX_PAUSE_NS);
            while (System.nanoTime() < untilNs) {
                Thread.onSpinWait();
            }
        }
        cache.flush();
        done = true;
    }

    private final class Consumer implements Runnable {
        private volatile int count;
        private volatile int lostWakeups;
        private volatile int sleeps;

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // this thread alone writes
        public void run() {
            final PoolCache cache = pool.newCache(11);
            final long[] packets = new long[32];
            final RxQueue queue = port.rxQueue(1);
            try (Epoll epoll = Epoll.open()) {
                epoll.add(queue.readinessFd(), Epoll.IN, 0);
                while (!done && lostWakeups == 0) {
                    final int n = queue.receive(cache, packets, 32);
                    cache.free(packets, 0, n);
                    count += n;
                    if (n == 0) {
                        sleep(epoll);
                    }
                }
            }
            cache.flush();
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // this thread alone writes
        private void sleep(final Epoll epoll) {
            final int[] tags = new int[1];
            if (epoll.await(tags, 0) > 0) {
                return; // the bell is not armed yet, or has been rung
            }
            sleeps++;
            if (epoll.await(tags, FOR_EVER_MS) == 0 && !done) {
                lostWakeups++;
            }
        }
    }
}
