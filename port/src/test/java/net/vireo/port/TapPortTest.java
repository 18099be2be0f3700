// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.file.Path;
import net.vireo.linux.memory.Memory;
import net.vireo.linux.netlink.RtNetlink;
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

/** A TAP port here, the kernel's own stack as the guest behind it. */
@Tag("system")
@Tag("tap")
@Timeout(60)
class TapPortTest {
    private static final int GUEST_IP = 0x0a090001;
    private static final int OUR_IP = 0x0a090002;
    private static final long OUR_MAC = 0x02_00_00_00_00_02L;

    private final PacketPool pool = PacketPool.create(new Sizes(512, 32), false);
    private final PoolCache cache = pool.newCache(10);
    private final long[] packets = new long[256];
    private TestNetwork network;
    private long guestMac;

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
    void shouldReceiveTheGuestsFramesWithCompleteChecksums() throws IOException {
        try (TapPort port = open(1500, 1500, 1)) {
            send(100);
            final long packet = awaitUdp(port.rxQueue(0));
            assertThat(PacketRef.length(packet)).isEqualTo(14 + 20 + 8 + 100);
            assertThat(PacketRef.offset(packet)).isEqualTo(PacketPool.HEADROOM_BYTES);
            assertThat(TestNetwork.isGoodUdp(pool, packet)).isTrue();
            assertThat(port.name()).isEqualTo("tap7");
            cache.free(packet);
            assertThat(pool.balance().holds(port.counters().heldBuffers())).isTrue();
        }
        assertThat(pool.balance().holds(0)).isTrue();
    }

    @Test
    void shouldDeliverToTheGuest() throws IOException {
        try (TapPort port = open(1500, 1500, 1);
                DatagramSocket guest = network.call(() -> new DatagramSocket(9))) {
            guest.setSoTimeout(2_000);
            final long packet = TestNetwork.udp(cache, guestMac, OUR_IP, GUEST_IP, 4242);
            assertThat(port.txQueue(3).transmit(cache, new long[] {packet}, 1)).isOne();
            final DatagramPacket datagram = new DatagramPacket(new byte[100], 100);
            guest.receive(datagram);
            assertThat(datagram.getLength()).isEqualTo(18);
            assertThat(datagram.getPort()).isEqualTo(4242);
            assertThat(datagram.getData()[17]).isEqualTo((byte) 0xa5);
            assertThat(port.counters().txPackets()).isOne();
        }
    }

    @Test
    void shouldMakeRoomForTheHeaderWhenThePacketStartsAtTheBuffersStart() throws IOException {
        try (TapPort port = open(1500, 1500, 1);
                DatagramSocket guest = network.call(() -> new DatagramSocket(9))) {
            guest.setSoTimeout(2_000);
            final byte[] bytes = Frames.bytes(pool, TestNetwork.udp(cache, guestMac, OUR_IP, GUEST_IP, 4242));
            final long front = PacketRef.resized(cache.takeSmall(), 3, bytes.length);
            Memory.copyIn(bytes, 0, pool.dataAddress(front), bytes.length);
            assertThat(port.txQueue(0).transmit(cache, new long[] {front}, 1)).isOne();
            guest.receive(new DatagramPacket(new byte[100], 100));
        }
    }

    @Test
    void shouldCountFramesThatDoNotFitAndGoOn() throws IOException {
        try (TapPort port = open(9000, 1500, 1)) {
            send(5_000);
            send(100);
            final long packet = awaitUdp(port.rxQueue(0));
            assertThat(PacketRef.length(packet)).isEqualTo(142);
            assertThat(port.counters().rxErrors()).isOne();
        }
    }

    @Test
    void shouldReadJumboFramesIntoLargeBuffers() throws IOException {
        try (TapPort port = open(9000, 9000, 1)) {
            send(8_900);
            final long packet = awaitUdp(port.rxQueue(0));
            assertThat(PacketRef.length(packet)).isEqualTo(8_942);
            assertThat(TestNetwork.isGoodUdp(pool, packet)).isTrue();
        }
    }

