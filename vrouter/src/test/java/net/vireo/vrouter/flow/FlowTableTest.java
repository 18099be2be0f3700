// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.vireo.vrouter.table.ManualQuiescence;
import org.junit.jupiter.api.Test;

class FlowTableTest {
    private static final int NOW = 1_000_000;
    private static final int TCP = 6;

    private final ManualQuiescence quiescence = new ManualQuiescence();
    private final FlowTable table = FlowTable.anonymous(new FlowLayout(64, 64, 2), quiescence);
    private final FlowControl control = new FlowControl(table);
    private final FlowKeys keys = new FlowKeys(32);

    @Test
    void shouldGiveOutEachSlotOnceHoweverOftenItIsRecovered() throws IOException {
        table.recover();
        table.recover();
        final Map<Integer, Integer> numberOf = new HashMap<>();
        int number = 0;
        for (int made = 0; made != FlowTable.FULL; number++) {
            TestFlows.key(keys, 0, number);
            made = table.create(keys, 0, NOW);
            if (made != FlowTable.FULL) {
                assertThat(numberOf.put(made, number)).as("slot %d", made).isNull();
            }
        }
        assertThat(numberOf.keySet().stream().filter(index -> index >= 64))
                .as("overflow slots")
                .hasSize(64);
        numberOf.forEach((index, flow) -> {
            TestFlows.key(keys, 0, flow);
            assertThat(table.find(keys, 0)).isEqualTo(index);
        });
    }

    @Test
    void shouldFindAFlowByItsWholeKey() {
        keys.ipv4(0, 38, TCP, 4145, 80, 0x01010103, 0x01010105);
        final int index = table.create(keys, 0, NOW);
        assertThat(index).isNotNegative();
        assertThat(table.find(keys, 0)).isEqualTo(index);

        keys.ipv4(1, 39, TCP, 4145, 80, 0x01010103, 0x01010105);
        keys.ipv4(2, 38, 17, 4145, 80, 0x01010103, 0x01010105);
        keys.ipv4(3, 38, TCP, 4146, 80, 0x01010103, 0x01010105);
        keys.ipv4(4, 38, TCP, 4145, 81, 0x01010103, 0x01010105);
        keys.ipv4(5, 38, TCP, 4145, 80, 0x01010104, 0x01010105);
        keys.ipv4(6, 38, TCP, 4145, 80, 0x01010103, 0x01010104);
        keys.ipv6(7, 38, TCP, 4145, 80, 0x0101010301010105L, 0, 0, 0);
        for (int row = 1; row < 8; row++) {
            assertThat(table.find(keys, row)).as("row %d", row).isEqualTo(FlowTable.NONE);
        }
    }

    @Test
    void shouldFindAnIpv6FlowByItsWholeKey() {
        keys.ipv6(0, 38, 58, 0xffff, 129, 0x20010db8_00000000L, 1, 0x20010db8_00000000L, 2);
        final int index = table.create(keys, 0, NOW);
        assertThat(table.find(keys, 0)).isEqualTo(index);

        keys.ipv6(1, 38, 58, 0xffff, 129, 0x20010db8_00000001L, 1, 0x20010db8_00000000L, 2);
        keys.ipv6(2, 38, 58, 0xffff, 129, 0x20010db8_00000000L, 9, 0x20010db8_00000000L, 2);
        keys.ipv6(3, 38, 58, 0xffff, 129, 0x20010db8_00000000L, 1, 0x20010db8_00000001L, 2);
        keys.ipv6(4, 38, 58, 0xffff, 129, 0x20010db8_00000000L, 1, 0x20010db8_00000000L, 9);
        for (int row = 1; row < 5; row++) {
            assertThat(table.find(keys, row)).as("row %d", row).isEqualTo(FlowTable.NONE);
        }
    }

    @Test
    void shouldHoldANewFlowWithTheFactsOfItsFirstPacket() {
        keys.ipv4(0, 38, TCP, 65535, 65534, -1, -2);
        keys.facts(0, 65533, 60847, 0x0a000001);
        final int index = table.create(keys, 0, NOW);

        final FlowRecord flow = table.reader().flow(index);
        assertThat(FlowState.action(flow.state())).isEqualTo(FlowState.HOLD);
        assertThat(FlowState.flags(flow.state())).isEqualTo(FlowState.ACTIVE | FlowState.NEW_FLOW);
        assertThat(flow.generation()).isEqualTo(1);
        assertThat(flow.family()).isEqualTo(FlowKeys.IPV4);
        assertThat(flow.protocol()).isEqualTo(TCP);
        assertThat(flow.nexthopId()).isEqualTo(38);
        assertThat(flow.sourcePort()).isEqualTo(65535);
        assertThat(flow.destinationPort()).isEqualTo(65534);
        assertThat(flow.sourceLow()).isEqualTo(0xffffffffL);
        assertThat(flow.destinationLow()).isEqualTo(0xfffffffeL);
        assertThat(FlowVerdict.vrf(flow.source())).isEqualTo(65533);
        assertThat(FlowVerdict.destinationVrf(flow.path())).isEqualTo(65533);
        assertThat(FlowVerdict.udpSourcePort(flow.path())).isEqualTo(60847);
        assertThat(FlowVerdict.qos(flow.source())).isEqualTo(-1);
        assertThat(FlowVerdict.ecmpMember(flow.extras())).isEqualTo(-1);
        assertThat(FlowVerdict.underlayMember(flow.extras())).isEqualTo(-1);
        assertThat(FlowVerdict.ttl(flow.extras())).isZero();
        assertThat(flow.sourceInfo()).isEqualTo(0x0a000001);
        assertThat(flow.reverse()).isEqualTo(FlowTable.NONE);
        assertThat(flow.lastSeenMs()).isEqualTo(NOW);
        assertThat(flow.madeMs()).isEqualTo(NOW);
    }

