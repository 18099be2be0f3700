// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import net.vireo.vrouter.table.BridgeCounters;
import net.vireo.vrouter.table.BridgeKey;
import net.vireo.vrouter.table.BridgeLayout;
import net.vireo.vrouter.table.BridgeTable;
import net.vireo.vrouter.table.BridgeValue;
import net.vireo.vrouter.table.BridgeWriter;
import net.vireo.vrouter.table.ManualQuiescence;
import org.junit.jupiter.api.Test;

/** What lcores do to the tables allocates nothing, once compiled. */
class FlowAllocationTest {
    private static final int WARM_UP_ROUNDS = 20_000;
    private static final int ROUNDS = 2000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final ManualQuiescence quiescence = new ManualQuiescence();
    private final FlowTable flows = FlowTable.anonymous(new FlowLayout(1024, 1024, 1), quiescence);
    private final FlowAging aging = new FlowAging(flows, new AgingPolicy(1, 1, 1, 1, 1, 1));
    private final FlowTcp tcp = new FlowTcp(flows);
    private final FlowCounters counters = flows.counters(0);
    private final FlowKeys keys = new FlowKeys(32);
    private final int[] found = new int[32];
    private final BridgeWriter bridge = BridgeWriter.anonymous(new BridgeLayout(64, 64, 1), quiescence);
    private final BridgeBurst bridgeBurst = new BridgeBurst();

    @Test
    void shouldAllocateNothingPerPacket() {
        for (int i = 0; i < 32; i++) {
            bridge.put(BridgeKey.of(i + 1L, 1), BridgeValue.of(i, 0, 0));
        }
        rounds(WARM_UP_ROUNDS);
        final long thread = Thread.currentThread().threadId();
        final long before = threads.getThreadAllocatedBytes(thread);
        rounds(ROUNDS);
        final long bytes = threads.getThreadAllocatedBytes(thread) - before;
        // The measurement itself may allocate once; a byte per packet would be 64 000.
        assertThat(bytes).isLessThan(1000);
    }

    private void rounds(final int count) {
        for (int round = 0; round < count; round++) {
            for (int row = 0; row < 32; row++) {
                TestFlows.key(keys, row, round + row & 0xfff);
            }
            flows.find(keys, 32, found);
            for (int row = 0; row < 32; row++) {
                final int index = found[row] == FlowTable.NONE ? made(row, round) : found[row];
                counters.count(index, 100);
                flows.touch(index, round);
                tcp.segment(index, round & 0x17, round, row, 10, false);
            }
            bridgeBurst.round();
            aging.age(round, 64);
            quiescence.pass();
        }
    }

    private int made(final int row, final int round) {
        final int result = flows.create(keys, row, round);
        return result >= 0 ? result : FlowTable.existing(result);
    }

    /** A burst over the bridge table. */
    private final class BridgeBurst {
        private final BridgeCounters lcore = bridge.table().counters(0);
        private final long[] wanted = new long[32];
        private final long[] values = new long[32];
        private final int[] slots = new int[32];

        void round() {
            for (int i = 0; i < 32; i++) {
                wanted[i] = BridgeKey.of(i + 3L, 1);
            }
            bridge.table().lookup(wanted, slots, values, 32);
            for (int i = 0; i < 32; i++) {
                if (slots[i] != BridgeTable.NONE) {
                    lcore.count(slots[i]);
                }
            }
        }
    }
}
