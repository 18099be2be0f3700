// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FragmentTest {
    private static final int UDP = 17;

    /** Time wraps in every test. */
    private final int start = Integer.parseInt("2147483547");

    private final FragmentTable table = new FragmentTable(16, 4);
    private final FragmentQueue queue = new FragmentQueue(4);
    private final FragmentKey key = new FragmentKey();
    private final long[] out = new long[4];

    @Test
    void shouldFindThePortsOfAHeadForTwoSeconds() {
        key.ipv4(3, UDP, 0xfffe, 0x0a000001, 0x0a000002);
        assertThat(table.find(key, start)).isEqualTo(FragmentTable.NONE);
        assertThat(table.put(key, 65535, 53, start)).isTrue();
        final long ports = table.find(key, start + 2000);
        assertThat(FragmentTable.sourcePort(ports)).isEqualTo(65535);
        assertThat(FragmentTable.destinationPort(ports)).isEqualTo(53);
        assertThat(table.find(key, start + 2001)).isEqualTo(FragmentTable.NONE);
    }

    @Test
    void shouldTellDatagramsApartByTheWholeKey() {
        key.ipv4(3, UDP, 7, 1, 2);
        table.put(key, 1, 1, start);
        final FragmentKey other = new FragmentKey();
        other.ipv4(4, UDP, 7, 1, 2);
        assertThat(table.find(other, start)).isEqualTo(FragmentTable.NONE);
        other.ipv4(3, 6, 7, 1, 2);
        assertThat(table.find(other, start)).isEqualTo(FragmentTable.NONE);
        other.ipv4(3, UDP, 8, 1, 2);
        assertThat(table.find(other, start)).isEqualTo(FragmentTable.NONE);
        other.ipv4(3, UDP, 7, 2, 1);
        assertThat(table.find(other, start)).isEqualTo(FragmentTable.NONE);
        other.ipv6(3, 7, 0x0000_0001_0000_0002L, 0, 0, 0);
        assertThat(table.find(other, start)).isEqualTo(FragmentTable.NONE);
    }

    @Test
    void shouldKnowIpv6() {
        key.ipv6(3, -1, 0xfd00L << 48, 1, 0xfd00L << 48, 2);
        table.put(key, 1000, 2000, start);
        assertThat(table.find(key, start)).isEqualTo(1000L << 16 | 2000);
        key.ipv6(3, -1, 0xfd00L << 48, 1, 0xfd00L << 48, 3);
        assertThat(table.find(key, start)).isEqualTo(FragmentTable.NONE);
    }

    @Test
    void shouldTakeTheNewPortsWhenAnIdentificationComesAgain() {
        key.ipv4(3, UDP, 7, 1, 2);
        table.put(key, 1, 1, start);
        table.put(key, 2, 2, start + 10);
        assertThat(table.find(key, start + 2005)).isEqualTo(2L << 16 | 2);
        assertThat(table.usedCount()).isEqualTo(1);
    }

    @Test
    void shouldSayWhenThereIsNoRoomAndMakeRoomByTime() {
        final FragmentTable small = new FragmentTable(4, 2);
        for (int i = 0; i < 6; i++) {
            assertThat(put(small, i, start)).isTrue();
        }
        assertThat(put(small, 6, start)).isFalse();
        small.expire(start + 2000, 1);
        assertThat(small.usedCount()).isEqualTo(6);
        small.expire(start + 2001, 1);
        assertThat(small.usedCount()).isZero();
        for (int i = 0; i < 6; i++) {
            assertThat(put(small, i, start + 2001)).isTrue();
        }
        assertThat(put(small, 6, start + 2001)).isFalse();
        assertThat(put(small, 6, start + 4002))
                .as("old rows make room without a sweep")
                .isTrue();
    }

    @Test
    void shouldAgreeWithAMapWhateverComes() {
        final long seed = System.nanoTime();
        System.out.println("FragmentTest seed " + seed);
        final Random random = new Random(seed);
        final FragmentTable busy = new FragmentTable(64, 16);
        final Map<Integer, long[]> model = new HashMap<>();
        int now = start;
        for (int step = 0; step < 50_000; step++) {
            now += random.nextInt(80);
            final int number = random.nextInt(150);
            key.ipv4(1, UDP, number, 5, 6);
            final int current = now;
            model.values().removeIf(entry -> current - (int) entry[1] > FragmentTable.TIMEOUT_MS);
            if (random.nextBoolean()) {
                if (busy.put(key, step, number, now)) {
                    model.put(number, new long[] {(step & 0xffffL) << 16 | number, now});
                } else {
                    assertThat(model.size()).isGreaterThan(16);
                }
            } else {
                final long[] expected = model.get(number);
                assertThat(busy.find(key, now)).isEqualTo(expected == null ? FragmentTable.NONE : expected[0]);
            }
            busy.expire(now, random.nextInt(3));
        }
        busy.expire(now + 3000, 16);
        assertThat(busy.usedCount()).isZero();
    }

    @Test
    void shouldHoldFragmentsUntilTheirHeadComes() {
        key.ipv4(3, UDP, 1, 1, 2);
        final FragmentKey other = new FragmentKey();
        other.ipv4(3, UDP, 2, 1, 2);
        assertThat(queue.hold(key, 10, start)).isTrue();
        assertThat(queue.hold(other, 20, start)).isTrue();
        assertThat(queue.hold(key, 11, start)).isTrue();
        assertThat(queue.heldCount()).isEqualTo(3);

        assertThat(queue.release(key, out)).isEqualTo(2);
        assertThat(out).startsWith(10, 11);
        assertThat(queue.release(key, out)).isZero();
        assertThat(queue.release(other, out)).isEqualTo(1);
        assertThat(out).startsWith(20);
        assertThat(queue.heldCount()).isZero();
    }

    @Test
    void shouldHoldSoManyAndNoMore() {
        key.ipv4(3, UDP, 1, 1, 2);
        for (int i = 0; i < 4; i++) {
            assertThat(queue.hold(key, i, start)).isTrue();
        }
        assertThat(queue.hold(key, 4, start)).isFalse();
        assertThat(queue.heldCount()).isEqualTo(4);
        assertThat(queue.release(key, out)).isEqualTo(4);
        assertThat(out).containsExactly(0, 1, 2, 3);
    }

    @Test
    void shouldGiveBackWhatWaitedTooLong() {
        key.ipv4(3, UDP, 1, 1, 2);
        queue.hold(key, 1, start);
        queue.hold(key, 2, start + 500);
        queue.hold(key, 3, start + 1000);
        assertThat(queue.expire(start + 2000, out)).isZero();
        assertThat(queue.expire(start + 2501, out)).isEqualTo(2);
        assertThat(out).startsWith(1, 2);
        assertThat(queue.heldCount()).isEqualTo(1);
        assertThat(queue.release(key, out)).isEqualTo(1);
        assertThat(out).startsWith(3);
    }

    private boolean put(final FragmentTable small, final int number, final int nowMs) {
        key.ipv4(1, UDP, number, 5, 6);
        return small.put(key, number, number, nowMs);
    }
}