    @Test
    void shouldAnswerTheFlowThatIsThereInsteadOfMakingASecond() {
        keys.ipv4(0, 1, TCP, 1, 2, 3, 4);
        final int index = table.create(keys, 0, NOW);
        final int again = table.create(keys, 0, NOW);

        assertThat(again).isNegative().isNotEqualTo(FlowTable.FULL);
        assertThat(FlowTable.existing(again)).isEqualTo(index);
        assertThat(control.usedCount()).isEqualTo(1);
    }

    @Test
    void shouldFindFlowsThatAreNotAtHomeInBursts() {
        final FlowTable small = FlowTable.anonymous(new FlowLayout(16, 8, 1), quiescence);
        final int[] made = new int[24];
        for (int i = 0; i < made.length; i++) {
            keys.ipv4(i, 1, TCP, i, 2, 3, 4);
            made[i] = small.create(keys, i, NOW);
        }
        final int[] found = new int[24];
        small.find(keys, found.length, found);
        assertThat(found).isEqualTo(made);
    }

    @Test
    void shouldSayFullAndFindAllThatIsThere() {
        final FlowTable small = FlowTable.anonymous(new FlowLayout(16, 8, 1), quiescence);
        for (int i = 0; i < 24; i++) {
            keys.ipv4(0, 1, TCP, i, 2, 3, 4);
            final int index = small.create(keys, 0, NOW);
            assertThat(index).isEqualTo(small.find(keys, 0));
            assertThat(index < 16).as("in its bucket").isEqualTo(i < 16);
        }
        keys.ipv4(0, 1, TCP, 24, 2, 3, 4);
        assertThat(small.create(keys, 0, NOW)).isEqualTo(FlowTable.FULL);
        assertThat(small.fullCount()).isEqualTo(1);
        final boolean[] met = new boolean[24];
        for (int i = 0; i < 24; i++) {
            keys.ipv4(0, 1, TCP, i, 2, 3, 4);
            final int index = small.find(keys, 0);
            assertThat(met[index]).isFalse();
            met[index] = true;
        }
    }

    @Test
    void shouldCountForSeveralLcoresInTheSlotAndBesideTheTable() {
        final FlowTable small = FlowTable.anonymous(new FlowLayout(16, 0, 3), quiescence);
        keys.ipv4(0, 1, TCP, 1, 2, 3, 4);
        final int index = small.create(keys, 0, NOW);
        small.counters(2).count(index, 100);
        small.counters(0).count(index, 10);
        small.counters(2).count(index, 1000);
        small.counters(1).count(index, 1);
        assertThat(small.packets(index)).isEqualTo(4);
        assertThat(small.bytes(index)).isEqualTo(1111);
        assertThat(small.reader().flow(index).packets()).isEqualTo(4);
        assertThat(small.reader().flow(index).bytes()).isEqualTo(1111);
        assertThat(small.generation(index)).isEqualTo(1);
    }

    @Test
    void shouldUseASlotAgainWithTheNextGenerationAfterEveryLcoreWasQuiescent() {
        final FlowTable small = FlowTable.anonymous(new FlowLayout(16, 0, 2), quiescence);
        final FlowControl judge = new FlowControl(small);
        int last = FlowTable.NONE;
        for (int i = 0; i < 16; i++) {
            keys.ipv4(0, 1, TCP, i, 2, 3, 4);
            last = small.create(keys, 0, NOW);
        }
        small.counters(0).count(last, 100);
        small.counters(1).count(last, 200);
        assertThat(small.packets(last)).isEqualTo(2);
        assertThat(small.bytes(last)).isEqualTo(300);

        final FlowReply gone = judge.set(TestFlows.delete(last, 1, keys), NOW);
        assertThat(gone.error()).isZero();
        assertThat(gone.packets()).isEqualTo(2);
        assertThat(gone.bytes()).isEqualTo(300);
        assertThat(small.find(keys, 0)).isEqualTo(FlowTable.NONE);
        assertThat(small.create(keys, 0, NOW)).isEqualTo(FlowTable.FULL);

        quiescence.pass();
        judge.set(TestFlows.delete(last, 1, keys), NOW);
        judge.set(TestFlows.delete(last, 1, keys), NOW);
        assertThat(small.create(keys, 0, NOW)).isEqualTo(last);
        assertThat(small.generation(last)).isEqualTo(2);
        assertThat(small.packets(last)).isZero();
        assertThat(small.bytes(last)).isZero();
    }

