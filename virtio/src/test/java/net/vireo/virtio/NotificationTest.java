// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.linux.memory.Memory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who wants to hear of what (virtio 1.2, 2.7.7, 2.7.10, 2.8.14). */
class NotificationTest {
    private final Scratch scratch = new Scratch();

    @AfterEach
    void close() {
        scratch.close();
    }

    private static RingWorld world(final long features) {
        return new RingWorld(4, Features.VERSION_1 | features, 4096);
    }

    private static void use(final RingWorld world, final int count) {
        final int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            world.driver.add(world.data(0), 100, false);
        }
        world.driver.publish();
        assertThat(world.device().fetch(count)).isEqualTo(count);
        world.device().complete(count);
        assertThat(world.driver.collect(ids, new int[count])).isEqualTo(count);
    }

    @Test
    void shouldNotifyAtTheFirstDecision() {
        for (final long features :
                new long[] {0, Features.EVENT_IDX, Features.RING_PACKED, Features.RING_PACKED | Features.EVENT_IDX}) {
            try (RingWorld world = world(features)) {
                world.driver.suppressNotifications();
                assertThat(world.device().wantsNotification()).isTrue();
                assertThat(world.device().wantsNotification()).as("nothing new").isFalse();
                use(world, 1);
                assertThat(world.device().wantsNotification()).as("suppressed").isFalse();
                world.reopen();
                assertThat(world.device().wantsNotification()).isTrue();
            }
        }
    }

    @Test
    void shouldFollowTheFlags() {
        for (final long features : new long[] {0, Features.RING_PACKED}) {
            try (RingWorld world = world(features)) {
                world.device().wantsNotification();
                use(world, 1);
                assertThat(world.device().wantsNotification()).isTrue();
                use(world, 1);
                world.driver.suppressNotifications();
                assertThat(world.device().wantsNotification()).isFalse();
                use(world, 1);
                world.driver.enableNotifications();
                assertThat(world.device().wantsNotification()).isTrue();
            }
        }
    }

    @Test
    void shouldFollowTheEventIndex() {
        for (final long features : new long[] {Features.EVENT_IDX, Features.EVENT_IDX | Features.RING_PACKED}) {
            try (RingWorld world = world(features)) {
                world.device().wantsNotification();
                world.driver.enableNotifications();
                use(world, 1);
                assertThat(world.device().wantsNotification())
                        .as("the event was there")
                        .isTrue();
                use(world, 1);
                assertThat(world.device().wantsNotification())
                        .as("passed long ago")
                        .isFalse();
                use(world, 3);
                world.driver.enableNotifications();
                assertThat(world.device().wantsNotification())
                        .as("not there yet")
                        .isFalse();
                use(world, 4);
                assertThat(world.device().wantsNotification()).isTrue();
            }
        }
    }

    @Test
    void shouldIgnoreTheFlagsOfASplitRingWithEventIndex() {
        try (RingWorld world = world(Features.EVENT_IDX)) {
            world.device().wantsNotification();
            Memory.putShort(world.driver.driverAddress(), (short) 1);
            world.driver.enableNotifications();
            use(world, 1);
            assertThat(world.device().wantsNotification()).isTrue();
        }
    }

    /** A reserved value, and the one that needs EVENT_IDX without it: rather once too often. */
    @Test
    void shouldNotifyWhenAPackedWishMakesNoSense() {
        try (RingWorld world = world(Features.RING_PACKED)) {
            world.device().wantsNotification();
            for (final int flags : new int[] {2, 3, 0xfffc}) {
                Memory.putInt(world.driver.driverAddress(), flags << 16 | 0x7fff);
                use(world, 1);
                assertThat(world.device().wantsNotification()).isTrue();
            }
        }
    }

    @Test
    void shouldSeeBuffersThatCameBeforeNotificationsWereEnabled() {
        for (final long features :
                new long[] {0, Features.EVENT_IDX, Features.RING_PACKED, Features.RING_PACKED | Features.EVENT_IDX}) {
            try (RingWorld world = world(features)) {
                world.device().suppressNotifications();
                world.driver.add(world.data(0), 100, false);
                world.driver.publish();
                assertThat(world.driver.wantsNotification()).isFalse();
                assertThat(world.device().enableNotifications()).isTrue();
                world.device().fetch(1);
                world.device().complete(1);
                assertThat(world.device().enableNotifications()).isFalse();
                world.driver.add(world.data(0), 100, false);
                assertThat(world.driver.wantsNotification()).as("not published").isFalse();
                world.driver.publish();
                assertThat(world.driver.wantsNotification()).isTrue();
            }
        }
    }

    @Test
    void shouldCompareIndexesOverTheirEnd() {
        assertThat(Events.passed(0xffff, 0, 0xffff)).isTrue();
        assertThat(Events.passed(0xfffe, 0, 0xffff)).isFalse();
        assertThat(Events.passed(0, 0, 0xffff)).isFalse();
        assertThat(Events.passed(0, 1, 0xffff)).isTrue();
        assertThat(Events.passed(5, 5, 5)).as("nothing new").isFalse();
    }

    @Test
    void shouldComparePackedPositionsOverTheRingsEnd() {
        // From slot 3, wrap 1, to slot 1, wrap 0, in a ring of 5: slots 3, 4, 0.
        assertThat(Events.passedPacked(0x8002, 0x0001, 0x8003, 3, 5)).isFalse();
        assertThat(Events.passedPacked(0x8003, 0x0001, 0x8003, 3, 5)).isTrue();
        assertThat(Events.passedPacked(0x8004, 0x0001, 0x8003, 3, 5)).isTrue();
        assertThat(Events.passedPacked(0x0000, 0x0001, 0x8003, 3, 5)).isTrue();
        assertThat(Events.passedPacked(0x0001, 0x0001, 0x8003, 3, 5)).isFalse();
        assertThat(Events.passedPacked(0x0001, 0x8001, 0x0001, 5, 5))
                .as("a whole ring")
                .isTrue();
    }
}
