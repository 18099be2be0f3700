// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.linux.memory.Memory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a hostile guest does to a packed ring (fact sheets virtio 10 and vhost-user 11). */
class HostilePackedTest {
    private static final int SIZE = 7;
    private static final long FEATURES =
            Features.VERSION_1 | Features.RING_PACKED | Features.INDIRECT_DESC | Features.MRG_RXBUF;

    private final RingWorld world = new RingWorld(SIZE, FEATURES, 64 * 1024);
    private final RawRing raw = new RawRing(world, SIZE);
    private final Scratch scratch = new Scratch();

    @AfterEach
    void close() {
        world.requireGuards();
        world.close();
        scratch.close();
    }

    /** The first list is dropped by this name and returned with its id; the good one behind it goes on. */
    private void requireDropped(final RingFault fault, final int id, final int slots) {
        raw.packed(world.data(0), 60, 0x77, 0);
        final DeviceQueue device = world.device();
        assertThat(device.fetch(8)).isEqualTo(2);
        assertThat(RingFault.of(device.readableBytes(0))).isEqualTo(fault);
        assertThat(scratch.chain(device, 1, 60)).isEqualTo(world.bytes(world.data(0), 60));
        device.complete(2);
        assertThat(raw.slot(0)).endsWith("00000000" + "%02x00".formatted(id) + "8080");
        assertThat(raw.slot(slots)).endsWith("00000000" + "7700" + "8080");
        assertThat(world.faults.count(fault)).isEqualTo(1);
        assertThat(world.faults.total()).isEqualTo(1);
        assertThat(device.isBroken()).isFalse();
    }

    private void requireBroken(final RingFault fault) {
        assertThat(world.device().fetch(64)).isZero();
        assertThat(world.device().brokenBy()).isEqualTo(fault);
        assertThat(world.faults.count(fault)).isEqualTo(1);
        assertThat(world.device().fetch(64)).isZero();
        assertThat(world.device().write(scratch.address(), 12, scratch.address() + 12, 60))
                .isEqualTo(fault.code());
        assertThat(world.device().vringBase()).isEqualTo(0x8000_8000);
    }

    @Test
    void shouldStopWhenAListHasNoEnd() {
        for (int i = 0; i < SIZE; i++) {
            raw.packed(world.data(0), 60, i, RawRing.NEXT);
        }
        requireBroken(RingFault.LIST_WITHOUT_END);
    }

    @Test
    void shouldStopWhenListsOverlap() {
        raw.packed(world.data(0), 60, 0, 0);
        for (int i = 1; i < SIZE; i++) {
            raw.packed(world.data(0), 60, i, RawRing.NEXT);
        }
        requireBroken(RingFault.LIST_WITHOUT_END);
    }

    @Test
    void shouldTakeAListAsLongAsTheRing() {
        for (int i = 0; i < SIZE; i++) {
            raw.packed(world.data(i * 10), 10, 3, i < SIZE - 1 ? RawRing.NEXT : 0);
        }
        assertThat(world.device().fetch(1)).isEqualTo(1);
        assertThat(scratch.chain(world.device(), 0, 33)).isEqualTo(world.bytes(world.data(0), 70));
        world.device().complete(1);
        assertThat(world.device().vringBase()).isZero();
    }

    @Test
    void shouldNotTakeARingTwice() {
        for (int i = 0; i < SIZE; i++) {
            raw.packed(world.data(0), 60, 0, 0);
        }
        for (int i = 0; i < SIZE; i++) { // and again, before we gave one back
            raw.packed(world.data(0), 60, 0, 0);
        }
        assertThat(world.device().fetch(64)).as("the wrap counter tells").isZero();
    }

    /** Id 0xffff is nothing that we look up: it goes back as it came. */
    @Test
    void shouldGiveAnyIdBack() {
        raw.packed(world.data(0), 60, 0xffff, 0);
        assertThat(world.device().fetch(1)).isEqualTo(1);
        world.device().complete(1);
        assertThat(raw.slot(0)).endsWith("00000000" + "ffff" + "8080");
    }

    @Test
    void shouldDropABadAddressAndWalkToTheListsEnd() {
        raw.packed(0x40, 60, 1, RawRing.NEXT);
        raw.packed(world.data(0), 60, 2, RawRing.NEXT);
        raw.packed(world.data(0), 60, 3, 0);
        requireDropped(RingFault.BAD_ADDRESS, 3, 3);
    }

    /** CVE-2020-10725, which was found in packed rings. */
    @Test
    void shouldDropABadAddressOfLengthZero() {
        raw.packed(world.data(0), 60, 1, RawRing.NEXT);
        raw.packed(0x40, 0, 1, 0);
        requireDropped(RingFault.BAD_ADDRESS, 1, 2);
    }

    @Test
    void shouldDropABufferThatEndsOutsideTheMemory() {
        raw.packed(world.data(64 * 1024 - 59), 60, 1, 0);
        requireDropped(RingFault.BAD_ADDRESS, 1, 1);
    }

    @Test
    void shouldDropABufferWhoseEndOverflows() {
        raw.packed(-16, 0xffff_ffffL, 1, 0);
        requireDropped(RingFault.BAD_ADDRESS, 1, 1);
    }

