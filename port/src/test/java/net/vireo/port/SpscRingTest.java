// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SpscRingTest {
    @Test
    void shouldTakeNothingWhenFullAndKeepTheOrder() {
        final SpscRing ring = new SpscRing(4);
        assertThat(ring.offer(new long[] {9, 1, 2, 3, 4, 5}, 1, 5)).isEqualTo(4);
        assertThat(ring.offer(6)).isFalse();
        assertThat(ring.size()).isEqualTo(4);
        final long[] out = new long[8];
        Arrays.fill(out, 0xa5a5);
        assertThat(ring.poll(out, 1, 3)).isEqualTo(3);
        assertThat(out).startsWith(0xa5a5, 1, 2, 3, 0xa5a5);
        assertThat(ring.offer(7)).isTrue();
        assertThat(ring.poll(out, 0, 8)).isEqualTo(2);
        assertThat(out).startsWith(4, 7);
        assertThat(ring.poll(out, 0, 8)).isZero();
        assertThat(ring.enqueuedCount()).isEqualTo(5);
        assertThat(ring.dequeuedCount()).isEqualTo(5);
    }

    @Test
    void shouldRefuseCapacitiesThatAreNoPowerOfTwo() {
        for (final int capacity : new int[] {-8, 0, 1, 3, 1000, 1 << 25}) {
            assertThatThrownBy(() -> new SpscRing(capacity))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(": " + capacity);
        }
    }

    @Test
    void shouldKeepProducerAndConsumerFieldsOnDifferentLines() {
        // The hierarchy is what keeps the JVM from mixing the fields of both sides.
        assertThat(SpscRing.class.getSuperclass()).isEqualTo(SpscRingConsumer.class);
        assertThat(SpscRingConsumer.class.getSuperclass()).isEqualTo(SpscRingProducer.class);
        assertThat(SpscRingProducer.class.getSuperclass()).isEqualTo(SpscRingElements.class);
    }

    /** A smoke test of the memory order on the machine at hand; the proof is the jcstress suite's, when there is one. */
    @Test
    @Timeout(60)
    void shouldHandOverEveryElementInOrderBetweenTwoThreads() throws InterruptedException {
        final int count = 400_000;
        final SpscRing ring = new SpscRing(64);
        final long[] payload = new long[32]; // written plainly before the offer: must be visible after the poll
        final AtomicBoolean stop = new AtomicBoolean();
        final Thread producer = Thread.ofPlatform().start(() -> produce(ring, payload, count, stop));
        final long[] out = new long[17];
        long expected = 0;
        while (expected < count) {
            final int n = ring.poll(out, 0, out.length);
            for (int i = 0; i < n; i++) {
                assertThat(out[i]).isEqualTo(expected);
                assertThat(payload[(int) expected & 31]).isGreaterThanOrEqualTo(expected);
                expected++;
            }
            if (n == 0) {
                LockSupport.parkNanos(1_000);
            }
        }
        stop.set(true);
        producer.join();
        assertThat(ring.size()).isZero();
    }

    private static void produce(final SpscRing ring, final long[] payload, final int count, final AtomicBoolean stop) {
        final long[] burst = new long[13];
        long next = 0;
        while (next < count && !stop.get()) {
            final int n = (int) Math.min(burst.length, count - next);
            for (int i = 0; i < n; i++) {
                burst[i] = next + i;
                payload[(int) (next + i) & 31] = next + i;
            }
            int done = 0;
            while (done < n) {
                final int taken = ring.offer(burst, done, n - done);
                done += taken;
                if (taken == 0) {
                    LockSupport.parkNanos(1_000);
                }
            }
            next += n;
        }
    }
}
