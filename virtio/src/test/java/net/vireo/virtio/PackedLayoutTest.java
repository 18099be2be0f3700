// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where every byte of a packed ring is (fact sheet virtio 5): a ring of 3, its parts 64 bytes apart. */
class PackedLayoutTest {
    private static final long FEATURES = Features.VERSION_1 | Features.RING_PACKED | Features.INDIRECT_DESC;

    private final RingWorld world = new RingWorld(3, FEATURES | Features.EVENT_IDX | Features.MRG_RXBUF, 4096);
    private final RawRing raw = new RawRing(world, 3);
    private final Scratch scratch = new Scratch();
    private final int[] ids = new int[8];
    private final int[] lengths = new int[8];

    @AfterEach
    void close() {
        world.close();
        scratch.close();
    }

    @Test
    void shouldPublishTheFirstDescriptorLast() {
        assertThat(world.driver.add(0x1122_3344_5566_7788L, 0xa0b0, false)).isZero();
        assertThat(world.driver.add(new long[] {0x1000, 0x2000}, new int[] {12, 0x5ea}, 1, 2))
                .isEqualTo(1);
        assertThat(raw.slot(0)).isEqualTo("8877665544332211" + "00000000" + "0000" + "0000");
        assertThat(raw.slot(1)).isEqualTo("0010000000000000" + "0c000000" + "0100" + "8100");
        assertThat(raw.slot(2)).isEqualTo("0020000000000000" + "ea050000" + "0100" + "8200");
        world.driver.publish();
        assertThat(raw.slot(0)).isEqualTo("8877665544332211" + "b0a00000" + "0000" + "8000");
    }

    @Test
    void shouldTurnTheWrapCounters() {
        for (int i = 0; i < 2; i++) {
            world.driver.add(world.data(0), 100, false);
            world.driver.publish();
            assertThat(world.device().fetch(1)).isEqualTo(1);
            world.device().complete(1);
            assertThat(world.driver.collect(ids, lengths)).isEqualTo(1);
        }
        assertThat(raw.slot(0)).as("used, wrap 1").endsWith("00000000" + "0000" + "8080");
        assertThat(world.device().vringBase()).isEqualTo(0x8002_8002);
        // A list from the last slot over the end: the second descriptor has the new wrap counter.
        world.driver.add(new long[] {world.data(0), world.data(100)}, new int[] {50, 60}, 2, 2);
        world.driver.publish();
        assertThat(raw.slot(2)).endsWith("32000000" + "0000" + "8100");
        assertThat(raw.slot(0)).endsWith("3c000000" + "0000" + "0080");
        assertThat(world.device().fetch(1)).isEqualTo(1);
        assertThat(world.device().readableBytes(0)).isEqualTo(110);
        world.device().complete(1);
        assertThat(raw.slot(2)).as("one descriptor for the list").endsWith("00000000" + "0000" + "8080");
        assertThat(raw.slot(0)).as("skipped").endsWith("3c000000" + "0000" + "0080");
        assertThat(world.device().vringBase()).isEqualTo(0x0001_0001);
        assertThat(world.driver.collect(ids, lengths)).isEqualTo(1);
        world.driver.add(world.data(0), 100, false);
        world.driver.publish();
        assertThat(raw.slot(1)).as("wrap 0").endsWith("64000000" + "0000" + "0080");
        assertThat(world.device().fetch(1)).isEqualTo(1);
        world.device().complete(1);
        assertThat(raw.slot(1)).as("used, wrap 0").endsWith("00000000" + "0000" + "0000");
        assertThat(world.driver.collect(ids, lengths)).isEqualTo(1);
    }

    @Test
    void shouldShowMergedBuffersTogether() {
        raw.packed(world.data(0), 40, 7, RawRing.WRITE);
        raw.packed(world.data(100), 40, 9, RawRing.WRITE);
        raw.packed(world.data(200), 40, 2, RawRing.WRITE);
        assertThat(world.device().write(scratch.address(), 12, scratch.address() + 12, 60))
                .isEqualTo(2);
        assertThat(raw.slot(0)).as("not before the flush").endsWith("28000000" + "0700" + "8200");
        assertThat(raw.slot(1)).as("hidden behind it").endsWith("20000000" + "0900" + "8280");
        world.device().flush();
        assertThat(raw.slot(0)).endsWith("28000000" + "0700" + "8280");
        assertThat(world.bytes(world.data(10), 2)).as("num_buffers").containsExactly(2, 0);
        assertThat(world.device().vringBase()).isEqualTo(0x8002_8002);
    }

    @Test
    void shouldWriteEventStructures() {
        world.device().suppressNotifications();
        assertThat(RawRing.hex(world.driver.deviceAddress(), 4)).isEqualTo("0000" + "0100");
        world.device().enableNotifications();
        assertThat(RawRing.hex(world.driver.deviceAddress(), 4)).isEqualTo("0080" + "0200");
        world.driver.suppressNotifications();
        assertThat(RawRing.hex(world.driver.driverAddress(), 4)).isEqualTo("0000" + "0100");
        world.driver.enableNotifications();
        assertThat(RawRing.hex(world.driver.driverAddress(), 4)).isEqualTo("0080" + "0200");
    }

    @Test
    void shouldTakeIndirectTablesWhoseEntriesFollowOneAnother() {
        final long table = world.data(0);
        raw.packedEntry(table, world.data(100), 20, 0xdead, 0);
        raw.packedEntry(table + 16, world.data(200), 30, 0xbeef, RawRing.NEXT); // ids and NEXT mean nothing there
        raw.packed(table, 32, 5, RawRing.INDIRECT | RawRing.WRITE);
        assertThat(world.device().fetch(4)).isEqualTo(1);
        assertThat(world.device().readableBytes(0)).isEqualTo(50);
        world.device().complete(1);
        assertThat(raw.slot(0)).endsWith("00000000" + "0500" + "8080");
    }

    @Test
    void shouldShowOneDescriptorForABatchInOrder() {
        try (RingWorld ordered = new RingWorld(5, FEATURES | Features.IN_ORDER, 4096)) {
            final RawRing guest = new RawRing(ordered, 5);
            guest.packed(ordered.data(0), 50, 3, RawRing.NEXT);
            guest.packed(ordered.data(0), 50, 3, 0);
            guest.packed(ordered.data(0), 60, 4, 0);
            assertThat(ordered.device().fetch(9)).isEqualTo(2);
            ordered.device().complete(2);
            assertThat(guest.slot(0)).endsWith("00000000" + "0400" + "8080");
            assertThat(guest.slot(2)).endsWith("3c000000" + "0400" + "8000");
            assertThat(ordered.device().vringBase()).isEqualTo(0x8003_8003);
        }
    }

    @Test
    void shouldTakeBothFormsOfVringBase() {
        final RingSetup setup = world.setup();
        assertThat(setup.withVringBase(0x8000).usedPosition())
                .as("DPDK: upper half 0")
                .isEqualTo(0x8000);
        assertThat(setup.withVringBase(0x8001_8002).availPosition()).isEqualTo(0x8002);
        assertThat(setup.withVringBase(0x8001_8002).usedPosition()).isEqualTo(0x8001);
    }
}
