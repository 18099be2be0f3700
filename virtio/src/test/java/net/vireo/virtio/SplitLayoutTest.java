// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.linux.memory.Memory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where every byte of a split ring is (fact sheet virtio 4): a ring of 4, its parts 64 bytes apart. */
class SplitLayoutTest {
    private final RingWorld world =
            new RingWorld(4, Features.VERSION_1 | Features.INDIRECT_DESC | Features.EVENT_IDX, 4096);
    private final RawRing raw = new RawRing(world, 4);
    private final Scratch scratch = new Scratch();

    @AfterEach
    void close() {
        world.close();
        scratch.close();
    }

    private String descriptor(final int index) {
        return RawRing.hex(world.driver.descriptorAddress() + 16L * index, 16);
    }

    @Test
    void shouldWriteDescriptorsAndTheAvailableRing() {
        assertThat(world.driver.add(0x1122_3344_5566_7788L, 0xa0b0, false)).isZero();
        assertThat(world.driver.add(new long[] {0x1000, 0x2000, 0x3000}, new int[] {12, 0x5ea, 0x10000}, 1, 3))
                .isEqualTo(1);
        assertThat(descriptor(0)).isEqualTo("8877665544332211" + "b0a00000" + "0000" + "0000");
        assertThat(descriptor(1)).isEqualTo("0010000000000000" + "0c000000" + "0100" + "0200");
        assertThat(descriptor(2)).isEqualTo("0020000000000000" + "ea050000" + "0300" + "0300");
        assertThat(descriptor(3)).isEqualTo("0030000000000000" + "00000100" + "0200" + "0000");
        assertThat(RawRing.hex(world.driver.driverAddress(), 14))
                .as("flags, index, four heads, used_event; nothing is published")
                .isEqualTo("0000" + "0000" + "0000" + "0100" + "0000" + "0000" + "0000");
        world.driver.publish();
        assertThat(RawRing.hex(world.driver.driverAddress(), 4)).isEqualTo("0000" + "0200");
    }

    @Test
    void shouldWriteIndirectTables() {
        assertThat(world.driver.addIndirect(new long[] {0x1000, 0x2000}, new int[] {12, 60}, 2, 2))
                .isZero();
        final long table = RingWorld.GUEST + 64 + 64 + 64;
        assertThat(table).isEqualTo(0x1_4000_00c0L);
        assertThat(descriptor(0)).isEqualTo("c000004001000000" + "20000000" + "0400" + "0000");
        assertThat(RawRing.hex(world.host(table), 32))
                .isEqualTo("0010000000000000" + "0c000000" + "0100" + "0100" + "0020000000000000" + "3c000000" + "0000"
                        + "0000");
    }

    @Test
    void shouldWriteTheUsedRingAndEventIndexes() {
        raw.split(2, world.data(0), 100, RawRing.WRITE, 0);
        raw.split(3, world.data(200), 100, RawRing.WRITE, 0);
        raw.offer(3, 2);
        final DeviceQueue device = world.device();
        assertThat(device.write(scratch.address(), 12, scratch.address() + 12, 60))
                .isEqualTo(1);
        assertThat(device.write(scratch.address(), 12, scratch.address() + 12, 48))
                .isEqualTo(1);
        assertThat(RawRing.hex(world.driver.deviceAddress(), 4)).isEqualTo("00000000");
        device.flush();
        assertThat(RawRing.hex(world.driver.deviceAddress(), 38))
                .isEqualTo("0000" + "0200" + "03000000" + "48000000" + "02000000" + "3c000000" + "00".repeat(18));
        assertThat(device.enableNotifications()).isFalse();
        assertThat(RawRing.hex(world.driver.deviceAddress() + 36, 2)).isEqualTo("0200");
        device.suppressNotifications();
        assertThat(RawRing.hex(world.driver.deviceAddress() + 36, 2)).isEqualTo("0100");
        world.driver.enableNotifications();
        assertThat(RawRing.hex(world.driver.driverAddress() + 12, 2)).isEqualTo("0000");
        assertThat(Memory.getShort(world.driver.deviceAddress()))
                .as("flags stay 0 with event indexes")
                .isZero();
    }

    @Test
    void shouldAnswerVringBaseWithTheAvailableIndex() {
        raw.split(0, world.data(0), 100, 0, 0);
        raw.offer(0, 0, 0);
        final DeviceQueue device = world.device();
        assertThat(device.fetch(3)).isEqualTo(3);
        assertThat(device.vringBase()).isZero();
        device.complete(2);
        assertThat(device.vringBase()).isEqualTo(2);
        assertThat(device.usedPosition()).isEqualTo(2);
        assertThat(DeviceQueue.publishedUsedIndex(world.setup(), world.regions)).isEqualTo(2);
        assertThat(device.fetch(3)).isEqualTo(1);
    }

    @Test
    void shouldWrapIndexesAt65536() {
        final DeviceQueue device =
                DeviceQueue.open(world.setup().withPositions(0xfffe, 0xfffe), world.regions, world.faults);
        Memory.putLong(world.driver.driverAddress() + 4, 0x0003_0002_0001_0000L); // heads 0, 1, 2, 3
        for (int i = 0; i < 4; i++) {
            raw.split(i, world.data(0), 100 + i, 0, 0);
        }
        raw.availIndex(0x0001);
        assertThat(device.fetch(64)).isEqualTo(3);
        assertThat(device.readableBytes(0)).as("slot 2").isEqualTo(102);
        assertThat(device.readableBytes(2)).as("slot 0").isEqualTo(100);
        device.complete(3);
        assertThat(raw.usedIndex()).isEqualTo(1);
        assertThat(raw.used(2, 3)).isEqualTo("2:0 3:0 0:0");
        assertThat(device.vringBase()).isEqualTo(1);
    }

    @Test
    void shouldShowOneElementForABatchInOrder() {
        try (RingWorld ordered = new RingWorld(4, Features.VERSION_1 | Features.IN_ORDER, 4096)) {
            final RawRing guest = new RawRing(ordered, 4);
            Memory.fill(ordered.driver.deviceAddress() + 4, 32, (byte) 0xa5);
            for (int i = 0; i < 3; i++) {
                guest.split(i, ordered.data(0), 100, 0, 0);
            }
            guest.offer(0, 1, 2);
            assertThat(ordered.device().fetch(9)).isEqualTo(3);
            ordered.device().complete(3);
            assertThat(RawRing.hex(ordered.driver.deviceAddress(), 20))
                    .isEqualTo("0000" + "0300" + "02000000" + "00000000" + "a5a5a5a5" + "a5a5a5a5");
        }
    }
}
