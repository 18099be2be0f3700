// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import net.vireo.linux.LinuxException;
import net.vireo.linux.netlink.RtNetlink;
import net.vireo.packet.Udp;
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

/** Two packet socket ports on the two ends of a veth, and the kernel's own stack on one of them. */
@Tag("system")
@Timeout(60)
class PacketSocketPortTest {
    private static final long FAR_MAC = 0x02_00_00_00_00_02L;

    private final PacketPool pool = PacketPool.create(new Sizes(1024, 64), false);
    private final PoolCache cache = pool.newCache(10);
    private final long[] packets = new long[512];
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
    void shouldMoveFramesBothWaysUnchangedAndKeepTheBalance() {
        try (PacketSocketPort left = openVeth("va", "vb", 1500, 1);
                PacketSocketPort right = open("vb", 1500, 1)) {
            final byte[] shortest = frame(14);
            final byte[] longest = frame(1514);
            final long[] burst = {Frames.packet(cache, shortest), Frames.packet(cache, longest)};
            assertThat(left.txQueue(0).transmit(cache, burst, 2)).isEqualTo(2);
            assertThat(TestNetwork.readable(right.rxQueue(0).readinessFd())).isTrue();
            assertThat(TestNetwork.receive(right.rxQueue(0), cache, packets, 2)).isEqualTo(2);
            assertThat(Frames.bytes(pool, packets[0])).isEqualTo(shortest);
            assertThat(Frames.bytes(pool, packets[1])).isEqualTo(longest);
            assertThat(PacketRef.offset(packets[0])).isEqualTo(PacketPool.HEADROOM_BYTES);
            assertThat(right.txQueue(1).transmit(cache, packets, 2)).isEqualTo(2);
            assertThat(TestNetwork.receive(left.rxQueue(0), cache, packets, 2)).isEqualTo(2);
            assertThat(Frames.bytes(pool, packets[1])).isEqualTo(longest);
            assertThat(left.rxQueue(0).receive(cache, packets, 64))
                    .as("not its own")
                    .isZero();
            cache.free(packets, 0, 2);
            assertThat(left.counters().txPackets()).isEqualTo(2);
            assertThat(right.counters().rxPackets()).isEqualTo(2);
            assertThat(right.counters().rxErrors() + right.counters().rxMissed())
                    .isZero();
            final long held = left.counters().heldBuffers() + right.counters().heldBuffers();
            assertThat(held).isPositive();
            assertThat(pool.balance().holds(held)).isTrue();
        }
        assertThat(pool.balance().holds(0)).as("after closing").isTrue();
    }

    @Test
    void shouldPutTheVlanTagBack() {
        try (PacketSocketPort left = openVeth("va", "vb", 1500, 1);
                PacketSocketPort right = open("vb", 1500, 1)) {
            final byte[] tagged = frame(64);
            System.arraycopy(new byte[] {(byte) 0x81, 0, 0x60, 100, 0x08, 0x00}, 0, tagged, 12, 6);
            final byte[] provider = frame(64);
            System.arraycopy(new byte[] {(byte) 0x88, (byte) 0xa8, 0, 7, (byte) 0x81, 0, 0, 9}, 0, provider, 12, 8);
            left.txQueue(0)
                    .transmit(cache, new long[] {Frames.packet(cache, tagged), Frames.packet(cache, provider)}, 2);
            assertThat(TestNetwork.receive(right.rxQueue(0), cache, packets, 2)).isEqualTo(2);
            assertThat(Frames.bytes(pool, packets[0])).isEqualTo(tagged);
            assertThat(Frames.bytes(pool, packets[1])).isEqualTo(provider);
            assertThat(PacketRef.offset(packets[0]))
                    .as("the kernel had taken it off")
                    .isEqualTo(124);
        }
    }

    @Test
    void shouldCountFramesThatDoNotFitAndGoOn() {
        try (PacketSocketPort left = openVeth("va", "vb", 9000, 1);
                PacketSocketPort right = open("vb", 1500, 1)) {
            final long[] burst = {Frames.packet(cache, frame(9000)), Frames.packet(cache, frame(60))};
            assertThat(left.txQueue(0).transmit(cache, burst, 2)).isEqualTo(2);
            assertThat(TestNetwork.receive(right.rxQueue(0), cache, packets, 1)).isEqualTo(1);
            assertThat(PacketRef.length(packets[0])).isEqualTo(60);
            assertThat(right.counters().rxErrors()).isOne();
        }
    }

