// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.vireo.linux.memory.Memory;
import org.junit.jupiter.api.Test;

/** What a hostile device does to our driver side. */
class HostileDeviceTest {
    private final int[] ids = new int[8];
    private final int[] lengths = new int[8];

    private static RingWorld world(final long features) {
        return new RingWorld(4, Features.VERSION_1 | features, 4096);
    }

    private void requireBroken(final RingWorld world, final RingFault fault) {
        assertThat(world.driver.collect(ids, lengths)).isZero();
        assertThat(world.driver.brokenBy()).isEqualTo(fault);
        assertThat(world.driver.isBroken()).isTrue();
        assertThat(world.driver.faults().count(fault)).isEqualTo(1);
        assertThat(world.driver.add(0, 1, true)).isEqualTo(DriverQueue.NO_ROOM);
        assertThat(world.driver.collect(ids, lengths)).isZero();
        assertThat(world.driver.enableNotifications()).isFalse();
    }

    private static void used(final RingWorld world, final int position, final int id, final int lengthBytes) {
        final long at = world.driver.deviceAddress() + 4 + 8L * (position % 4);
        Memory.putInt(at, id);
        Memory.putInt(at + 4, lengthBytes);
        Memory.putShortRelease(world.driver.deviceAddress() + 2, (short) (position + 1));
    }

    private static void usedPacked(final RingWorld world, final int slot, final int id, final int lengthBytes) {
        Memory.putLong(
                world.driver.descriptorAddress() + 16L * slot + 8, 0x8082L << 48 | (long) id << 32 | lengthBytes);
    }

    @Test
    void shouldStopWhenTheUsedIndexJumps() {
        try (RingWorld world = world(0)) {
            world.driver.add(world.data(0), 100, true);
            world.driver.publish();
            used(world, 1, 0, 60);
            requireBroken(world, RingFault.USED_JUMP);
        }
    }

    @Test
    void shouldStopWhenABufferComesBackThatIsNotOut() {
        for (final int id : new int[] {1, 4, -1, Integer.MIN_VALUE}) {
            try (RingWorld world = world(0)) {
                world.driver.add(world.data(0), 100, true);
                world.driver.publish();
                used(world, 0, id, 60);
                requireBroken(world, RingFault.USED_UNKNOWN);
            }
        }
    }

    @Test
    void shouldStopWhenABufferComesBackTwice() {
        try (RingWorld world = world(0)) {
            world.driver.add(world.data(0), 100, true);
            world.driver.add(world.data(0), 100, true);
            world.driver.publish();
            used(world, 0, 1, 60);
            assertThat(world.driver.collect(ids, lengths)).isEqualTo(1);
            assertThat(lengths[0]).isEqualTo(60);
            used(world, 1, 1, 60);
            requireBroken(world, RingFault.USED_UNKNOWN);
        }
    }

    @Test
    void shouldTakeNothingOfALengthThatIsTooLong() {
        for (final long format : new long[] {0, Features.RING_PACKED}) {
            try (RingWorld world = world(format)) {
                world.driver.add(world.data(0), 100, true);
                world.driver.add(world.data(0), 100, false);
                world.driver.publish();
                if (format == 0) {
                    used(world, 0, 0, 101);
                    used(world, 1, 1, 100);
                } else {
                    usedPacked(world, 0, 0, 101);
                    usedPacked(world, 1, 1, 100);
                }
                assertThat(world.driver.collect(ids, lengths)).isEqualTo(2);
                assertThat(lengths).startsWith(0, 0);
                assertThat(world.driver.faults().count(RingFault.USED_TOO_LONG))
                        .as("for what is only read, old devices say something")
                        .isEqualTo(1);
                assertThat(world.driver.isBroken()).isFalse();
            }
        }
    }

    /** SPDK issue 3860: an id is an index only when it is ours. */
    @Test
    void shouldStopWhenAPackedIdIsNotOut() {
        for (final int id : new int[] {1, 4, 0xffff}) {
            try (RingWorld world = world(Features.RING_PACKED)) {
                world.driver.add(world.data(0), 100, true);
                world.driver.publish();
                usedPacked(world, 0, id, 60);
                requireBroken(world, RingFault.USED_UNKNOWN);
            }
        }
    }

    @Test
    void shouldTakeBatchesInOrder() {
        for (final long format : new long[] {0, Features.RING_PACKED}) {
            try (RingWorld world = world(format | Features.IN_ORDER)) {
                world.driver.add(world.data(0), 100, true);
                world.driver.add(new long[] {world.data(0), world.data(100)}, new int[] {40, 50}, 1, 2);
                world.driver.add(world.data(0), 30, true);
                world.driver.publish();
                if (format == 0) {
                    Memory.putLong(world.driver.deviceAddress() + 4, 20L << 32 | 3);
                    Memory.putShortRelease(world.driver.deviceAddress() + 2, (short) 3);
                } else {
                    usedPacked(world, 0, 2, 20);
                }
                final int[] one = new int[1];
                final int[] length = new int[1];
                assertThat(world.driver.collect(one, length))
                        .as("a batch over two collects")
                        .isEqualTo(1);
                assertThat(one[0] * 1000 + length[0]).isEqualTo(100);
                assertThat(world.driver.collect(ids, lengths)).isEqualTo(2);
                assertThat(lengths).startsWith(50, 20);
                assertThat(world.driver.freeCount()).isEqualTo(4);
            }
        }
    }

    @Test
    void shouldFillDescriptorsInRingOrderWhenInOrder() {
        try (RingWorld world = world(Features.IN_ORDER)) {
            for (int i = 0; i < 11; i++) {
                assertThat(world.driver.add(world.data(0), 100, true)).isEqualTo(i % 4);
                world.driver.publish();
                used(world, i, i % 4, 60);
                assertThat(world.driver.collect(ids, lengths)).isEqualTo(1);
            }
        }
    }

    @Test
    void shouldRefuseBuffersThatNoRingTakes() {
        try (RingWorld world = world(Features.INDIRECT_DESC);
                RingWorld plain = world(0)) {
            assertThatThrownBy(() -> world.driver.add(new long[0], new int[0], 0, 0))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> world.driver.addIndirect(new long[5], new int[5], 5, 5))
                    .hasMessage("a buffer of 5 fragments: 1 to 4");
            assertThatThrownBy(() -> plain.driver.addIndirect(new long[1], new int[1], 1, 1))
                    .hasMessage("a buffer of 1 fragments: 1 to 0");
            assertThat(world.driver.add(new long[5], new int[5], 5, 5)).isEqualTo(DriverQueue.NO_ROOM);
        }
    }
}
