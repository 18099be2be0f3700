// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.flow;

import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.vrouter.table.Quiescence;
import org.junit.jupiter.api.Test;

/** One bucket, sixteen slots and eight behind it: what another lcore did between a search and its publication shows. */
class FlowBucketsTest {
    private final FlowTable table = FlowTable.anonymous(new FlowLayout(16, 8, 1), Quiescence.NEVER);
    private final FlowBuckets buckets = table.buckets();
    private final FlowKeys keys = new FlowKeys(1);

    @Test
    void shouldNotPublishWhatWasSearchedBeforeAnotherFlowAppeared() {
        final long searched = buckets.word(0);
        final int mine = buckets.claim(0, 1);
        make(0);
        assertThat(buckets.publish(mine, 0, searched)).isFalse();
        assertThat(buckets.live(mine)).isFalse();
        assertThat(buckets.publish(mine, 0, buckets.word(0))).isTrue();
        assertThat(buckets.live(mine)).isTrue();
    }

    @Test
    void shouldNotPublishWhatWasSearchedBeforeAnOverflowAppeared() {
        fill();
        final long searched = buckets.word(0);
        final int mine = buckets.claim(0, 1);
        assertThat(mine).isGreaterThanOrEqualTo(16);
        make(16);
        assertThat(buckets.publish(mine, 0, searched)).isFalse();
        assertThat(buckets.publish(mine, 0, buckets.word(0))).isTrue();
    }

    @Test
    void shouldNotPublishWhatWasSearchedBeforeAFlowWentAndCameBack() {
        final int other = make(0);
        final long searched = buckets.word(0);
        final int mine = buckets.claim(0, 1);
        buckets.unlink(other, 0);
        buckets.release(other);
        assertThat(make(0)).isEqualTo(other);
        assertThat(buckets.word(0) & 0xffff).isEqualTo(searched & 0xffff);
        assertThat(buckets.publish(mine, 0, searched)).isFalse();
    }

    @Test
    void shouldTakeOverflowsOutOfTheirChainWhereverTheyAre() {
        fill();
        final int[] chained = new int[8];
        for (int i = 0; i < chained.length; i++) {
            chained[i] = make(16 + i);
        }
        for (final int gone : new int[] {3, 7, 0, 4, 1, 6, 2, 5}) {
            buckets.unlink(chained[gone], 0);
            assertThat(buckets.live(chained[gone])).isFalse();
            chained[gone] = FlowTable.NONE;
            for (int i = 0; i < chained.length; i++) {
                TestFlows.key(keys, 0, 16 + i);
                assertThat(table.find(keys, 0)).isEqualTo(chained[i]);
            }
        }
        assertThat(table.nextLive(16)).isEqualTo(FlowTable.NONE);
    }

    @Test
    void shouldTellSignaturesApartInEverySlot() {
        for (int slot = 0; slot < 16; slot++) {
            assertThat(buckets.claim(0, slot * 0x1111L)).isEqualTo(slot);
        }
        for (int slot = 0; slot < 16; slot++) {
            assertThat(buckets.candidates(buckets.line(0), 0xffff, slot * 0x1111L))
                    .isEqualTo(1 << slot);
            assertThat(buckets.candidates(buckets.line(0), 0xffff & ~(1 << slot), slot * 0x1111L))
                    .isZero();
        }
        assertThat(buckets.candidates(buckets.line(0), 0xffff, 0x1112)).isZero();
    }

    private void fill() {
        for (int i = 0; i < 16; i++) {
            make(i);
        }
    }

    private int make(final int number) {
        TestFlows.key(keys, 0, number);
        return table.create(keys, 0, 0);
    }
}