    @Test
    void shouldHandBackTheFrameThatIsNone() {
        try (TapPort port = open(1500, 1500, 1)) {
            final long runt = Frames.packet(cache, new byte[] {1, 2, 3});
            final long good = TestNetwork.udp(cache, guestMac, OUR_IP, GUEST_IP, 1);
            final long[] burst = {runt, good};
            assertThat(port.txQueue(0).transmit(cache, burst, 2)).isOne();
            assertThat(burst[1]).isEqualTo(runt);
            assertThat(port.counters().txErrors()).isOne();
        }
    }

    @Test
    void shouldTakeNothingWhileTheGuestsEndIsDown() {
        try (TapPort port = open(1500, 1500, 1)) {
            network.call(() -> {
                try (RtNetlink links = RtNetlink.open()) {
                    links.setDown(links.link("tap7").index());
                }
                return null;
            });
            final long[] burst = {Frames.filled(cache, 1), Frames.filled(cache, 2)};
            assertThat(port.txQueue(0).transmit(cache, burst, 2)).isZero();
            assertThat(Frames.firstByte(pool, burst[0])).isEqualTo(1);
            assertThat(port.counters().txErrors()).isEqualTo(2);
        }
    }

    @Test
    void shouldOpenSeveralQueuesAndBeWaitedOn() throws IOException {
        try (TapPort port = open(1500, 1500, 2)) {
            assertThat(port.rxQueueCount()).isEqualTo(2);
            for (int i = 0; i < 20; i++) {
                send(100); // from a new source port each time
            }
            final int first = drain(port.rxQueue(0));
            final int second = drain(port.rxQueue(1));
            assertThat(first + second).isGreaterThanOrEqualTo(20);
            assertThat(TestNetwork.readable(port.rxQueue(0).readinessFd())).isFalse();
            assertThat(TestNetwork.readable(port.rxQueue(1).readinessFd())).isFalse();
        }
    }

    @Test
    void shouldAllocateNothingPerPacket() {
        try (TapPort port = open(1500, 1500, 1)) {
            final TxQueue tx = port.txQueue(0);
            final RxQueue rx = port.rxQueue(0);
            final long template = TestNetwork.udp(cache, guestMac, OUR_IP, GUEST_IP, 3);
            assertThat(Allocation.leastBytes(2_000, () -> {
                        for (int i = 0; i < 4; i++) {
                            packets[i] = cache.copy(template);
                        }
                        cache.free(packets, tx.transmit(cache, packets, 4), 4);
                        cache.free(packets, 0, rx.receive(cache, packets, 64));
                    }))
                    .isZero();
        }
    }

    private int drain(final RxQueue queue) {
        int sum = 0;
        int n = queue.receive(cache, packets, 64);
        while (n > 0) {
            cache.free(packets, 0, n);
            sum += n;
            n = queue.receive(cache, packets, 64);
        }
        return sum;
    }

    /** The first UDP packet over IPv4; the guest may also ask by ARP. */
    private long awaitUdp(final RxQueue queue) {
        final long deadlineNs = System.nanoTime() + 2_000_000_000L;
        while (System.nanoTime() < deadlineNs) {
            if (queue.receive(cache, packets, 1) == 1) {
                final byte[] bytes = Frames.bytes(pool, packets[0]);
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

    private TapPort open(final int deviceMtuBytes, final int portMtuBytes, final int queueCount) {
        return network.call(() -> {
            final TapPort port = TapPort.open(pool, "tap7", queueCount, portMtuBytes);
            try (RtNetlink links = RtNetlink.open()) {
                final int index = links.link("tap7").index();
                links.setMtu(index, deviceMtuBytes);
                links.setUp(index);
                links.addAddress(index, GUEST_IP, 24);
                links.putNeighbour(index, OUR_IP, OUR_MAC);
                guestMac = links.link("tap7").mac();
            }
            return port;
        });
    }
}
