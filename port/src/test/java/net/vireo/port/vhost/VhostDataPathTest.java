// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import net.vireo.linux.Epoll;
import net.vireo.linux.EventFd;
import net.vireo.port.FarSide;
import net.vireo.port.RingState;
import net.vireo.port.offload.Bytes;
import net.vireo.port.offload.Refusal;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.virtio.Features;
import net.vireo.virtio.RingFault;
import net.vireo.virtio.RingLook;
import net.vireo.virtio.vhost.RefusedException;
import net.vireo.virtio.vhost.RingBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The device's rings without a socket: what a guest puts in comes out, and a false guest harms nobody. */
class VhostDataPathTest extends VhostDataPath {
    @ParameterizedTest
    @ValueSource(longs = {SPLIT, PACKED, PACKED | Features.EVENT_IDX, Features.EVENT_IDX | Features.IN_ORDER})
    void shouldReceiveWhatAGuestTransmits(final long features) throws RefusedException {
        try (MockGuest guest = new MockGuest(features, 64)) {
            guest.connect(device);
            final byte[] first = Bytes.counting(60);
            final byte[] second = Bytes.counting(1514);
            guest.transmit(PLAIN, first);
            guest.transmit(PLAIN, second);
            guest.queues[MockGuest.TRANSMIT].publish();

            assertThat(receiver.receive(cache, packets, 64)).isEqualTo(2);
            assertThat(bytes(packets[0])).isEqualTo(first);
            assertThat(bytes(packets[1])).isEqualTo(second);
            assertThat(guest.queues[MockGuest.TRANSMIT].collect(new int[64], new int[64]))
                    .isEqualTo(2);
            assertThat(counters.rxPackets()).isEqualTo(2);
            cache.free(packets, 0, 2);
            disconnect();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {SPLIT, PACKED, MERGED, MERGED | PACKED | Features.IN_ORDER})
    void shouldGiveAGuestWhatIsSentToIt(final long features) throws RefusedException {
        try (MockGuest guest = new MockGuest(features, 64)) {
            guest.connect(device);
            final long[] posted = guest.post(4, 2048);
            packets[0] = Bytes.packet(cache, Bytes.counting(60));
            packets[1] = Bytes.packet(cache, Bytes.counting(1514));

            assertThat(sender.transmit(cache, packets, 2)).isEqualTo(2);
            final byte[] header = PLAIN.clone();
            header[10] = 1; // num_buffers
            assertThat(guest.collect(posted)).isDeepEqualTo(new byte[][] {
                Bytes.concat(header, Bytes.counting(60)), Bytes.concat(header, Bytes.counting(1514))
            });
            assertThat(EventFd.drain(guest.callFd)).isPositive();
            assertThat(counters.txPackets()).isEqualTo(2);
            disconnect();
        }
    }

    @Test
    void shouldSpreadALongPacketOverMergeableBuffers() throws RefusedException {
        try (MockGuest guest = new MockGuest(MERGED, 64)) {
            guest.connect(device);
            final long[] posted = guest.post(8, 512);
            packets[0] = Bytes.packet(cache, Bytes.counting(1514));

            assertThat(sender.transmit(cache, packets, 1)).isEqualTo(1);
            final byte[][] parts = guest.collect(posted);
            assertThat(parts).hasNumberOfRows(3);
            assertThat(parts[0]).hasSize(512).startsWith(Bytes.concat(new byte[10], new byte[] {3, 0, 0, 1, 2}));
            assertThat(parts[2]).hasSize(12 + 1514 - 2 * 512);
            disconnect();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {SPLIT, PACKED, Features.EVENT_IDX, PACKED | Features.EVENT_IDX})
    void shouldShowWhatStandsInARing(final long features) throws RefusedException {
        try (MockGuest guest = new MockGuest(features, 16)) {
            guest.connect(device);
            final VhostRing ring = rings.transmitRing(3);
            guest.post(6, 2048);
            assertThat(send(2)).isEqualTo(2);

            final RingState state = ring.look();
            assertThat(state.enabled()).isTrue();
            assertThat(state.trouble()).isEmpty();
            final RingLook look = state.look().orElseThrow();
            assertThat(look.packed()).isEqualTo((features & PACKED) != 0);
            assertThat(look.sizeEntries()).isEqualTo(16);
            assertThat(look.availIndex()).isEqualTo(6);
            assertThat(look.position()).isEqualTo(2);
            assertThat(look.usedIndex()).isEqualTo(2);
            assertThat(look.waiting()).isEqualTo(4);
            assertThat(look.calls()).startsWith("wanted");
            assertThat(look.entries()).hasSize(16);
            assertThat(look.entries().stream().filter(RingLook.Entry::waiting).map(RingLook.Entry::slot))
                    .containsExactly(2, 3, 4, 5);
            final RingLook.Entry next = look.entries().stream()
                    .filter(RingLook.Entry::waiting)
                    .findFirst()
                    .orElseThrow();
            assertThat(next.address() - MockGuest.GUEST_BASE).isEqualTo((1L << 20) + 2 * 2048);
            assertThat(next.lengthBytes()).isEqualTo(2048);
            assertThat(next.flags() & 2).as("to be written").isEqualTo(2);
            assertThat(rings.receiveRing(0).look().look().orElseThrow().kicks())
                    .as("nobody has begun to poll or to sleep")
                    .isIn("suppressed", "wanted past 65535", "wanted past 0");
            disconnect();
            assertThat(ring.look().look()).as("the guest has gone").isEmpty();
        }
    }

    /** Whoever looks may be the first to find the memory gone: an answer, not a crash. */
    @Test
    void shouldAnswerWhenTheMemoryVanishesUnderALook() throws RefusedException {
        try (MockGuest guest = new MockGuest(SPLIT, 16)) {
            guest.connect(device);
            guest.truncate(0);
            final RingState state = rings.transmitRing(3).look();
            assertThat(state.look()).isEmpty();
            assertThat(state.trouble()).isEqualTo(RingFault.MEMORY_GONE.sentence());
            assertThat(rings.transmitRing(3).isGone()).as("told once").isTrue();
            assertThat(rings.transmitRing(3).isGone()).isFalse();
            assertThat(rings.transmitRing(3).look().look()).isEmpty();
            disconnect();
        }
    }

    @Test
    void shouldLeaveWhatFindsNoRoomToTheCaller() throws RefusedException {
        try (MockGuest guest = new MockGuest(SPLIT, 4)) {
            guest.connect(device);
            guest.post(2, 2048);
            for (int i = 0; i < 5; i++) {
                packets[i] = Bytes.packet(cache, Bytes.counting(60 + i));
            }
            assertThat(sender.transmit(cache, packets, 5)).isEqualTo(2);
            assertThat(PacketRef.length(packets[2])).isEqualTo(62);
            assertThat(counters.txErrors()).isEqualTo(3);
            cache.free(packets, 2, 5);
            disconnect();
        }
    }

    @Test
    void shouldRefuseOnlyThePacketThatNoBufferHolds() throws RefusedException {
        try (MockGuest guest = new MockGuest(SPLIT, 4)) {
            guest.connect(device);
            guest.post(2, 256);
            packets[0] = Bytes.packet(cache, Bytes.counting(1000));
            packets[1] = Bytes.packet(cache, Bytes.counting(61));

            assertThat(sender.transmit(cache, packets, 2)).isEqualTo(1);
            assertThat(PacketRef.length(packets[1])).isEqualTo(1000);
            assertThat(VhostFarSide.of(true, rings, List.of(vhost)))
                    .isEqualTo(new FarSide(
                            true, 1, 1, "1 times the guest's receive buffers hold no packet of this length", 0, 0));
            cache.free(packets[1]);
            disconnect();
        }
    }

    @Test
    void shouldTakeNothingWhileNobodyIsThere() {
        packets[0] = Bytes.packet(cache, Bytes.counting(60));
        assertThat(sender.isOpen()).isFalse();
        assertThat(sender.transmit(cache, packets, 1)).isZero();
        assertThat(receiver.receive(cache, packets, 64)).isZero();
        assertThat(receiver.rest()).isTrue();
        cache.free(packets[0]);
    }

    @Test
    void shouldDiscardWhatComesOnAQueueThatIsNotEnabled() throws RefusedException {
        try (MockGuest guest = new MockGuest(SPLIT, 64)) {
            device.memory(List.of(guest.region()), List.of());
            device.startRing(guest.setup(MockGuest.TRANSMIT, false));
            device.startRing(guest.setup(MockGuest.RECEIVE, false));
            guest.post(4, 2048);
            guest.transmit(PLAIN, Bytes.counting(60));
            guest.queues[MockGuest.TRANSMIT].publish();

            assertThat(receiver.receive(cache, packets, 64)).isZero();
            assertThat(VhostFarSide.of(false, rings, List.of(vhost))).isEqualTo(new FarSide(false, 0, 0, "", 0, 1));
            assertThat(guest.queues[MockGuest.TRANSMIT].collect(new int[64], new int[64]))
                    .isEqualTo(1);
            assertThat(sender.isOpen()).isFalse();

            device.enableRing(MockGuest.TRANSMIT, true);
            device.enableRing(MockGuest.RECEIVE, true);
            guest.transmit(PLAIN, Bytes.counting(60));
            guest.queues[MockGuest.TRANSMIT].publish();
            assertThat(receiver.receive(cache, packets, 64)).isEqualTo(1);
            assertThat(sender.isOpen()).isTrue();
            cache.free(packets[0]);
            disconnect();
        }
    }

    @Test
    void shouldLeaveFramesWithTheGuestWhileThePoolIsEmpty() throws RefusedException {
        try (MockGuest guest = new MockGuest(SPLIT, 64)) {
            guest.connect(device);
            final long[] all = new long[pool.sizeCount()];
            for (int i = 0; i < all.length; i++) {
                all[i] = i < 512 ? cache.takeSmall() : cache.takeLarge();
            }
            guest.transmit(PLAIN, Bytes.counting(60));
            guest.queues[MockGuest.TRANSMIT].publish();
            assertThat(receiver.receive(cache, packets, 64)).isZero();
            assertThat(counters.rxNoBuffers()).isEqualTo(1);

            cache.free(all, 0, all.length);
            assertThat(receiver.receive(cache, packets, 64)).isEqualTo(1);
            cache.free(packets[0]);
            disconnect();
        }
    }

    @Test
    void shouldDropByNameWhatTheHeaderLiesAbout() throws RefusedException {
        try (MockGuest guest = new MockGuest(SPLIT, 64)) {
            guest.connect(device);
            final byte[] outside = PLAIN.clone();
            outside[0] = 1; // needs a checksum
            outside[6] = 50; // from byte 50
            outside[8] = 16; // in bytes 66 and 67, of 60
            guest.transmit(outside, Bytes.counting(60));
            guest.transmit(PLAIN, Bytes.counting(60));
            guest.transmit(PLAIN, Bytes.counting(13)); // no Ethernet header
            guest.queues[MockGuest.TRANSMIT].publish();

            assertThat(receiver.receive(cache, packets, 64)).isEqualTo(1);
            assertThat(counters.rxErrors()).isEqualTo(2);
            assertThat(counters.offloads().refusals()).containsEntry(Refusal.CHECKSUM_OUTSIDE, 1L);
            cache.free(packets[0]);
            disconnect();
        }
    }

    @Test
    void shouldSleepUntilTheGuestKicks() throws RefusedException {
        try (MockGuest guest = new MockGuest(Features.EVENT_IDX, 64);
                Epoll epoll = Epoll.open()) {
            epoll.add(receiver.readinessFd(), Epoll.IN, 1);
            guest.connect(device);
            assertThat(epoll.await(new int[1], 0)).as("a started ring wakes").isEqualTo(1);
            assertThat(receiver.receive(cache, packets, 64)).isZero();
            assertThat(receiver.rest()).isTrue();
            assertThat(epoll.await(new int[1], 0)).isZero();

            guest.transmit(PLAIN, Bytes.counting(60));
            guest.queues[MockGuest.TRANSMIT].publish();
            assertThat(guest.queues[MockGuest.TRANSMIT].wantsNotification()).isTrue();
            EventFd.signal(guest.kickFd);
            assertThat(epoll.await(new int[1], 0)).isEqualTo(1);
            assertThat(receiver.receive(cache, packets, 64)).isEqualTo(1);
            cache.free(packets[0]);

            guest.transmit(PLAIN, Bytes.counting(60));
            guest.queues[MockGuest.TRANSMIT].publish();
            assertThat(guest.queues[MockGuest.TRANSMIT].wantsNotification())
                    .as("no kicks while it is polled")
                    .isFalse();
            assertThat(receiver.rest()).as("a packet waits").isFalse();
            assertThat(receiver.receive(cache, packets, 64)).isEqualTo(1);
            cache.free(packets[0]);
            disconnect();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {SPLIT, PACKED})
    void shouldGoOnWhereItStoodWhenTheMemoryTableChanges(final long features) throws RefusedException {
        try (MockGuest guest = new MockGuest(features, 8)) {
            guest.connect(device);
            for (int round = 0; round < 21; round++) {
                guest.transmit(PLAIN, Bytes.counting(60 + round));
                guest.queues[MockGuest.TRANSMIT].publish();
                if (round % 5 == 0) {
                    device.memory(
                            List.of(guest.region()),
                            List.of(guest.setup(MockGuest.RECEIVE, true), guest.setup(MockGuest.TRANSMIT, true)));
                }
                assertThat(receiver.receive(cache, packets, 64)).isEqualTo(1);
                assertThat(PacketRef.length(packets[0])).isEqualTo(60 + round);
                cache.free(packets[0]);
                assertThat(guest.queues[MockGuest.TRANSMIT].collect(new int[8], new int[8]))
                        .isEqualTo(1);
            }
            final RingBase base = device.stopRing(MockGuest.TRANSMIT);
            // Packed: 21 of rings of 8 are two rounds and five; the wrap counter is what it was at first.
            assertThat(base).isEqualTo(features == PACKED ? new RingBase(0x8005, 0x8005) : new RingBase(21, 0));
            device.stopRing(MockGuest.RECEIVE);
            device.memory(List.of(), List.of());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {SPLIT, PACKED})
    void shouldResumeWhereItStoodWhateverTheFrontEndRemembers(final long features) throws RefusedException {
        try (MockGuest guest = new MockGuest(features, 8)) {
            guest.connect(device);
            for (int i = 0; i < 3; i++) {
                guest.transmit(PLAIN, Bytes.counting(60));
            }
            guest.queues[MockGuest.TRANSMIT].publish();
            assertThat(receiver.receive(cache, packets, 2)).isEqualTo(2);
            cache.free(packets, 0, 2);
            disconnect();

            guest.connect(device); // says 0
            assertThat(receiver.receive(cache, packets, 64)).isEqualTo(1);
            cache.free(packets[0]);
            disconnect();
        }
    }

    /** The process died: nobody stopped the rings, and the front end knows no better than to begin at the start. */
    @Test
    void shouldGoOnWithThePackedRingsOfAProcessThatDied(@TempDir final Path directory) throws RefusedException {
        final Path file = directory.resolve("vhost-3.rings");
        try (MockGuest guest = new MockGuest(PACKED, 8)) {
            final VhostRings dead = new VhostRings(1, RingRecords.inFile(file, 2));
            final VhostBackEnd deadDevice = new VhostBackEnd("dead", dead, dead::refresh);
            guest.connect(deadDevice);
            final VhostReceiver deadReceiver =
                    new VhostReceiver(pool, dead.receiveRing(0), counters.newQueue(), vhost, alarms::incrementAndGet);
            for (int i = 0; i < 13; i++) {
                guest.transmit(PLAIN, Bytes.counting(60 + i));
                guest.queues[MockGuest.TRANSMIT].publish();
                assertThat(deadReceiver.receive(cache, packets, 64)).isEqualTo(1);
                cache.free(packets[0]);
                guest.queues[MockGuest.TRANSMIT].collect(new int[8], new int[8]);
            }
            guest.transmit(PLAIN, Bytes.counting(200));
            guest.queues[MockGuest.TRANSMIT].publish();

            final VhostRings next = new VhostRings(1, RingRecords.inFile(file, 2));
            final VhostBackEnd nextDevice = new VhostBackEnd("next", next, next::refresh);
            guest.connect(nextDevice);
            final VhostReceiver nextReceiver =
                    new VhostReceiver(pool, next.receiveRing(0), counters.newQueue(), vhost, alarms::incrementAndGet);
            assertThat(nextReceiver.receive(cache, packets, 64)).isEqualTo(1);
            assertThat(PacketRef.length(packets[0])).isEqualTo(200);
            cache.free(packets[0]);
            for (final VhostBackEnd each : List.of(deadDevice, nextDevice)) {
                each.stopRing(MockGuest.RECEIVE);
                each.stopRing(MockGuest.TRANSMIT);
                each.memory(List.of(), List.of());
            }
            dead.close();
            next.close();
        }
    }

    @Test
    void shouldRefuseAFileThatEndsBeforeItsRegion() {
        try (MockGuest guest = new MockGuest(SPLIT, 8)) {
            guest.truncate(8192);
            assertThatThrownBy(() -> device.memory(List.of(guest.region()), List.of()))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("ends outside of its file of 8192 bytes");
        }
    }

    @Test
    void shouldRefuseToBeNotifiedByWhatIsNoEventFd() throws RefusedException {
        try (MockGuest guest = new MockGuest(SPLIT, 8)) {
            device.memory(List.of(guest.region()), List.of());
            final var good = guest.setup(MockGuest.TRANSMIT, true);
            final var bad = new net.vireo.virtio.vhost.RingSetup(
                    good.index(),
                    good.size(),
                    good.packed(),
                    good.descriptorAddress(),
                    good.driverAddress(),
                    good.deviceAddress(),
                    good.base(),
                    good.features(),
                    true,
                    guest.memFd,
                    guest.callFd);
            assertThatThrownBy(() -> device.startRing(bad)).hasMessageContaining("no eventfd");
            assertThat(rings.receiveRing(0).runs()).isFalse();
            device.memory(List.of(), List.of());
        }
    }

    /** The first access after the cut is interpreted in the one case and compiled code in the other. */
    @ParameterizedTest
    @ValueSource(ints = {0, 30_000})
    void shouldLoseOneBurstWhenTheGuestCutsItsMemoryOff(final int rounds) throws RefusedException {
        for (final boolean receiving : new boolean[] {true, false}) {
            try (MockGuest guest = new MockGuest(SPLIT, 64)) {
                guest.connect(device);
                for (int i = 0; i < rounds; i++) {
                    passOne(guest, receiving);
                }
                final long before = vhost.memoryFaultCount();
                guest.transmit(PLAIN, Bytes.counting(600));
                guest.queues[MockGuest.TRANSMIT].publish();
                final long[] posted = guest.post(1, 2048);
                guest.truncate(receiving ? 1 << 20 : 0);
                oneWay(receiving, 1);
                assertThat(vhost.memoryFaultCount()).isEqualTo(before + 1);
                assertThat(rings.all()[receiving ? 1 : 0].brokenSentence())
                        .as("told by the error, or by what is read before it arrives")
                        .isNotEmpty();
                assertThat(device.shortRegions()).isEqualTo("the guest cut off 1 of its 1 memory regions");
                assertThat(posted).hasSize(64);
                oneWay(receiving, 0);
                disconnect();
            }
        }
        assertThat(alarms).hasValue(2);
    }

    private void passOne(final MockGuest guest, final boolean receiving) {
        if (receiving) {
            guest.transmit(PLAIN, Bytes.counting(600));
            guest.queues[MockGuest.TRANSMIT].publish();
            final int n = receiver.receive(cache, packets, 64);
            cache.free(packets, 0, n);
            guest.queues[MockGuest.TRANSMIT].collect(new int[64], new int[64]);
        } else {
            guest.post(1, 2048);
            packets[0] = PacketRef.resized(cache.takeSmall(), PacketPool.HEADROOM_BYTES, 600);
            cache.free(packets, sender.transmit(cache, packets, 1), 1);
            guest.queues[MockGuest.RECEIVE].collect(new int[64], new int[64]);
        }
    }

    private void oneWay(final boolean receiving, final int round) {
        if (receiving) {
            assertThat(receiver.receive(cache, packets, 64)).isZero();
        } else {
            packets[0] = Bytes.packet(cache, Bytes.counting(600));
            final int taken = sender.transmit(cache, packets, 1);
            assertThat(taken).isBetween(0, round);
            cache.free(packets, taken, 1);
        }
    }
}
