// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import net.vireo.vrouter.table.Quiescence;
import org.junit.jupiter.api.Test;

/** Two lcores decide on a flow at the same moment, each with a packet of one direction: there is one pair, and it is linked. */
class FlowPairRaceTest {
    private static final int PAIRS = 2_000;
    private static final int UDP = 17;
    private static final int PASS = 7;

    @Test
    void shouldMakeOneLinkedPairWhenLcoresMeetFromBothSides() throws InterruptedException {
        final FlowTable table = FlowTable.anonymous(new FlowLayout(4096, 8192, 1), Quiescence.NEVER);
        final CyclicBarrier meeting = new CyclicBarrier(2);
        final Thread other = Thread.ofPlatform().start(() -> meet(table, meeting, false));
        meet(table, meeting, true);
        other.join();

        final FlowKeys keys = new FlowKeys(1);
        for (int number = 0; number < PAIRS; number++) {
            key(keys, number, true);
            final int there = table.find(keys, 0);
            key(keys, number, false);
            final int back = table.find(keys, 0);
            for (final int index : new int[] {there, back}) {
                assertThat(FlowState.flags(table.state(index)) & FlowState.RFLOW_VALID)
                        .as("pair %d", number)
                        .isNotZero();
                assertThat(table.verdict(index)).isEqualTo(PASS);
            }
            assertThat(FlowVerdict.reverse(table.path(there))).isEqualTo(back);
            assertThat(FlowVerdict.reverse(table.path(back))).isEqualTo(there);
        }
        assertThat(table.madeCount()).isEqualTo(2L * PAIRS);
    }

    private static void meet(final FlowTable table, final CyclicBarrier meeting, final boolean there) {
        final FlowKeys keys = new FlowKeys(1);
        final FlowKeys reverseKeys = new FlowKeys(1);
        final FlowDecision forward = new FlowDecision();
        final FlowDecision reverse = new FlowDecision();
        for (int number = 0; number < PAIRS; number++) {
            key(keys, number, there);
            key(reverseKeys, number, !there);
            forward.forward(1, 0, PASS);
            reverse.forward(1, 0, PASS);
            meet(meeting);
            table.createDecided(keys, 0, forward, reverseKeys, reverse, 0);
        }
    }

    private static void meet(final CyclicBarrier meeting) {
        try {
            meeting.await();
        } catch (final InterruptedException | BrokenBarrierException ended) {
            throw new IllegalStateException(ended);
        }
    }

    private static void key(final FlowKeys keys, final int number, final boolean there) {
        if (there) {
            keys.ipv4(0, 3, UDP, number, 80, 0x0a00_0001, 0x0a00_0002);
        } else {
            keys.ipv4(0, 5, UDP, 80, number, 0x0a00_0002, 0x0a00_0001);
        }
    }
}
