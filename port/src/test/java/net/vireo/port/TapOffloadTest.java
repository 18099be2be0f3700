// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.vireo.linux.netlink.RtNetlink;
import net.vireo.port.offload.Bytes;
import net.vireo.port.offload.Offload;
import net.vireo.port.offload.Offloads;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketPool.Sizes;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a TAP does with offloads when something is missing: buffers, the link, the truth. */
@Tag("system")
@Tag("tap")
@Timeout(60)
class TapOffloadTest {
    private static final int GUEST_IP = 0x0a090001;
    private static final long OUR_MAC = 0x02_00_00_00_00_02L;
    private static final byte[] LONG = Bytes.frame(
            Bytes.ipv4(5, 0, 64, Bytes.TCP, Bytes.tcp(1, Bytes.ACK, new byte[0], Bytes.counting(30_000))), true);

    private final PacketPool pool = PacketPool.create(new Sizes(256, 32), false);
    private final PoolCache cache = pool.newCache(10);
    private final long[] packets = new long[64];
    private TestNetwork network;

    @BeforeEach
    void makeNetwork(@TempDir final Path directory) throws IOException {
        network = new TestNetwork(directory);
    }

    @AfterEach
    void removeNetwork() {
        network.close();
        pool.close();
    }

    @Test
    void shouldReceiveShortFramesIntoSmallBuffersAndLongOnesIntoLargeOnes() throws IOException {
        try (TapPort port = open(OffloadMode.GUEST)) {
            final long small = receive(port, 100);
            final long large = receive(port, 5_000);
            assertThat(PacketRef.id(small)).isLessThan(256);
            assertThat(PacketRef.id(large)).isGreaterThanOrEqualTo(256);
            assertThat(PacketRef.offset(large)).isEqualTo(PacketPool.HEADROOM_BYTES);
            final long word = Offload.of(pool, large);
            assertThat(Offload.needsChecksum(word)).isTrue();
            assertThat(Offload.start(word)).isEqualTo(PacketPool.HEADROOM_BYTES + 34);
            final byte[] bytes = Bytes.of(pool, large);
            for (int i = 42; i < bytes.length; i++) {
                assertThat(bytes[i]).as("byte %d", i).isEqualTo((byte) 0x5a);
            }
            cache.free(small);
            cache.free(large);
            assertThat(pool.balance().holds(port.counters().heldBuffers())).isTrue();
        }
        assertThat(pool.balance().holds(0)).isTrue();
    }

    @Test
    void shouldLoseLongFramesOnlyWhenThereIsNoLargeBuffer() throws IOException {
        try (TapPort port = open(OffloadMode.GUEST)) {
            final List<Long> taken = new ArrayList<>();
            for (long large = cache.takeLarge(); large != PoolCache.NONE; large = cache.takeLarge()) {
                taken.add(large);
            }
            send(5_000);
            final long small = receive(port, 100);
            assertThat(PacketRef.length(small)).isEqualTo(142);
            assertThat(port.counters().rxNoBuffers()).isOne();
            assertThat(port.counters().rxErrors()).isZero();
            taken.forEach(cache::free);
            assertThat(PacketRef.length(receive(port, 5_000))).isEqualTo(5_042);
        }
    }

    @Test
    void shouldHandALongPacketBackWholeWhileTheGuestsEndIsDown() {
        try (TapPort port = open(OffloadMode.NONE)) {
            network.call(() -> {
                try (RtNetlink links = RtNetlink.open()) {
                    links.setDown(links.link("tap7").index());
                }
                return null;
            });
            final long packet = Bytes.superFrame(cache, LONG, Offload.TCP4, 1400);
            final long[] burst = {packet};
            assertThat(port.txQueue(0).transmit(cache, burst, 1)).isZero();
            assertThat(burst[0]).isEqualTo(packet);
            assertThat(Bytes.of(pool, packet)).isEqualTo(LONG);
            assertThat(port.counters().offloads().segmentedPackets()).isZero();
        }
    }

