// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import net.vireo.vrouter.table.BridgeCounters;
import net.vireo.vrouter.table.BridgeKey;
import net.vireo.vrouter.table.BridgeLayout;
import net.vireo.vrouter.table.BridgeValue;
import net.vireo.vrouter.table.BridgeWriter;
import net.vireo.vrouter.table.ManualQuiescence;

/** What lcores do to the tables, often enough to be compiled. Run in a JVM of its own by {@link FlowInliningTest}. */
final class FlowInliningProbe {
    private static final int ROUNDS = 30_000;
    private static final int BURST = 32;

    private FlowInliningProbe() {}

    public static void main(final String[] args) {
        final ManualQuiescence quiescence = new ManualQuiescence();
        final FlowTable table = FlowTable.anonymous(new FlowLayout(1024, 1024, 1), quiescence);
        final FlowAging aging = new FlowAging(table, new AgingPolicy(1, 1, 1, 1, 1, 1));
        final BridgeWriter bridge = BridgeWriter.anonymous(new BridgeLayout(64, 64, 1), quiescence);
        for (int i = 0; i < BURST; i++) {
            bridge.put(BridgeKey.of(i + 1L, 1), BridgeValue.of(i, 0, 0));
        }
        final FlowKeys keys = new FlowKeys(BURST);
        final int[] found = new int[BURST];
        final long[] wanted = new long[BURST];
        final long[] values = new long[BURST];
        for (int round = 0; round < ROUNDS; round++) {
            for (int row = 0; row < BURST; row++) {
                TestFlows.key(keys, row, round + row & 0xfff);
                wanted[row] = BridgeKey.of(row + 3L, 1);
            }
            table.find(keys, BURST, found);
            use(table, keys, found, round);
            bridge.table().lookup(wanted, found, values, BURST);
            count(bridge.table().counters(0), found);
            aging.age(round, 64);
            quiescence.pass();
        }
    }

    private static void use(final FlowTable table, final FlowKeys keys, final int[] found, final int nowMs) {
        final FlowCounters counters = table.counters(0);
        final FlowTcp tcp = new FlowTcp(table);
        for (int row = 0; row < BURST; row++) {
            final int result = found[row] == FlowTable.NONE ? table.create(keys, row, nowMs) : found[row];
            final int index = result >= 0 ? result : FlowTable.existing(result);
            counters.count(index, 64);
            table.touch(index, nowMs);
            tcp.segment(index, nowMs & 0x17, nowMs, row, 0, false);
        }
    }

    private static void count(final BridgeCounters counters, final int[] slots) {
        for (final int slot : slots) {
            if (slot >= 0) {
                counters.count(slot);
            }
        }
    }
}