    @Test
    void shouldReceiveJumboFramesIntoLargeBuffers() {
        try (PacketSocketPort left = openVeth("va", "vb", 9000, 1);
                PacketSocketPort right = open("vb", 9000, 1)) {
            final byte[] jumbo = frame(9014);
            left.txQueue(0).transmit(cache, new long[] {Frames.packet(cache, jumbo)}, 1);
            assertThat(TestNetwork.receive(right.rxQueue(0), cache, packets, 1)).isEqualTo(1);
            assertThat(Frames.bytes(pool, packets[0])).isEqualTo(jumbo);
        }
    }

    @Test
    void shouldHandBackTheFramesThatTheDeviceRefusesAndSendTheOthers() {
        try (PacketSocketPort left = openVeth("va", "vb", 1500, 1);
                PacketSocketPort right = open("vb", 1500, 1)) {
            final int count = 150;
            final long[] burst = new long[count];
            Arrays.setAll(burst, i -> Frames.packet(cache, frame(i % 70 == 3 ? 1600 : 60 + i)));
            final long[] tooLong = {burst[3], burst[73], burst[143]};
            assertThat(left.txQueue(0).transmit(cache, burst, count)).isEqualTo(count - 3);
            assertThat(Arrays.copyOfRange(burst, count - 3, count)).isEqualTo(tooLong);
            assertThat(left.counters().txErrors()).isEqualTo(3);
            assertThat(TestNetwork.receive(right.rxQueue(0), cache, packets, count - 3))
                    .isEqualTo(count - 3);
            assertThat(PacketRef.length(packets[3])).as("in order").isEqualTo(64);
        }
    }

    @Test
    void shouldTakeNothingWhileTheLinkIsDown() {
        try (PacketSocketPort left = openVeth("va", "vb", 1500, 1)) {
            network.call(() -> {
                try (RtNetlink links = RtNetlink.open()) {
                    links.setDown(links.link("va").index());
                }
                return null;
            });
            final long[] burst = {Frames.filled(cache, 1), Frames.filled(cache, 2)};
            assertThat(left.txQueue(0).transmit(cache, burst, 2)).isZero();
            assertThat(Frames.firstByte(pool, burst[0])).isEqualTo(1);
            assertThat(left.counters().txErrors()).isEqualTo(2);
            assertThat(left.rxQueue(0).receive(cache, packets, 64)).isZero();
        }
    }

    @Test
    void shouldFillInTheChecksumThatTheKernelLeftOpen() throws IOException {
        try (PacketSocketPort right = openVeth("vb", "va", 1500, 1)) {
            sendDatagramOver("va");
            assertThat(TestNetwork.receive(right.rxQueue(0), cache, packets, 1)).isEqualTo(1);
            assertThat(PacketRef.length(packets[0])).isEqualTo(14 + 20 + 8 + 100);
            assertThat(TestNetwork.isGoodUdp(pool, packets[0])).isTrue();
        }
    }

    @Test
    void shouldSpreadFlowsOverQueuesAndKeepEachOnOne() {
        try (PacketSocketPort left = openVeth("va", "vb", 1500, 1);
                PacketSocketPort right = open("vb", 1500, 2)) {
            final TxQueue tx = left.txQueue(0);
            for (int round = 0; round < 2; round++) {
                final long[] burst = new long[64];
                Arrays.setAll(burst, i -> TestNetwork.udp(cache, FAR_MAC, 0x0a000001, 0x0a000002, 1000 + i));
                assertThat(tx.transmit(cache, burst, 64)).isEqualTo(64);
            }
            final Set<Integer> first = sourcePorts(right.rxQueue(0));
            final Set<Integer> second = sourcePorts(right.rxQueue(1));
            assertThat(first).isNotEmpty().doesNotContainAnyElementsOf(second);
            assertThat(second).isNotEmpty();
            assertThat(first.size() + second.size()).isEqualTo(64);
            assertThat(right.counters().rxPackets()).isEqualTo(128);
        }
    }

    @Test
    void shouldStayEmptyHandedWithoutBuffersAndRecover() {
        try (PacketSocketPort left = openVeth("va", "vb", 1500, 1);
                PacketSocketPort right = open("vb", 1500, 1)) {
            left.txQueue(0).transmit(cache, new long[] {Frames.packet(cache, frame(60))}, 1);
            final long[] all = new long[1024];
            Arrays.setAll(all, i -> cache.takeSmall());
            assertThat(right.rxQueue(0).receive(cache, packets, 64)).isZero();
            assertThat(right.counters().rxNoBuffers()).isOne();
            cache.free(all, 0, 3);
            assertThat(right.rxQueue(0).receive(cache, packets, 64)).isOne();
        }
    }

