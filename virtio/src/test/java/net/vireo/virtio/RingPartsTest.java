// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a ring may be, judged before a byte of it is touched: the memory here is not even mapped. */
class RingPartsTest {
    private static final long USER = 0x7000_0000_0000L;
    private static final int BYTES = 0x1_0000;
    /** Its end and our alignment are odd: 2 off. */
    private static final MemoryRegion ODD = new MemoryRegion(0x100_0000, 0x1000, 0x6000_0000_0000L, 0x2000_0002L);

    private static final MemoryRegions REGIONS =
            MemoryRegions.of(List.of(new MemoryRegion(0, BYTES, USER, 0x1000_0000), ODD));

    private static RingParts split(final int size, final long descriptors, final long driver, final long device) {
        return RingParts.of(new RingSetup(size, 0, descriptors, driver, device, 0, 0), REGIONS);
    }

    private static RingParts packed(final int size, final long descriptors, final long driver, final long device) {
        return RingParts.of(
                new RingSetup(size, Features.RING_PACKED, descriptors, driver, device, 0x8000, 0x8000), REGIONS);
    }

    @Test
    void shouldTranslateTheParts() {
        assertThat(split(256, USER, USER + 0x1000, USER + 0x2000))
                .isEqualTo(new RingParts(256, 0x1000_0000, 0x1000_1000, 0x1000_2000));
        assertThat(packed(255, USER + 16, USER + 0x1004, USER + 0x1008))
                .isEqualTo(new RingParts(255, 0x1000_0010, 0x1000_1004, 0x1000_1008));
    }

    @Test
    void shouldRefuseSizes() {
        for (final int size : new int[] {0, -1, 3, 255, 65_536, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> split(size, USER, USER, USER))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a split ring of " + size + " entries: it takes powers of two up to 32768");
        }
        for (final int size : new int[] {0, -1, 32_769}) {
            assertThatThrownBy(() -> packed(size, USER, USER, USER))
                    .hasMessage("a packed ring of " + size + " entries: it takes any number up to 32768");
        }
    }

    @Test
    void shouldRefuseWhatIsNotAligned() {
        assertThatThrownBy(() -> split(4, USER + 8, USER, USER))
                .hasMessage("the ring's descriptor area (0x700000000008, here 0x10000008) is not aligned to 16");
        assertThatThrownBy(() -> split(4, USER, USER + 1, USER))
                .hasMessage("the ring's driver area (0x700000000001, here 0x10000001) is not aligned to 2");
        assertThatThrownBy(() -> split(4, USER, USER + 2, USER + 2))
                .hasMessage("the ring's device area (0x700000000002, here 0x10000002) is not aligned to 4");
        assertThatThrownBy(() -> packed(4, USER, USER + 2, USER))
                .hasMessage("the ring's driver area (0x700000000002, here 0x10000002) is not aligned to 4");
        assertThatThrownBy(() -> packed(4, USER, USER, USER + 2)).hasMessageContaining("not aligned to 4");
        assertThatThrownBy(() -> split(4, 0x6000_0000_0000L, USER, USER))
                .as("aligned for the front end, not here")
                .hasMessage("the ring's descriptor area (0x600000000000, here 0x20000002) is not aligned to 16");
    }

    @Test
    void shouldRefuseWhatIsNotWhollyInsideOneRegion() {
        final long end = USER + BYTES;
        assertThat(split(4, end - 64, USER, USER).descriptors()).isEqualTo(0x1000_ffc0);
        assertThatThrownBy(() -> split(8, end - 112, USER, USER))
                .hasMessage(
                        "the ring's descriptor area (0x70000000ff90, 128 bytes) is not wholly inside one memory region");
        assertThatThrownBy(() -> split(4, 0, USER, USER)).hasMessageContaining("descriptor area (0x0, 64 bytes)");
    }

    @Test
    void shouldCountTheEventIndexesIn() {
        final long end = USER + BYTES;
        assertThat(split(4, USER, end - 14, end - 40 & -4).driver()).isEqualTo(0x1000_fff2);
        assertThatThrownBy(() -> split(4, USER, end - 12, USER)).hasMessageContaining("driver area");
        assertThatThrownBy(() -> split(4, USER, USER, end - 36)).hasMessageContaining("device area");
        assertThat(packed(4, USER, end - 4, end - 4).device()).isEqualTo(0x1000_fffc);
        assertThatThrownBy(() -> packed(4, USER, end, USER)).hasMessageContaining("driver area");
    }

    @Test
    void shouldRefusePositionsOutsideAPackedRing() {
        final RingSetup setup = new RingSetup(5, Features.RING_PACKED, USER, USER, USER, 0x8005, 0x8000);
        assertThatThrownBy(() -> DeviceQueue.open(setup, REGIONS, new FaultCounters()))
                .hasMessage("position 0x8005 is outside a packed ring of 5 entries");
        assertThatThrownBy(() -> DeviceQueue.open(setup.withVringBase(0x0005_8000), REGIONS, new FaultCounters()))
                .hasMessage("position 0x5 is outside a packed ring of 5 entries");
    }

    @Test
    void shouldNotAskAPackedRingForItsUsedIndex() {
        final RingSetup setup = new RingSetup(5, Features.RING_PACKED, USER, USER, USER, 0x8000, 0x8000);
        assertThatThrownBy(() -> DeviceQueue.publishedUsedIndex(setup, REGIONS))
                .hasMessage("a packed ring's memory does not tell its position");
    }
}
