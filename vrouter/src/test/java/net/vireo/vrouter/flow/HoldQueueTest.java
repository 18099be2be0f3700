// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HoldQueueTest {
    private final HoldQueue queue = new HoldQueue(4);
    private final long[] out = new long[HoldQueue.PACKETS_PER_FLOW];

    @Test
    void shouldHoldThreePacketsPerFlowAndGiveThemBackInOrder() {
        for (int i = 0; i < 3; i++) {
            assertThat(queue.hold(9, 1, 100 + i, 0)).isEqualTo(HoldQueue.HELD);
        }
        assertThat(queue.hold(9, 1, 103, 0)).isEqualTo(HoldQueue.FLOW_FULL);
        assertThat(queue.heldCount()).isEqualTo(3);
        assertThat(queue.release(9, 1, out)).isEqualTo(3);
        assertThat(out).containsExactly(100, 101, 102);
        assertThat(queue.heldCount()).isZero();
        assertThat(queue.release(9, 1, out)).isZero();
    }

    @Test
    void shouldKeepGenerationsOfASlotApart() {
        queue.hold(9, 1, 100, 0);
        queue.hold(9, 2, 200, 0);
        assertThat(queue.release(9, 2, out)).isEqualTo(1);
        assertThat(out[0]).isEqualTo(200);
        assertThat(queue.release(9, 3, out)).isZero();
        assertThat(queue.heldCount()).isEqualTo(1);
    }

    @Test
    void shouldRefuseMoreFlowsThanItsLimit() {
        for (int flow = 0; flow < 4; flow++) {
            assertThat(queue.hold(flow, 1, flow, 0)).isEqualTo(HoldQueue.HELD);
        }
        assertThat(queue.hold(4, 1, 4, 0)).isEqualTo(HoldQueue.NO_ROOM);
        assertThat(queue.hold(3, 1, 5, 0)).isEqualTo(HoldQueue.HELD);
        assertThat(queue.flowCount()).isEqualTo(4);
    }

    @Test
    void shouldGiveBackWhatWaitedTooLong() {
        queue.hold(1, 1, 10, 1000);
        queue.hold(1, 1, 11, 1900);
        queue.hold(2, 1, 20, 2000);
        assertThat(queue.expire(2000, 1000, out)).isZero();
        assertThat(queue.expire(2001, 1000, out)).isEqualTo(2);
        assertThat(out).startsWith(10, 11);
        assertThat(queue.expire(2001, 1000, out)).isZero();
        assertThat(queue.heldCount()).isEqualTo(1);
    }

    @Test
    void shouldAgreeWithAMapWhateverIsDone() {
        final long seed = System.nanoTime();
        System.out.println("HoldQueueTest seed " + seed);
        final Random random = new Random(seed);
        final HoldQueue busy = new HoldQueue(50);
        final Map<Integer, List<Long>> model = new HashMap<>();
        for (int step = 0; step < 50_000; step++) {
            final int flow = random.nextInt(120) * 7919;
            final List<Long> waiting = model.getOrDefault(flow, new ArrayList<>());
            if (random.nextInt(3) > 0) {
                final int result = busy.hold(flow, 5, step, 0);
                if (waiting.size() == HoldQueue.PACKETS_PER_FLOW) {
                    assertThat(result).isEqualTo(HoldQueue.FLOW_FULL);
                } else if (waiting.isEmpty() && model.size() == 50) {
                    assertThat(result).isEqualTo(HoldQueue.NO_ROOM);
                } else {
                    assertThat(result).isEqualTo(HoldQueue.HELD);
                    waiting.add((long) step);
                    model.put(flow, waiting);
                }
            } else {
                assertThat(busy.release(flow, 5, out)).isEqualTo(waiting.size());
                for (int i = 0; i < waiting.size(); i++) {
                    assertThat(out[i]).isEqualTo(waiting.get(i));
                }
                model.remove(flow);
            }
            assertThat(busy.flowCount()).isEqualTo(model.size());
        }
        int expired = 0;
        for (int call = 0; call < 1000; call++) {
            expired += busy.expire(100, 10, out);
        }
        assertThat(expired)
                .isEqualTo(model.values().stream().mapToInt(List::size).sum());
        assertThat(busy.heldCount()).isZero();
    }
}