    @Test
    void shouldRefuseALongPacketWhenThereIsNoBufferForASegmentAndSendTheNext() {
        try (TapPort port = open(OffloadMode.NONE)) {
            final long packet = Bytes.superFrame(cache, LONG, Offload.TCP4, 1400);
            final long next = Bytes.packet(cache, new byte[60]);
            final List<Long> taken = new ArrayList<>();
            for (long empty = cache.take(1); empty != PoolCache.NONE; empty = cache.take(1)) {
                taken.add(empty);
            }
            final long[] burst = {packet, next};
            final TxQueue tx = port.txQueue(0);
            assertThat(tx.transmit(cache, burst, 2)).isOne();
            assertThat(burst[1]).isEqualTo(packet);
            // The next one's buffer is enough for one segment after the other.
            assertThat(tx.transmit(cache, new long[] {packet}, 1)).isOne();
            assertThat(port.counters().offloads().segmentsBorn()).isEqualTo(22);
            assertThat(port.counters().offloads().segmentsLost()).isZero();
            taken.forEach(cache::free);
        }
        assertThat(pool.balance().holds(0)).isTrue();
    }

    @Test
    void shouldRefusePacketsWhoseWordIsFalse() {
        for (final OffloadMode mode : new OffloadMode[] {OffloadMode.NONE, OffloadMode.GUEST}) {
            try (TapPort port = open(mode)) {
                final long pulled = Bytes.superFrame(cache, LONG, Offload.TCP4, 1400);
                final long[] burst = {
                    PacketRef.resized(pulled, PacketRef.offset(pulled) + 60, 29_000),
                    Bytes.superFrame(cache, LONG, Offload.TCP6, 1400),
                    Bytes.packet(cache, new byte[60])
                };
                final int taken = port.txQueue(0).transmit(cache, burst, 3);
                assertThat(taken).as("%s", mode).isOne();
                assertThat(burst[1]).isEqualTo(PacketRef.resized(pulled, PacketRef.offset(pulled) + 60, 29_000));
                cache.free(burst, 1, 3);
            }
            assertThat(pool.balance().holds(0)).isTrue();
        }
    }

    @Test
    void shouldSayWhatItTakes() {
        try (TapPort port = open(OffloadMode.NONE)) {
            assertThat(port.offloads()).isEqualTo(Offloads.NONE);
            assertThat(port.counters().offloads()).isEqualTo(OffloadCounts.NONE);
        }
        try (TapPort port = open(OffloadMode.GUEST)) {
            assertThat(port.offloads().tso()).isTrue();
        }
        assertThatThrownBy(() -> open(OffloadMode.FABRIC)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldAllocateNothingPerPacket() {
        try (TapPort port = open(OffloadMode.GUEST);
                TapPort cutting = open("tap8", OffloadMode.NONE)) {
            final TxQueue tx = port.txQueue(0);
            final TxQueue cuttingTx = cutting.txQueue(0);
            final RxQueue rx = port.rxQueue(0);
            final long template = Bytes.superFrame(cache, LONG, Offload.TCP4, 1400);
            assertThat(Allocation.leastBytes(2_000, () -> {
                        packets[0] = cache.copy(template);
                        cache.free(packets, tx.transmit(cache, packets, 1), 1);
                        packets[0] = cache.copy(template);
                        cache.free(packets, cuttingTx.transmit(cache, packets, 1), 1);
                        cache.free(packets, 0, rx.receive(cache, packets, 64));
                    }))
                    .isZero();
            assertThat(cutting.counters().offloads().segmentsBorn()).isGreaterThanOrEqualTo(22 * 2_000);
        }
    }

    private long receive(final TapPort port, final int payloadBytes) throws IOException {
        send(payloadBytes);
        final long deadlineNs = System.nanoTime() + 2_000_000_000L;
        while (System.nanoTime() < deadlineNs) {
            if (port.rxQueue(0).receive(cache, packets, 1) == 1) {
                final byte[] bytes = Bytes.of(pool, packets[0]);
                if (bytes[12] == 8 && bytes[13] == 0 && bytes[23] == 17) {
                    return packets[0];
                }
                cache.free(packets[0]);
            }
        }
        throw new AssertionError("no UDP packet came within two seconds");
    }

    private void send(final int payloadBytes) throws IOException {
        network.call(() -> {
            TestNetwork.sendFromKernel("10.9.0.2", payloadBytes);
            return null;
        });
    }

    private TapPort open(final OffloadMode mode) {
        return open("tap7", mode);
    }

    private TapPort open(final String name, final OffloadMode mode) {
        return network.call(() -> {
            final TapPort port = TapPort.open(pool, name, 1, 9000, mode);
            try (RtNetlink links = RtNetlink.open()) {
                final int index = links.link(name).index();
                links.setMtu(index, 9000);
                links.setUp(index);
                if (name.equals("tap7")) {
                    links.addAddress(index, GUEST_IP, 24);
                    links.putNeighbour(index, 0x0a090002, OUR_MAC);
                }
            }
            return port;
        });
    }
}
