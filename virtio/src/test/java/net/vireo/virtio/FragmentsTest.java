// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Which ranges of a guest's become fragments. Nothing is copied: the memory here is not even mapped. */
class FragmentsTest {
    private static final MemoryRegion FIRST = new MemoryRegion(0, 0x1000, 0, 0x1000_0000);
    private static final MemoryRegion SECOND = new MemoryRegion(0x1000, 0x1_0000_0000L, 0x1000, 0x2000_0000);
    private static final MemoryRegion LAST = new MemoryRegion(-0x1000, 0x1000, -0x1000, 0x3000_0000);

    private final Fragments fragments = new Fragments(MemoryRegions.of(List.of(FIRST, SECOND, LAST)));

    @Test
    void shouldSplitWhatCrossesRegions() {
        assertThat(fragments.add(0xff0, 0x20)).isZero();
        assertThat(fragments.count()).isEqualTo(2);
    }

    @Test
    void shouldSplitMoreThanTwoGigabytes() {
        assertThat(fragments.add(0x1000, 0xffff_ffffL)).isZero();
        assertThat(fragments.count()).as("lengths are ints").isEqualTo(3);
    }

    @Test
    void shouldRefuseWhatRunsOverTheEndOfAllAddresses() {
        assertThat(fragments.add(-0x10, 0x20)).isEqualTo(RingFault.BAD_ADDRESS.code());
        assertThat(fragments.add(-0x10, 0x10)).isZero();
        assertThat(fragments.count()).isEqualTo(1);
    }

    @Test
    void shouldRefuseMoreFragmentsThanAChainMayHave() {
        for (int i = 0; i < DeviceQueue.MAX_FRAGMENTS - 1; i++) {
            assertThat(fragments.add(0, 1)).isZero();
        }
        assertThat(fragments.add(0xff0, 0x20)).as("two in one").isEqualTo(RingFault.TOO_MANY_FRAGMENTS.code());
        fragments.endChain(RingFault.TOO_MANY_FRAGMENTS.code());
        assertThat(fragments.count()).as("a chain with a fault keeps none").isZero();
        assertThat(fragments.hasFaults()).isTrue();
    }
}
