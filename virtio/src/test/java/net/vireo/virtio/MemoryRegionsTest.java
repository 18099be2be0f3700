// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryRegionsTest {
    private static final MemoryRegion LOW = new MemoryRegion(0, 0xa_0000, 0x7000_0000_0000L, 0x1000_0000);
    private static final MemoryRegion HIGH = new MemoryRegion(0xc_0000, 0x10_0000, 0x7000_000c_0000L, 0x2000_0000);
    private static final MemoryRegion NEXT = new MemoryRegion(0x1c_0000, 0x1000, 0x6000_0000_0000L, 0x3000_0000);
    private static final MemoryRegion TOP = new MemoryRegion(-0x1000, 0x1000, -0x1000, 0x4000_0000);

    private final MemoryRegions regions = MemoryRegions.of(List.of(LOW, HIGH, NEXT, TOP));

    @Test
    void shouldTranslateRangesThatAreWhollyInside() {
        assertThat(regions.guest(0, 1)).isEqualTo(0x1000_0000);
        assertThat(regions.guest(0, 0xa_0000)).isEqualTo(0x1000_0000);
        assertThat(regions.guest(0xc_1234, 100)).isEqualTo(0x2000_1234);
        assertThat(regions.guest(0x1b_ffff, 1)).isEqualTo(0x200f_ffff);
        assertThat(regions.user(0x7000_000c_0010L, 16)).isEqualTo(0x2000_0010);
        assertThat(regions.user(0x6000_0000_0000L, 0x1000)).isEqualTo(0x3000_0000);
    }

    @Test
    void shouldRefuseRangesThatAreNot() {
        assertThat(regions.guest(0, 0xa_0001)).isEqualTo(MemoryRegions.BAD);
        assertThat(regions.guest(0x9_ffff, 2)).isEqualTo(MemoryRegions.BAD);
        assertThat(regions.guest(0xb_0000, 1)).isEqualTo(MemoryRegions.BAD);
        assertThat(regions.guest(0x1b_fff0, 0x20)).as("crosses to the next").isEqualTo(MemoryRegions.BAD);
        assertThat(regions.guest(Long.MIN_VALUE, 1)).isEqualTo(MemoryRegions.BAD);
        assertThat(regions.guest(1, Long.MAX_VALUE)).isEqualTo(MemoryRegions.BAD);
        assertThat(regions.guest(1, -1)).isEqualTo(MemoryRegions.BAD);
        assertThat(regions.user(0, 1)).as("a guest address").isEqualTo(MemoryRegions.BAD);
    }

    @Test
    void shouldRefuseBadAddressesOfLengthZero() {
        assertThat(regions.guest(0xb_0000, 0)).isEqualTo(MemoryRegions.BAD);
        assertThat(regions.guest(0xa_0000, 0)).as("just behind").isEqualTo(MemoryRegions.BAD);
        assertThat(regions.guest(0x9_ffff, 0)).isEqualTo(0x1009_ffff);
    }

    @Test
    void shouldHoldAtTheEndOfTheAddressSpace() {
        assertThat(regions.guest(-1, 1)).isEqualTo(0x4000_0fff);
        assertThat(regions.guest(-1, 2)).isEqualTo(MemoryRegions.BAD);
        assertThat(regions.guest(-0x1000, 0x1000)).isEqualTo(0x4000_0000);
        assertThat(regions.user(-1, 1)).isEqualTo(0x4000_0fff);
    }

    @Test
    void shouldKnowHowFarARegionGoes() {
        assertThat(regions.guestBytes(0xc_0001)).isEqualTo(0xf_ffff);
        assertThat(regions.guestBytes(-1)).isEqualTo(1);
        assertThat(regions.guestBytes(0xa_0000)).isZero();
    }

    @Test
    void shouldTranslateNothingWithoutRegions() {
        assertThat(MemoryRegions.of(List.of()).guest(0, 0)).isEqualTo(MemoryRegions.BAD);
    }

    @Test
    void shouldRefuseRegionsThatCannotBe() {
        assertThatThrownBy(() -> new MemoryRegion(0, 0, 0, 0x1000)).hasMessage("a memory region without bytes");
        assertThatThrownBy(() -> new MemoryRegion(-1, 2, 0, 0x1000))
                .hasMessage("a memory region of 0x2 bytes does not fit at the guest address 0xffffffffffffffff");
        assertThatThrownBy(() -> new MemoryRegion(0, 0x1001, -0x1000, 0x1000))
                .hasMessage("a memory region of 0x1001 bytes does not fit at the user address 0xfffffffffffff000");
        assertThatThrownBy(() -> new MemoryRegion(0, 0x1000, 0, 0x7fff_ffff_f001L))
                .hasMessage("a memory region of 0x1000 bytes cannot be mapped at 0x7ffffffff001");
        assertThatThrownBy(() -> new MemoryRegion(0, -1, 0, 0x1000)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MemoryRegion(0, 1, 0, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseRegionsThatOverlap() {
        final MemoryRegion guest = new MemoryRegion(0x9_ffff, 1, 0, 0x1000);
        assertThatThrownBy(() -> MemoryRegions.of(List.of(LOW, guest)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("memory regions overlap: MemoryRegion[guestAddress=0, ");
        final MemoryRegion user = new MemoryRegion(0x1000_0000, 0x1000, 0x7000_0009_f001L, 0x1000);
        assertThatThrownBy(() -> MemoryRegions.of(List.of(user, LOW))).isInstanceOf(IllegalArgumentException.class);
        final MemoryRegion around = new MemoryRegion(-0x2000, 0x2000, 0, 0x1000);
        assertThatThrownBy(() -> MemoryRegions.of(List.of(TOP, around))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseMoreThan32Regions() {
        final List<MemoryRegion> many = new ArrayList<>();
        for (int i = 0; i < MemoryRegions.MAX_REGIONS; i++) {
            many.add(new MemoryRegion(i * 0x1000L, 0x1000, i * 0x1000L, 0x1000_0000 + i * 0x1_0000L));
        }
        final MemoryRegions full = MemoryRegions.of(many);
        assertThat(full.guest(31 * 0x1000 + 5, 1)).isEqualTo(0x101f_0005);
        many.add(LOW);
        assertThatThrownBy(() -> MemoryRegions.of(many)).hasMessage("33 memory regions, at most 32");
    }
}