    @Test
    void shouldAllocateNothingPerPacket() {
        try (PacketSocketPort left = openVeth("va", "vb", 1500, 1);
                PacketSocketPort right = open("vb", 1500, 1)) {
            final TxQueue tx = left.txQueue(0);
            final RxQueue rx = right.rxQueue(0);
            final long template = TestNetwork.udp(cache, FAR_MAC, 1, 2, 3);
            assertThat(Allocation.leastBytes(2_000, () -> {
                        for (int i = 0; i < 8; i++) {
                            packets[i] = cache.copy(template);
                        }
                        cache.free(packets, tx.transmit(cache, packets, 8), 8);
                        cache.free(packets, 0, rx.receive(cache, packets, 64));
                    }))
                    .isZero();
            assertThat(right.counters().rxPackets()).isGreaterThanOrEqualTo(2_000);
        }
    }

    /** It has no descriptors: as many as are asked for are as much of its buffer. */
    @Test
    void shouldHoldMoreFramesWithMoreDescriptors() {
        final long few = heldOf(1000, 64);
        final long many = heldOf(1000, 2048);
        assertThat(few).isPositive().isLessThan(600);
        assertThat(many).isEqualTo(1000);
    }

    private long heldOf(final int sent, final int rxDescriptors) {
        try (PacketSocketPort left = openVeth("va" + rxDescriptors, "vb" + rxDescriptors, 1500, 1);
                PacketSocketPort right = network.call(() -> {
                    try (RtNetlink links = RtNetlink.open()) {
                        final String name = "vb" + rxDescriptors;
                        return PacketSocketPort.open(
                                pool,
                                new PacketSocketPort.Link(
                                        name,
                                        links.link(name).index(),
                                        1500,
                                        1,
                                        OffloadMode.NONE,
                                        rxDescriptors,
                                        1024));
                    }
                })) {
            final TxQueue out = left.txQueue(0);
            for (int i = 0; i < sent; i++) {
                final long[] one = {Frames.packet(cache, frame(60))};
                assertThat(out.transmit(cache, one, 1)).isOne();
            }
            int idle = 0;
            while (idle < 100) {
                final int n = right.rxQueue(0).receive(cache, packets, packets.length);
                cache.free(packets, 0, n);
                idle = n == 0 ? idle + 1 : 0;
            }
            return right.counters().rxPackets();
        }
    }

    @Test
    void shouldSayWhichLinkIsMissing() {
        assertThatThrownBy(() -> network.call(
                        () -> PacketSocketPort.open(pool, new PacketSocketPort.Link("gone", 4711, 1500, 1))))
                .isInstanceOf(LinuxException.class)
                .hasMessageContaining("ENODEV")
                .hasMessageContaining("4711");
    }

    private Set<Integer> sourcePorts(final RxQueue queue) {
        final Set<Integer> ports = new HashSet<>();
        int n = queue.receive(cache, packets, 64);
        while (n > 0) {
            for (int i = 0; i < n; i++) {
                ports.add(Udp.sourcePort(pool.dataAddress(packets[i]) + 34));
            }
            cache.free(packets, 0, n);
            n = queue.receive(cache, packets, 64);
        }
        return ports;
    }

    private void sendDatagramOver(final String link) throws IOException {
        network.call(() -> {
            try (RtNetlink links = RtNetlink.open()) {
                final int index = links.link(link).index();
                links.addAddress(index, 0x0a090001, 24);
                links.putNeighbour(index, 0x0a090002, FAR_MAC);
            }
            TestNetwork.sendFromKernel("10.9.0.2", 100);
            return null;
        });
    }

    private PacketSocketPort openVeth(final String name, final String peer, final int mtuBytes, final int queueCount) {
        network.call(() -> {
            TestNetwork.addVeth(name, peer, mtuBytes);
            return null;
        });
        return open(name, mtuBytes, queueCount);
    }

    private PacketSocketPort open(final String name, final int mtuBytes, final int queueCount) {
        return network.call(() -> {
            try (RtNetlink links = RtNetlink.open()) {
                final int index = links.link(name).index();
                return PacketSocketPort.open(pool, new PacketSocketPort.Link(name, index, mtuBytes, queueCount));
            }
        });
    }

    /** A frame of a type that nobody answers, with numbered bytes. */
    private static byte[] frame(final int lengthBytes) {
        final byte[] frame = new byte[lengthBytes];
        for (int i = 0; i < lengthBytes; i++) {
            frame[i] = (byte) i;
        }
        System.arraycopy(new byte[] {2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, (byte) 0x88, (byte) 0xb5}, 0, frame, 0, 14);
        return frame;
    }
}
