// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.port.pool.PoolCache;
import org.junit.jupiter.api.Test;

class PacedQueueTest {
    private final Asked asked = new Asked();
    private final RxQueue paced = PacedQueue.of(asked);
    private final long[] packets = new long[4];

    /** Counts how often it is looked at; has packets when told. */
    private static final class Asked implements RxQueue {
        private int looks;
        private int waiting;
        private boolean byCall = true;

        @Override
        public int receive(final PoolCache cache, final long[] packets, final int capacity) {
            looks++;
            final int n = Math.min(waiting, capacity);
            waiting -= n;
            return n;
        }

        @Override
        public boolean looksByCall() {
            return byCall;
        }

        @Override
        public int readinessFd() {
            return NO_FD;
        }
    }

    @Test
    void shouldLookSeldomWhileNothingComes() {
        for (int i = 0; i < 100_000; i++) {
            receive();
        }
        assertThat(asked.looks).isBetween(PacedQueue.QUIET_LOOKS, 30_000);
    }

    @Test
    void shouldLookEverLessOftenTheLongerNothingComes() {
        final int[] looks = new int[2];
        for (int span = 0; span < looks.length; span++) {
            asked.looks = 0;
            final long endNs = System.nanoTime() + 20_000_000;
            while (System.nanoTime() < endNs) {
                receive();
            }
            looks[span] = asked.looks;
        }
        assertThat(looks[1]).as("in 20 ms, one each 40 us at most").isBetween(1, 500);
    }

    @Test
    void shouldLookEveryTimeWhilePacketsCome() {
        for (int i = 0; i < 1000; i++) {
            asked.waiting = 1;
            assertThat(receive()).isEqualTo(1);
            for (int empty = 1; empty < PacedQueue.QUIET_LOOKS; empty++) {
                assertThat(receive()).isZero();
            }
        }
        assertThat(asked.looks).isEqualTo(1000 * PacedQueue.QUIET_LOOKS);
    }

    @Test
    void shouldFindWhatCameInAPauseSoonAndAtOnceAfterASleep() {
        for (int i = 0; i < 1000; i++) {
            receive();
        }
        asked.waiting = 1;
        final long startNs = System.nanoTime();
        while (receive() == 0) {
            assertThat(System.nanoTime() - startNs).isLessThan(1_000_000_000L);
        }
        for (int i = 0; i < 1000; i++) {
            receive();
        }
        asked.waiting = 1;
        assertThat(paced.rest()).isTrue();
        assertThat(receive()).isEqualTo(1);
    }

    @Test
    void shouldLeaveQueuesInMemoryAlone() {
        asked.byCall = false;
        assertThat(PacedQueue.of(asked)).isSameAs(asked);
    }

    private int receive() {
        return paced.receive(null, packets, packets.length);
    }
}