    @Test
    void shouldWrapGenerationsAt256() {
        final FlowTable small = FlowTable.anonymous(new FlowLayout(16, 0, 1), quiescence);
        final FlowControl judge = new FlowControl(small);
        keys.ipv4(0, 1, TCP, 1, 2, 3, 4);
        int home = FlowTable.NONE;
        for (int i = 1; i <= 257; i++) {
            final int index = small.create(keys, 0, NOW);
            home = i == 1 ? index : home;
            assertThat(index).as("where it was before").isEqualTo(home);
            assertThat(small.generation(index)).isEqualTo(i & 0xff);
            judge.set(TestFlows.delete(index, i, keys), NOW);
            quiescence.pass();
            judge.set(TestFlows.delete(index, i, keys), NOW);
            judge.set(TestFlows.delete(index, i, keys), NOW);
        }
    }

    @Test
    void shouldLookUpABurst() {
        for (int row = 0; row < 32; row++) {
            if (row % 2 == 0) {
                keys.ipv4(row, row, 17, row, 53, row, 7);
            } else {
                keys.ipv6(row, row, 17, row, 53, row, 7, 8, 9);
            }
            if (row % 5 != 0) {
                table.create(keys, row, NOW);
            }
        }
        final int[] found = new int[40];
        Arrays.fill(found, 77);
        table.find(keys, 32, found);
        for (int row = 0; row < 32; row++) {
            assertThat(found[row]).isEqualTo(table.find(keys, row));
            assertThat(found[row] == FlowTable.NONE).isEqualTo(row % 5 == 0);
        }
        assertThat(found[32]).isEqualTo(77);
    }

    @Test
    void shouldRefuseSizesThatDoNotFit() {
        assertThatThrownBy(() -> new FlowLayout(15, 0, 1)).hasMessageContaining("flow entries: 15");
        assertThatThrownBy(() -> new FlowLayout(16, 1 << 20, 1)).hasMessageContaining("flow overflow entries: 1048576");
        assertThatThrownBy(() -> new FlowLayout(16, 0, 65)).hasMessageContaining("lcores: 65");
        assertThatThrownBy(() -> new FlowLayout(1 << 23, 0, 64)).hasMessageContaining("less than 2 GB");
        assertThat(FlowLayout.of(FlowLayout.DEFAULT_ENTRIES, 2).slots()).isEqualTo(629_760);
    }

    @Test
    void shouldAgreeWithAMapWhateverIsDone() {
        final long seed = System.nanoTime();
        System.out.println("FlowTableTest seed " + seed);
        final Random random = new Random(seed);
        final Map<Integer, Integer> model = new HashMap<>();
        final int[] found = new int[32];
        for (int step = 0; step < 30_000; step++) {
            final int number = random.nextInt(200);
            TestFlows.key(keys, 0, number);
            if (random.nextBoolean()) {
                final int result = table.create(keys, 0, NOW);
                if (model.containsKey(number)) {
                    assertThat(FlowTable.existing(result)).isEqualTo(model.get(number));
                } else if (result != FlowTable.FULL) {
                    assertThat(model).doesNotContainValue(result);
                    model.put(number, result);
                }
            } else {
                final int index = table.find(keys, 0);
                assertThat(index).isEqualTo(model.getOrDefault(number, FlowTable.NONE));
                if (index != FlowTable.NONE) {
                    final FlowRequest delete = TestFlows.delete(index, table.generation(index), keys);
                    assertThat(control.set(delete, NOW).error()).isZero();
                    model.remove(number);
                }
            }
            if (random.nextInt(10) == 0) {
                quiescence.pass();
            }
            if (random.nextInt(10) == 0) {
                final int first = random.nextInt(170);
                for (int row = 0; row < 32; row++) {
                    TestFlows.key(keys, row, first + row);
                }
                table.find(keys, 32, found);
                for (int row = 0; row < 32; row++) {
                    assertThat(found[row]).isEqualTo(model.getOrDefault(first + row, FlowTable.NONE));
                }
            }
        }
        final FlowReader reader = table.reader();
        int count = 0;
        for (int index = table.nextLive(0); index != FlowTable.NONE; index = table.nextLive(index + 1)) {
            assertThat(model).containsValue(index);
            assertThat(reader.nextLive(index)).isEqualTo(index);
            count++;
        }
        assertThat(count).isEqualTo(model.size());
        assertThat(control.usedCount()).isEqualTo(count);
    }
}
