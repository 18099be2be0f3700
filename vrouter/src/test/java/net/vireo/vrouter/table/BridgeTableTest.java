// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BridgeTableTest {
    private static final long MAC = 0x0200_5e00_0101L;

    private final ManualQuiescence quiescence = new ManualQuiescence();
    private final BridgeWriter writer = BridgeWriter.anonymous(new BridgeLayout(64, 16, 2), quiescence);
    private final BridgeTable table = writer.table();

    @Test
    void shouldFindWhatWasPut() {
        final long key = BridgeKey.of(MAC, 7);
        final int slot = writer.put(key, BridgeValue.of(524_287, 0xabcdef, BridgeValue.FLAG_LABEL_VALID));

        assertThat(table.find(key)).isEqualTo(slot);
        final long value = table.lookup(key);
        assertThat(BridgeValue.nexthopId(value)).isEqualTo(524_287);
        assertThat(BridgeValue.label(value)).isEqualTo(0xabcdef);
        assertThat(BridgeValue.flags(value)).isEqualTo(BridgeValue.FLAG_VALID | BridgeValue.FLAG_LABEL_VALID);
        assertThat(BridgeKey.mac(table.key(slot))).isEqualTo(MAC);
        assertThat(BridgeKey.vrf(table.key(slot))).isEqualTo(7);
    }

    @Test
    void shouldKeepVrfsApart() {
        writer.put(BridgeKey.of(MAC, 1), BridgeValue.of(11, 0, 0));
        writer.put(BridgeKey.of(MAC, 2), BridgeValue.of(12, 0, 0));

        assertThat(BridgeValue.nexthopId(table.lookup(BridgeKey.of(MAC, 1)))).isEqualTo(11);
        assertThat(BridgeValue.nexthopId(table.lookup(BridgeKey.of(MAC, 2)))).isEqualTo(12);
        assertThat(table.lookup(BridgeKey.of(MAC, 3))).isEqualTo(BridgeTable.MISS);
    }

    @Test
    void shouldChangeAValueInItsSlot() {
        final long key = BridgeKey.of(MAC, 1);
        final int slot = writer.put(key, BridgeValue.of(1, 0, 0));

        assertThat(writer.put(key, BridgeValue.of(2, 0, 0))).isEqualTo(slot);
        assertThat(BridgeValue.nexthopId(table.lookup(key))).isEqualTo(2);
        assertThat(writer.usedEntries()).isEqualTo(1);
    }

    @Test
    void shouldRefuseWithACountWhenFull() {
        int put = 0;
        while (writer.put(BridgeKey.of(put + 1L, 0), BridgeValue.of(put, 0, 0)) != BridgeWriter.FULL) {
            put++;
        }
        assertThat(put).isBetween(16, 80);
        assertThat(writer.usedOverflow()).isEqualTo(16);
        assertThat(writer.refusedCount()).isEqualTo(1);
        for (int i = 0; i < put; i++) {
            assertThat(BridgeValue.nexthopId(table.lookup(BridgeKey.of(i + 1L, 0))))
                    .isEqualTo(i);
        }
        assertThat(table.lookup(BridgeKey.of(put + 1L, 0))).isEqualTo(BridgeTable.MISS);
    }

    @Test
    void shouldRefuseTheKeyThatMarksFreeSlots() {
        assertThat(writer.put(0, BridgeValue.of(1, 0, 0))).isEqualTo(BridgeWriter.FULL);
        assertThat(writer.remove(0)).isFalse();
    }

    @Test
    void shouldNotUseASlotAgainBeforeEveryReaderWasQuiescent() {
        final BridgeWriter small = BridgeWriter.anonymous(new BridgeLayout(4, 0, 1), quiescence);
        for (int i = 1; i <= 4; i++) {
            small.put(i, BridgeValue.of(i, 0, 0));
        }
        final int slot = small.table().find(2);
        small.remove(2);
        assertThat(small.put(5, BridgeValue.of(5, 0, 0))).isEqualTo(BridgeWriter.FULL);
        quiescence.pass();
        assertThat(small.put(5, BridgeValue.of(5, 0, 0))).isEqualTo(slot);
    }

    @Test
    void shouldCountPacketsPerLcoreAndStartAgainWithANewEntry() {
        final BridgeWriter small = BridgeWriter.anonymous(new BridgeLayout(4, 0, 2), quiescence);
        final int slot = small.put(9, BridgeValue.of(1, 0, 0));
        final BridgeCounters first = small.table().counters(0);
        final BridgeCounters second = small.table().counters(1);
        first.count(slot);
        first.count(slot);
        second.count(slot);
        assertThat(small.table().packets(slot)).isEqualTo(3);

        small.remove(9);
        quiescence.pass();
        for (int i = 10; i < 14; i++) {
            small.put(i, BridgeValue.of(i, 0, 0));
        }
        quiescence.pass();
        small.put(20, BridgeValue.of(1, 0, 0));
        assertThat(small.table().key(slot)).isNotZero();
        assertThat(small.table().packets(slot)).isZero();
    }

    @Test
    void shouldLookUpABurst() {
        final long[] keys = new long[40];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = BridgeKey.of(MAC + i, 3);
            if (i % 3 != 0) {
                writer.put(keys[i], BridgeValue.of(i, 0, 0));
            }
        }
        final int[] slots = new int[keys.length];
        final long[] values = new long[keys.length];
        Arrays.fill(slots, 77);
        Arrays.fill(values, 0xa5a5_a5a5_a5a5_a5a5L);
        table.lookup(keys, slots, values, 32);
        for (int i = 0; i < 32; i++) {
            assertThat(slots[i]).isEqualTo(table.find(keys[i]));
            assertThat(values[i]).isEqualTo(i % 3 == 0 ? BridgeTable.MISS : BridgeValue.of(i, 0, 0));
        }
        assertThat(slots[32]).isEqualTo(77);
    }

    @Test
    void shouldAgreeWithAMapWhateverIsDone() {
        final long seed = System.nanoTime();
        System.out.println("BridgeTableTest seed " + seed);
        final Random random = new Random(seed);
        final BridgeWriter busy = BridgeWriter.anonymous(new BridgeLayout(256, 256, 1), quiescence);
        final Map<Long, Long> model = new HashMap<>();
        for (int step = 0; step < 50_000; step++) {
            final long key = BridgeKey.of(1 + random.nextInt(300), random.nextInt(2));
            if (random.nextInt(3) == 0) {
                assertThat(busy.remove(key)).isEqualTo(model.remove(key) != null);
            } else {
                final long value = BridgeValue.of(random.nextInt(1 << 20), random.nextInt(1 << 20), 0);
                if (busy.put(key, value) != BridgeWriter.FULL) {
                    model.put(key, value);
                } else {
                    assertThat(model).doesNotContainKey(key);
                }
            }
            if (random.nextInt(20) == 0) {
                quiescence.pass();
            }
            final long asked = BridgeKey.of(1 + random.nextInt(300), random.nextInt(2));
            assertThat(busy.table().lookup(asked)).isEqualTo(model.getOrDefault(asked, BridgeTable.MISS));
        }
        assertThat(dump(busy.table())).isEqualTo(model);
        assertThat(busy.usedEntries() + busy.usedOverflow()).isEqualTo(model.size());
        busy.clear();
        assertThat(busy.table().nextUsed(0)).isEqualTo(BridgeTable.NONE);
        assertThat(busy.usedEntries() + busy.usedOverflow()).isZero();
    }

    private static Map<Long, Long> dump(final BridgeTable table) {
        final Map<Long, Long> found = new HashMap<>();
        for (int slot = table.nextUsed(0); slot != BridgeTable.NONE; slot = table.nextUsed(slot + 1)) {
            assertThat(found.put(table.key(slot), table.value(slot))).isNull();
        }
        return found;
    }
}