    @Test
    void shouldDropWritableBuffersOnTheTransmitQueue() {
        raw.packed(world.data(0), 60, 1, RawRing.WRITE);
        requireDropped(RingFault.WRONG_DIRECTION, 1, 1);
    }

    @Test
    void shouldDropAListOfTheHeaderAlone() {
        raw.packed(world.data(0), 5, 1, RawRing.NEXT);
        raw.packed(world.data(0), 7, 1, 0);
        requireDropped(RingFault.TOO_SHORT, 1, 2);
    }

    @Test
    void shouldDropAnIndirectTableInAnother() {
        raw.packedEntry(world.data(0), world.data(1024), 16, 0, RawRing.INDIRECT);
        raw.packed(world.data(0), 16, 1, RawRing.INDIRECT);
        requireDropped(RingFault.INDIRECT_NESTED, 1, 1);
    }

    @Test
    void shouldDropIndirectTablesOfTheWrongSize() {
        raw.packed(world.data(0), 16 * (SIZE + 1), 1, RawRing.INDIRECT);
        requireDropped(RingFault.INDIRECT_SIZE, 1, 1);
    }

    @Test
    void shouldDropIndirectTablesThatCrossRegions() {
        raw.packed(world.data(32 * 1024 - 16), 32, 1, RawRing.INDIRECT);
        requireDropped(RingFault.INDIRECT_ADDRESS, 1, 1);
    }

    @Test
    void shouldReadNoDescriptorTwice() {
        raw.packed(world.data(0), 60, 1, RawRing.NEXT);
        raw.packed(world.data(60), 40, 1, 0);
        assertThat(world.device().fetch(1)).isEqualTo(1);
        raw.packedEntry(RingWorld.GUEST, 0x40, 0xffff_ffffL, 9, RawRing.NEXT);
        raw.packedEntry(RingWorld.GUEST + 16, 0x40, 0xffff_ffffL, 9, RawRing.NEXT);
        assertThat(scratch.chain(world.device(), 0, 9)).isEqualTo(world.bytes(world.data(0), 100));
        world.device().complete(1);
        assertThat(raw.slot(0)).endsWith("00000000" + "0100" + "8080");
        assertThat(world.device().vringBase()).isEqualTo(0x8002_8002);
    }

    @Test
    void shouldSpreadAPacketOverRunts() {
        raw.packed(world.data(0), 3, 1, RawRing.WRITE | RawRing.NEXT);
        raw.packed(world.data(3), 0, 1, RawRing.WRITE | RawRing.NEXT);
        raw.packed(world.data(3), 4, 1, RawRing.WRITE);
        raw.packed(world.data(7), 2, 2, RawRing.WRITE);
        raw.packed(world.data(9), 100, 3, RawRing.WRITE);
        Memory.fill(scratch.address(), 100, (byte) 0x31);
        assertThat(world.device().write(scratch.address(), 12, scratch.address() + 12, 20))
                .isEqualTo(3);
        world.device().flush();
        assertThat(raw.slot(0)).endsWith("07000000" + "0100" + "8280");
        assertThat(raw.slot(3)).endsWith("02000000" + "0200" + "8280");
        assertThat(raw.slot(4)).endsWith("17000000" + "0300" + "8280");
        assertThat(world.bytes(world.data(0), 32)).isEqualTo(scratch.bytes(0, 32));
        assertThat(world.bytes(world.data(32), 80)).containsOnly(RingWorld.GARBAGE);
    }

    @Test
    void shouldReturnWhatWasTakenWithABadBufferBehindIt() {
        raw.packed(world.data(0), 40, 1, RawRing.WRITE);
        raw.packed(0x40, 40, 2, RawRing.WRITE);
        raw.packed(world.data(0), 2000, 3, RawRing.WRITE);
        assertThat(world.device().write(scratch.address(), 12, scratch.address() + 12, 60))
                .isEqualTo(1);
        world.device().flush();
        assertThat(raw.slot(0)).endsWith("00000000" + "0100" + "8080");
        assertThat(raw.slot(1)).endsWith("00000000" + "0200" + "8080");
        assertThat(raw.slot(2)).endsWith("48000000" + "0300" + "8280");
        assertThat(world.faults.count(RingFault.BAD_ADDRESS)).isEqualTo(1);
    }

    @Test
    void shouldTakeNoReceiveBufferWhenThereAreTooFew() {
        raw.packed(world.data(0), 40, 1, RawRing.WRITE);
        assertThat(world.device().write(scratch.address(), 12, scratch.address() + 12, 60))
                .isEqualTo(DeviceQueue.NO_ROOM);
        world.device().flush();
        assertThat(raw.slot(0)).endsWith("28000000" + "0100" + "8200");
        assertThat(world.device().vringBase()).isEqualTo(0x8000_8000);
    }

    @Test
    void shouldLoseThePacketThatAWholeRingCannotHold() {
        for (int i = 0; i < SIZE; i++) {
            raw.packed(world.data(0), 100, i, RawRing.WRITE);
        }
        assertThat(world.device().write(scratch.address(), 12, scratch.address() + 12, 1_500))
                .isEqualTo(RingFault.BUFFER_TOO_SMALL.code());
        assertThat(world.device().write(scratch.address(), 12, scratch.address() + 12, 600))
                .isEqualTo(7);
    }
}
