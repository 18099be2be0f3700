// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device that died goes on where it was, however often the ring went round; and never in a ring made anew. */
class PackedPositionTest {
    private static final long FEATURES = Features.VERSION_1 | Features.RING_PACKED;
    private static final int SIZE = 5;

    private final int[] ids = new int[8];
    private final int[] lengths = new int[8];

    @ParameterizedTest
    @ValueSource(longs = {FEATURES, FEATURES | Features.IN_ORDER})
    void shouldGoOnFromTheRecordInEveryRound(final long features) {
        try (RingWorld world = new RingWorld(SIZE, features, 4096)) {
            for (int i = 0; i < 4 * SIZE; i++) {
                pass(world, 1);
                final int position = world.device().availPosition();
                assertThat(resumed(world, position)).as("after %d", i + 1).isEqualTo(position);
                world.driver.add(world.data(0), 100, false); // waits for the next device
                world.driver.publish();
                assertThat(resumed(world, position)).isEqualTo(position);
                assertThat(world.device().fetch(1)).isEqualTo(1);
                world.device().complete(1);
                world.driver.collect(ids, lengths);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {FEATURES, FEATURES | Features.IN_ORDER})
    void shouldSkipTheBurstThatWasGivenBackBehindTheRecord(final long features) {
        try (RingWorld world = new RingWorld(SIZE, features, 4096)) {
            for (int i = 0; i < 3 * SIZE; i++) {
                pass(world, 1);
                final int recorded = world.device().availPosition();
                for (int j = 0; j < 3; j++) {
                    world.driver.add(world.data(0), 100, false);
                }
                world.driver.publish();
                assertThat(world.device().fetch(3)).isEqualTo(3);
                world.device().complete(3);
                assertThat(resumed(world, recorded)).isEqualTo(world.device().availPosition());
                world.driver.collect(ids, lengths);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x8001, 0x8004, 0x0000, 0x0002})
    void shouldNotBelieveARecordOfARingThatWasMadeAnew(final int recorded) {
        try (RingWorld world = new RingWorld(SIZE, FEATURES, 4096)) {
            assertThat(resumed(world, recorded)).isEqualTo(RingSetup.PACKED_START);
            for (int i = 0; i < SIZE; i++) {
                world.driver.add(world.data(0), 100, true);
            }
            world.driver.publish();
            assertThat(resumed(world, recorded)).as("with buffers").isEqualTo(RingSetup.PACKED_START);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x8005, 0x0005, 0x1_8001, -1})
    void shouldNotBelieveARecordOfNoSuchSlot(final int recorded) {
        try (RingWorld world = new RingWorld(SIZE, FEATURES, 4096)) {
            assertThat(resumed(world, recorded)).isEqualTo(PackedPosition.UNKNOWN);
        }
    }

    private static int resumed(final RingWorld world, final int recorded) {
        return PackedPosition.resumed(world.setup(), world.regions, recorded);
    }

    private void pass(final RingWorld world, final int count) {
        for (int i = 0; i < count; i++) {
            world.driver.add(world.data(0), 100, false);
        }
        world.driver.publish();
        assertThat(world.device().fetch(count)).isEqualTo(count);
        world.device().complete(count);
        assertThat(world.driver.collect(ids, lengths)).isEqualTo(count);
    }
}
