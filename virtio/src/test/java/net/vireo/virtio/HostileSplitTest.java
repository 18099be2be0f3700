// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.vireo.linux.memory.Memory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a hostile guest does to a split ring (fact sheets virtio 10 and vhost-user 11). */
class HostileSplitTest {
    private static final int SIZE = 8;
    private static final long FEATURES = Features.VERSION_1 | Features.INDIRECT_DESC | Features.MRG_RXBUF;

    private final RingWorld world = new RingWorld(SIZE, FEATURES, 64 * 1024);
    private final RawRing raw = new RawRing(world, SIZE);
    private final Scratch scratch = new Scratch();

    @AfterEach
    void close() {
        world.requireGuards();
        world.close();
        scratch.close();
    }

    /** The chain at head 0 is dropped by this name, and returned as used; the good one behind it goes on. */
    private void requireDropped(final RingFault fault) {
        raw.split(7, world.data(0), 60, 0, 0);
        raw.offer(0, 7);
        final DeviceQueue device = world.device();
        assertThat(device.fetch(8)).isEqualTo(2);
        assertThat(RingFault.of(device.readableBytes(0))).isEqualTo(fault);
        assertThatThrownBy(() -> device.copyOut(0, 0, scratch.address(), 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(scratch.chain(device, 1, 60)).isEqualTo(world.bytes(world.data(0), 60));
        device.complete(2);
        assertThat(raw.usedIndex()).isEqualTo(2);
        assertThat(raw.used(0, 2)).isEqualTo("0:0 7:0");
        requireCounted(fault);
        assertThat(device.isBroken()).isFalse();
    }

    private void requireCounted(final RingFault fault) {
        assertThat(world.faults.count(fault)).isEqualTo(1);
        assertThat(world.faults.total()).isEqualTo(1);
    }

    private void requireBroken(final RingFault fault) {
        final DeviceQueue device = world.device();
        assertThat(device.fetch(8)).isZero();
        assertThat(device.isBroken()).isTrue();
        assertThat(device.brokenBy()).isEqualTo(fault);
        requireCounted(fault);
        // It does nothing any more, and says so.
        assertThat(device.fetch(8)).isZero();
        device.complete(0);
        device.flush();
        assertThat(device.write(scratch.address(), 12, scratch.address() + 12, 60))
                .isEqualTo(fault.code());
        assertThat(device.enableNotifications()).isFalse();
        assertThat(device.wantsNotification()).isFalse();
        assertThat(raw.usedIndex()).isZero();
        requireCounted(fault);
    }

    @Test
    void shouldStopWhenAHeadIsBeyondTheRing() {
        raw.split(0, world.data(0), 60, 0, 0);
        raw.offer(0, SIZE);
        requireBroken(RingFault.HEAD_BEYOND_RING);
    }

    @Test
    void shouldStopWhenTheAvailableIndexJumps() {
        raw.availIndex(SIZE + 1);
        requireBroken(RingFault.AVAIL_JUMP);
    }

    @Test
    void shouldStopWhenTheAvailableIndexGoesBack() {
        raw.availIndex(0xffff);
        requireBroken(RingFault.AVAIL_JUMP);
    }

    @Test
    void shouldTakeAWholeRing() {
        raw.split(0, world.data(0), 60, 0, 0);
        raw.offer(0, 0, 0, 0, 0, 0, 0, 0);
        assertThat(world.device().fetch(64)).isEqualTo(SIZE);
    }

    @Test
    void shouldDropAChainThatGoesOnBeyondTheTable() {
        raw.split(0, world.data(0), 60, RawRing.NEXT, SIZE);
        requireDropped(RingFault.NEXT_BEYOND_TABLE);
    }

    /** CVE-2019-9547 of SPDK, and DPDK's control queue until 2026: a chain in a circle. */
    @Test
    void shouldDropAChainInACircle() {
        raw.split(0, world.data(0), 60, RawRing.NEXT, 1);
        raw.split(1, world.data(0), 60, RawRing.NEXT, 0);
        requireDropped(RingFault.CHAIN_TOO_LONG);
    }

    @Test
    void shouldTakeAChainAsLongAsTheRing() {
        for (int i = 0; i < SIZE; i++) {
            raw.split(i, world.data(i * 10), 10, i < SIZE - 1 ? RawRing.NEXT : 0, i + 1);
        }
        raw.offer(0);
        assertThat(world.device().fetch(1)).isEqualTo(1);
        assertThat(scratch.chain(world.device(), 0, 33)).isEqualTo(world.bytes(world.data(0), 80));
    }

    /** CVE-2019-14835: empty descriptors are skipped, and counted as steps. */
    @Test
    void shouldDropAChainOfEmptyDescriptorsInACircle() {
        raw.split(0, world.data(0), 0, RawRing.NEXT, 0);
        requireDropped(RingFault.CHAIN_TOO_LONG);
    }

    @Test
    void shouldSkipEmptyDescriptors() {
        raw.split(0, world.data(0), 0, RawRing.NEXT, 1);
        raw.split(1, world.data(0), 40, RawRing.NEXT, 2);
        raw.split(2, world.data(0), 0, RawRing.NEXT, 3);
        raw.split(3, world.data(40), 20, 0, 0);
        raw.offer(0);
        assertThat(world.device().fetch(1)).isEqualTo(1);
        assertThat(scratch.chain(world.device(), 0, 60)).isEqualTo(world.bytes(world.data(0), 60));
    }

    /** CVE-2020-10725: an address must be good even when nothing is behind it. */
    @Test
    void shouldDropABadAddressOfLengthZero() {
        raw.split(0, world.data(0), 60, RawRing.NEXT, 1);
        raw.split(1, 0x40, 0, 0, 0);
        requireDropped(RingFault.BAD_ADDRESS);
    }

    /** CVE-2018-1059: the last byte counts as much as the first. */
    @Test
    void shouldDropABufferThatEndsOutsideTheMemory() {
        raw.split(0, world.data(64 * 1024 - 59), 60, 0, 0);
        requireDropped(RingFault.BAD_ADDRESS);
    }

    @Test
    void shouldTakeABufferThatEndsWithTheMemory() {
        raw.split(0, world.data(64 * 1024 - 60), 60, 0, 0);
        raw.offer(0);
        assertThat(world.device().fetch(1)).isEqualTo(1);
        assertThat(scratch.chain(world.device(), 0, 60)).hasSize(60);
    }

    @Test
    void shouldDropABufferWhoseEndOverflows() {
        raw.split(0, -16, 0xffff_ffffL, 0, 0);
        requireDropped(RingFault.BAD_ADDRESS);
    }

    /** CVE-2018-1059: read through both regions, not over the end of the first. */
    @Test
    void shouldSplitABufferThatCrossesRegions() {
        final long at = world.data(32 * 1024 - 20);
        world.fill(at, 60, (byte) 0x31);
        raw.split(0, at, 60, 0, 0);
        raw.offer(0);
        assertThat(world.device().fetch(1)).isEqualTo(1);
        assertThat(scratch.chain(world.device(), 0, 7)).containsOnly(0x31).hasSize(60);
    }

    @Test
    void shouldWriteABufferThatCrossesRegions() {
        final long at = world.data(32 * 1024 - 20);
        raw.split(0, at, 100, RawRing.WRITE, 0);
        raw.offer(0);
        Memory.fill(scratch.address(), 72, (byte) 0x31);
        assertThat(world.device().write(scratch.address(), 10, scratch.address() + 10, 62))
                .isEqualTo(1);
        assertThat(world.bytes(at, 72)).containsOnly(0x31);
        assertThat(world.bytes(at + 72, 28)).containsOnly(RingWorld.GARBAGE);
    }

    @Test
    void shouldDropWritableBuffersOnTheTransmitQueue() {
        raw.split(0, world.data(0), 60, RawRing.WRITE, 0);
        requireDropped(RingFault.WRONG_DIRECTION);
    }

    /** e31b57e732 of DPDK: a header and nothing behind it. */
    @Test
    void shouldDropAChainOfTheHeaderAlone() {
        raw.split(0, world.data(0), 12, 0, 0);
        requireDropped(RingFault.TOO_SHORT);
    }

    /** CVE-2022-2132: tiny descriptors that do not even make a header. */
    @Test
    void shouldDropAChainShorterThanTheHeader() {
        raw.split(0, world.data(0), 5, RawRing.NEXT, 1);
        raw.split(1, world.data(0), 5, RawRing.NEXT, 2);
        raw.split(2, world.data(0), 1, 0, 0);
        requireDropped(RingFault.TOO_SHORT);
    }

    /** CVE-2022-2132: a header over more than two descriptors. */
    @Test
    void shouldTakeAHeaderOverManyDescriptors() {
        for (int i = 0; i < 7; i++) {
            raw.split(i, world.data(i * 2), i < 6 ? 2 : 30, i < 6 ? RawRing.NEXT : 0, i + 1);
        }
        raw.offer(0);
        assertThat(world.device().fetch(1)).isEqualTo(1);
        assertThat(scratch.chain(world.device(), 0, 12)).isEqualTo(world.bytes(world.data(0), 42));
    }

    @Test
    void shouldDropAChainThatIsLongerThanAnyPacket() {
        for (int i = 0; i < 5; i++) {
            raw.split(i, world.data(0), 32_000, i < 4 ? RawRing.NEXT : 0, i + 1);
        }
        requireDropped(RingFault.TOO_MANY_BYTES);
    }

    @Test
    void shouldDropAnIndirectTableInAnother() {
        raw.split(world.data(0), 0, world.data(1024), 16, RawRing.INDIRECT, 0);
        raw.split(0, world.data(0), 16, RawRing.INDIRECT, 0);
        requireDropped(RingFault.INDIRECT_NESTED);
    }

    @Test
    void shouldDropAnIndirectTableThatIsNotTheLast() {
        raw.split(world.data(0), 0, world.data(1024), 60, 0, 0);
        raw.split(0, world.data(0), 16, RawRing.INDIRECT | RawRing.NEXT, 1);
        requireDropped(RingFault.INDIRECT_NOT_LAST);
    }

    @Test
    void shouldTakeDirectDescriptorsBeforeAnIndirectTable() {
        raw.split(0, world.data(0), 12, RawRing.NEXT, 1);
        raw.split(1, world.data(2048), 32, RawRing.INDIRECT | RawRing.WRITE, 0); // WRITE means nothing there
        raw.split(world.data(2048), 0, world.data(12), 20, RawRing.NEXT, 1);
        raw.split(world.data(2048), 1, world.data(32), 30, 0, 0);
        raw.offer(0);
        assertThat(world.device().fetch(1)).isEqualTo(1);
        assertThat(scratch.chain(world.device(), 0, 100)).isEqualTo(world.bytes(world.data(0), 62));
    }

    @Test
    void shouldDropIndirectTablesOfNoEntries() {
        raw.split(0, world.data(0), 0, RawRing.INDIRECT, 0);
        requireDropped(RingFault.INDIRECT_SIZE);
    }

    @Test
    void shouldDropIndirectTablesOfBrokenEntries() {
        raw.split(0, world.data(0), 24, RawRing.INDIRECT, 0);
        requireDropped(RingFault.INDIRECT_SIZE);
    }

    /** CVE-2026-93683: the length is judged before anything is done with it. */
    @Test
    void shouldDropIndirectTablesOfMoreThanTheRing() {
        raw.split(0, world.data(0), 16 * (SIZE + 1), RawRing.INDIRECT, 0);
        requireDropped(RingFault.INDIRECT_SIZE);
    }

    /** CVE-2018-1059 for tables. */
    @Test
    void shouldDropIndirectTablesThatCrossRegions() {
        raw.split(0, world.data(32 * 1024 - 16), 32, RawRing.INDIRECT, 0);
        requireDropped(RingFault.INDIRECT_ADDRESS);
    }

    @Test
    void shouldDropATableThatGoesOnBeyondItself() {
        raw.split(world.data(0), 0, world.data(1024), 60, RawRing.NEXT, 2);
        raw.split(0, world.data(0), 32, RawRing.INDIRECT, 0);
        requireDropped(RingFault.NEXT_BEYOND_TABLE);
    }

    @Test
    void shouldDropATableInACircle() {
        raw.split(world.data(0), 0, world.data(1024), 60, RawRing.NEXT, 1);
        raw.split(world.data(0), 1, world.data(1024), 60, RawRing.NEXT, 0);
        raw.split(0, world.data(0), 32, RawRing.INDIRECT, 0);
        requireDropped(RingFault.CHAIN_TOO_LONG);
    }

    /** CVE-2026-86562, 285e6b8b18 of DPDK: what a guest changes after we looked changes nothing. */
    @Test
    void shouldReadNoDescriptorTwice() {
        raw.split(0, world.data(0), 60, RawRing.NEXT, 1);
        raw.split(1, world.data(60), 40, 0, 0);
        raw.offer(0);
        assertThat(world.device().fetch(1)).isEqualTo(1);
        raw.split(0, 0x40, 0xffff_ffffL, RawRing.NEXT, 77);
        raw.split(1, 0x40, 0xffff_ffffL, RawRing.WRITE, 77);
        raw.world.put(RingWorld.GUEST + 128 + 4, new byte[] {99, 99});
        assertThat(scratch.chain(world.device(), 0, 9)).isEqualTo(world.bytes(world.data(0), 100));
        world.device().complete(1);
        assertThat(raw.used(0, 1)).isEqualTo("0:0");
    }

    /** CVE-2026-86566: receive buffers smaller than the header, some of nothing. */
    @Test
    void shouldSpreadAPacketOverRunts() {
        raw.split(0, world.data(0), 3, RawRing.WRITE | RawRing.NEXT, 1);
        raw.split(1, world.data(3), 0, RawRing.WRITE | RawRing.NEXT, 2);
        raw.split(2, world.data(3), 4, RawRing.WRITE, 0);
        raw.split(3, world.data(7), 2, RawRing.WRITE, 0);
        raw.split(4, world.data(9), 100, RawRing.WRITE, 0);
        raw.offer(0, 3, 4);
        Memory.fill(scratch.address(), 100, (byte) 0x31);
        assertThat(world.device().write(scratch.address(), 12, scratch.address() + 12, 20))
                .isEqualTo(3);
        world.device().flush();
        assertThat(raw.used(0, 3)).isEqualTo("0:7 3:2 4:23");
        assertThat(world.bytes(world.data(0), 32))
                .isEqualTo(scratch.bytes(0, 32))
                .startsWith(0x31, 0x31);
        assertThat(world.bytes(world.data(10), 2)).as("num_buffers").containsExactly(3, 0);
        assertThat(world.bytes(world.data(32), 80)).containsOnly(RingWorld.GARBAGE);
    }

    @Test
    void shouldReturnBadReceiveBuffersUnused() {
        raw.split(0, 0x40, 2000, RawRing.WRITE, 0);
        raw.split(1, world.data(0), 2000, RawRing.WRITE, 0);
        raw.offer(0, 1);
        assertThat(world.device().write(scratch.address(), 12, scratch.address() + 12, 60))
                .isEqualTo(1);
        world.device().flush();
        assertThat(raw.used(0, 2)).isEqualTo("0:0 1:72");
        requireCounted(RingFault.BAD_ADDRESS);
    }

    @Test
    void shouldReturnWhatWasTakenWithABadBufferBehindIt() {
        raw.split(0, world.data(0), 40, RawRing.WRITE, 0);
        raw.split(1, world.data(0), 40, 0, 0);
        raw.split(2, world.data(0), 2000, RawRing.WRITE, 0);
        raw.offer(0, 1, 2);
        assertThat(world.device().write(scratch.address(), 12, scratch.address() + 12, 60))
                .isEqualTo(1);
        world.device().flush();
        assertThat(raw.used(0, 3)).isEqualTo("0:0 1:0 2:72");
        requireCounted(RingFault.WRONG_DIRECTION);
    }

    @Test
    void shouldTakeNoReceiveBufferWhenThereAreTooFew() {
        raw.split(0, world.data(0), 40, RawRing.WRITE, 0);
        raw.offer(0, 0);
        assertThat(world.device().write(scratch.address(), 12, scratch.address() + 12, 69))
                .isEqualTo(DeviceQueue.NO_ROOM);
        world.device().flush();
        assertThat(raw.usedIndex()).isZero();
        assertThat(world.device().write(scratch.address(), 12, scratch.address() + 12, 68))
                .isEqualTo(2);
        assertThat(world.faults.total()).isZero();
    }

    @Test
    void shouldLoseThePacketThatAWholeRingCannotHold() {
        raw.split(0, world.data(0), 100, RawRing.WRITE, 0);
        raw.offer(0, 0, 0, 0, 0, 0, 0, 0);
        assertThat(world.device().write(scratch.address(), 12, scratch.address() + 12, 1_500))
                .isEqualTo(RingFault.BUFFER_TOO_SMALL.code());
        requireCounted(RingFault.BUFFER_TOO_SMALL);
        assertThat(world.device().write(scratch.address(), 12, scratch.address() + 12, 700))
                .isEqualTo(8);
    }

    @Test
    void shouldLetNoGuestKeepUsBusyWithBadBuffers() {
        try (RingWorld large = new RingWorld(256, FEATURES, 4096)) {
            final RawRing guest = new RawRing(large, 256);
            guest.split(0, 0x40, 100, RawRing.WRITE, 0);
            guest.offer(new int[200]);
            assertThat(large.device().write(scratch.address(), 12, scratch.address() + 12, 60))
                    .isEqualTo(DeviceQueue.NO_ROOM);
            large.device().flush();
            assertThat(guest.usedIndex()).isEqualTo(64);
        }
    }

    @Test
    void shouldDropChainsOfMoreFragmentsThanWeTake() {
        try (RingWorld large = new RingWorld(512, FEATURES, 4096)) {
            final RawRing guest = new RawRing(large, 512);
            for (int i = 0; i < 512; i++) {
                guest.split(i, large.data(0), 1, i == 256 || i == 511 ? 0 : RawRing.NEXT, i + 1);
            }
            guest.offer(0, 1);
            assertThat(large.device().fetch(2)).isEqualTo(2);
            assertThat(RingFault.of(large.device().readableBytes(0))).isEqualTo(RingFault.TOO_MANY_FRAGMENTS);
            assertThat(large.device().readableBytes(1)).isEqualTo(256);
        }
    }

    @Test
    void shouldFetchFewerChainsWhenTheyHaveManyFragments() {
        try (RingWorld large = new RingWorld(256, FEATURES, 4096)) {
            final RawRing guest = new RawRing(large, 256);
            for (int i = 0; i < 256; i++) {
                guest.split(i, large.data(i), 1, i == 255 ? 0 : RawRing.NEXT, i + 1);
            }
            guest.offer(0, 0, 0, 0, 0, 0);
            assertThat(large.device().fetch(6)).isEqualTo(4);
            large.device().complete(4);
            assertThat(large.device().fetch(6)).isEqualTo(2);
            assertThat(scratch.chain(large.device(), 1, 10)).isEqualTo(large.bytes(large.data(0), 256));
        }
    }

    @Test
    void shouldDropIndirectTablesThatWereNotNegotiated() {
        try (RingWorld plain = new RingWorld(4, Features.VERSION_1, 4096)) {
            final RawRing guest = new RawRing(plain, 4);
            guest.split(plain.data(0), 0, plain.data(1024), 60, 0, 0);
            guest.split(0, plain.data(0), 16, RawRing.INDIRECT, 0);
            guest.offer(0);
            assertThat(plain.device().fetch(1)).isEqualTo(1);
            assertThat(RingFault.of(plain.device().readableBytes(0))).isEqualTo(RingFault.INDIRECT_NOT_NEGOTIATED);
        }
    }

    @Test
    void shouldStopWhenTheMemoryIsSaidToBeGone() {
        raw.split(0, world.data(0), 60, 0, 0);
        raw.offer(0);
        world.device().memoryGone();
        requireBroken(RingFault.MEMORY_GONE);
    }
}
