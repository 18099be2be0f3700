// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.vireo.linux.LinuxException;
import net.vireo.linux.memory.Memory;
import net.vireo.linux.netlink.RtNetlink;
import net.vireo.linux.xdp.XdpMode;
import net.vireo.packet.Checksum;
import net.vireo.port.offload.Offload;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketPool.Sizes;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import net.vireo.port.xdp.XdpPort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two AF_XDP ports on the two ends of a veth, and the kernel's own stack on one of them. The kernel loads BPF programs
 * only outside user namespaces, so this runs with the lab tests, and there by root.
 */
@Tag("lab")
@Timeout(60)
class XdpPortTest {
    private static final long FAR_MAC = 0x02_00_00_00_00_02L;
    private static final int POOL_BUFFERS = 4096;

    private final PacketPool pool = PacketPool.create(new Sizes(POOL_BUFFERS, 64), false);
    private final PoolCache cache = pool.newCache(10);
    private final long[] packets = new long[POOL_BUFFERS];
    private TestNetwork network;

    @BeforeEach
    void makeNetwork(@TempDir final Path directory) throws IOException {
        assumeTrue(Privilege.mayLoadPrograms(), "not root of the machine itself");
        network = new TestNetwork(directory);
    }

    @AfterEach
    void removeNetwork() {
        if (network != null) {
            network.close();
        }
        pool.close();
    }

    @Test
    void shouldMoveFramesBothWaysUnchangedAndKeepTheBalance() {
        try (XdpPort left = openVeth("va", "vb", 1500);
                XdpPort right = open("vb", 1500)) {
            assertThat(left.mode()).isEqualTo(XdpMode.NATIVE);
            final byte[] shortest = frame(14);
            final byte[] longest = frame(1514);
            final long[] burst = {Frames.packet(cache, shortest), Frames.packet(cache, longest)};
            assertThat(TestNetwork.readable(right.rxQueue(0).readinessFd())).isFalse();
            assertThat(left.txQueue(0).transmit(cache, burst, 2)).isEqualTo(2);
            assertThat(TestNetwork.readable(right.rxQueue(0).readinessFd())).isTrue();
            assertThat(TestNetwork.receive(right.rxQueue(0), cache, packets, 2)).isEqualTo(2);
            assertThat(Frames.bytes(pool, packets[0])).isEqualTo(shortest);
            assertThat(Frames.bytes(pool, packets[1])).isEqualTo(longest);
            assertThat(PacketRef.offset(packets[0])).isEqualTo(PacketPool.HEADROOM_BYTES);
            assertThat(right.txQueue(1).transmit(cache, packets, 2)).isEqualTo(2);
            assertThat(TestNetwork.receive(left.rxQueue(0), cache, packets, 2)).isEqualTo(2);
            assertThat(Frames.bytes(pool, packets[0])).isEqualTo(shortest);
            assertThat(Frames.bytes(pool, packets[1])).isEqualTo(longest);
            cache.free(packets, 0, 2);
            assertThat(right.rxQueue(0).looksByCall()).isFalse();
            assertThat(right.counters().rxSyscalls()).isZero();
            assertThat(left.counters().txPackets()).isEqualTo(2);
            assertThat(left.counters().txSyscalls()).as("one for the burst").isOne();
            assertThat(right.counters().rxPackets()).isEqualTo(2);
            assertThat(right.counters().rxErrors() + right.counters().rxMissed())
                    .isZero();
            assertThat(pool.balance()
                            .holds(left.counters().heldBuffers()
                                    + right.counters().heldBuffers()))
                    .isTrue();
        }
        assertThat(pool.balance().holds(0)).as("after closing").isTrue();
    }

    /** A veth takes the wish and goes on as before; what a network card's driver makes of it is not tested here. */
    @Test
    void shouldCallTheKernelForAnEmptyQueueWhenItIsToBusyPoll() {
        try (XdpPort left = openVeth("va", "vb", 1500);
                XdpPort right = open("vb", 1500, true)) {
            final byte[] frame = frame(100);
            for (int i = 0; i < 100; i++) {
                final long[] burst = {Frames.packet(cache, frame)};
                assertThat(left.txQueue(0).transmit(cache, burst, 1)).isOne();
                assertThat(TestNetwork.receive(right.rxQueue(0), cache, packets, 1))
                        .isOne();
                assertThat(Frames.bytes(pool, packets[0])).isEqualTo(frame);
                cache.free(packets, 0, 1);
            }
            assertThat(right.rxQueue(0).receive(cache, packets, 1)).isZero();
            assertThat(right.counters().rxSyscalls())
                    .as("an empty queue is a call")
                    .isPositive();
            assertThat(pool.balance().holds(0)).isTrue();
        }
    }

    @Test
    void shouldCarryManyBurstsAcrossTheRingsEnds() {
        try (XdpPort left = openVeth("va", "vb", 1500);
                XdpPort right = open("vb", 1500)) {
            final TxQueue out = left.txQueue(0);
            final RxQueue in = right.rxQueue(0);
            int number = 0;
            for (int round = 0; round < 60; round++) {
                final long[] burst = new long[200];
                for (int i = 0; i < burst.length; i++) {
                    final byte[] frame = frame(64 + (number + i) % 1450);
                    frame[14] = (byte) (number + i);
                    frame[15] = (byte) (number + i >> 8);
                    burst[i] = Frames.packet(cache, frame);
                }
                assertThat(out.transmit(cache, burst, burst.length)).isEqualTo(burst.length);
                assertThat(TestNetwork.receive(in, cache, packets, burst.length))
                        .as("round %d", round)
                        .isEqualTo(burst.length);
                for (int i = 0; i < burst.length; i++) {
                    final byte[] got = Frames.bytes(pool, packets[i]);
                    assertThat(got).hasSize(64 + number % 1450);
                    assertThat(got[14] & 0xff | (got[15] & 0xff) << 8).isEqualTo(number++);
                }
                cache.free(packets, 0, burst.length);
            }
            assertThat(right.counters().rxMissed()).isZero();
            assertThat(pool.balance().holds(0)).isTrue();
        }
    }

    @Test
    void shouldDropWhatNobodyFetchesAndTellHowMany() {
        try (XdpPort left = openVeth("va", "vb", 1500);
                XdpPort right = open("vb", 1500)) {
            final TxQueue out = left.txQueue(0);
            final int sent = 20 * 128;
            for (int round = 0; round < 20; round++) {
                final long[] burst = new long[128];
                Arrays.setAll(burst, i -> Frames.packet(cache, frame(60)));
                assertThat(out.transmit(cache, burst, 128)).isEqualTo(128);
            }
            TestNetwork.receive(right.rxQueue(0), cache, packets, 2048);
            assertThat(right.counters().rxPackets()).isEqualTo(2048);
            assertThat(right.counters().rxMissed()).isEqualTo(sent - 2048);
            final long[] more = {Frames.packet(cache, frame(77))};
            assertThat(out.transmit(cache, more, 1)).isOne();
            assertThat(TestNetwork.receive(right.rxQueue(0), cache, packets, 1)).isOne();
            assertThat(PacketRef.length(packets[0])).isEqualTo(77);
        }
    }

    @Test
    void shouldHoldAsManyFramesAsItHasDescriptors() {
        try (XdpPort left = openVeth("va", "vb", 1500);
                XdpPort right = network.call(() -> {
                    try (RtNetlink links = RtNetlink.open()) {
                        return XdpPort.open(
                                pool, new XdpPort.Link("vb", links.link("vb").index(), 1500, false, 256, 64));
                    }
                })) {
            for (int round = 0; round < 4; round++) {
                final long[] burst = new long[128];
                Arrays.setAll(burst, i -> Frames.packet(cache, frame(60)));
                assertThat(left.txQueue(0).transmit(cache, burst, 128)).isEqualTo(128);
            }
            TestNetwork.receive(right.rxQueue(0), cache, packets, 256);
            assertThat(right.counters().rxPackets()).isEqualTo(256);
            assertThat(right.counters().rxMissed()).isEqualTo(256);
        }
    }

    @Test
    void shouldServeEachQueueOfTheLink() throws Exception {
        tool(
                "ip",
                "link",
                "add",
                "va",
                "numrxqueues",
                "2",
                "numtxqueues",
                "2",
                "type",
                "veth",
                "peer",
                "vb",
                "numrxqueues",
                "2",
                "numtxqueues",
                "2");
        tool("ethtool", "-L", "va", "rx", "2", "tx", "2");
        tool("ethtool", "-L", "vb", "rx", "2", "tx", "2");
        tool("ip", "link", "set", "va", "up");
        tool("ip", "link", "set", "vb", "up");
        try (XdpPort left = open("va", 1500);
                XdpPort right = open("vb", 1500)) {
            assertThat(right.rxQueueCount()).isEqualTo(2);
            for (int lcore = 0; lcore < 4; lcore++) {
                final byte[] frame = frame(100 + lcore);
                assertThat(left.txQueue(lcore).transmit(cache, new long[] {Frames.packet(cache, frame)}, 1))
                        .isOne();
                assertThat(TestNetwork.receive(right.rxQueue(lcore % 2), cache, packets, 1))
                        .as("lcore %d", lcore)
                        .isOne();
                assertThat(Frames.bytes(pool, packets[0])).isEqualTo(frame);
                assertThat(right.rxQueue(1 - lcore % 2).receive(cache, packets, 64))
                        .isZero();
            }
        }
    }

    @Test
    void shouldLetSeveralLcoresShareOneQueue() throws Exception {
        try (XdpPort left = openVeth("va", "vb", 1500);
                XdpPort right = open("vb", 1500)) {
            final int rounds = 100;
            final List<Thread> lcores = new ArrayList<>();
            for (int lcore = 0; lcore < 2; lcore++) {
                final TxQueue out = left.txQueue(lcore);
                final PoolCache own = pool.newCache(lcore);
                final byte[] frame = frame(60 + lcore);
                lcores.add(Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < rounds; i++) {
                        final long[] burst = {
                            Frames.packet(own, frame), Frames.packet(own, frame), Frames.packet(own, frame)
                        };
                        own.free(burst, out.transmit(own, burst, 3), 3);
                    }
                    own.flush();
                }));
            }
            final int got = TestNetwork.receive(right.rxQueue(0), cache, packets, 2 * 3 * rounds);
            for (final Thread lcore : lcores) {
                lcore.join();
            }
            assertThat(got).isEqualTo(2 * 3 * rounds);
            assertThat(Arrays.stream(packets, 0, got).filter(p -> PacketRef.length(p) == 61))
                    .hasSize(3 * rounds);
            cache.free(packets, 0, got);
            assertThat(pool.balance().holds(0)).isTrue();
        }
    }

    @Test
    void shouldHandBackTheFramesThatAreTooLongAndSendTheOthers() {
        try (XdpPort left = openVeth("va", "vb", 1500);
                XdpPort right = open("vb", 1500)) {
            final byte[] tagged = frame(1518);
            tagged[12] = (byte) 0x81;
            tagged[13] = 0;
            final long tooLong = Frames.packet(cache, frame(1515));
            final long[] burst = {
                Frames.packet(cache, frame(60)), tooLong, Frames.packet(cache, tagged), Frames.packet(cache, frame(61))
            };
            assertThat(left.txQueue(0).transmit(cache, burst, 4)).isEqualTo(3);
            assertThat(burst[3]).isEqualTo(tooLong);
            assertThat(left.counters().txErrors()).isOne();
            assertThat(TestNetwork.receive(right.rxQueue(0), cache, packets, 3)).isEqualTo(3);
            assertThat(Frames.bytes(pool, packets[1]))
                    .as("the MTU does not count a tag")
                    .isEqualTo(tagged);
            assertThat(PacketRef.length(packets[2])).isEqualTo(61);
        }
    }

    @Test
    void shouldRefuseAnMtuThatNoChunkHolds() {
        assertThatThrownBy(() -> openVeth("va", "vb", 9000))
                .isInstanceOf(LinuxException.class)
                .hasMessage("EMSGSIZE: open AF_XDP on va: its MTU is 9000, at most 3818");
    }

    @Test
    void shouldFallBackToTheGenericModeWhereTheDriverCannot() {
        try (XdpPort left = openVeth("va", "vb", 3818);
                XdpPort right = open("vb", 3818)) {
            assertThat(left.mode()).isEqualTo(XdpMode.GENERIC);
            final byte[] longest = frame(3832);
            assertThat(left.txQueue(0).transmit(cache, new long[] {Frames.packet(cache, longest)}, 1))
                    .isOne();
            assertThat(TestNetwork.receive(right.rxQueue(0), cache, packets, 1)).isOne();
            assertThat(Frames.bytes(pool, packets[0])).isEqualTo(longest);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1500, 3818})
    void shouldFindVlanTagsInTheFrame(final int mtuBytes) {
        try (XdpPort right = openVeth("vb", "va", mtuBytes);
                PacketSocketPort left = network.call(() -> {
                    try (RtNetlink links = RtNetlink.open()) {
                        return PacketSocketPort.open(
                                pool,
                                new PacketSocketPort.Link("va", links.link("va").index(), mtuBytes, 1));
                    }
                })) {
            final byte[] tagged = frame(64);
            System.arraycopy(new byte[] {(byte) 0x81, 0, 0x60, 100, 0x08, 0x00}, 0, tagged, 12, 6);
            final byte[] provider = frame(64);
            System.arraycopy(new byte[] {(byte) 0x88, (byte) 0xa8, 0, 7, (byte) 0x81, 0, 0, 9}, 0, provider, 12, 8);
            final long[] burst = {Frames.packet(cache, tagged), Frames.packet(cache, provider)};
            assertThat(left.txQueue(0).transmit(cache, burst, 2)).isEqualTo(2);
            assertThat(TestNetwork.receive(right.rxQueue(0), cache, packets, 2)).isEqualTo(2);
            assertThat(Frames.bytes(pool, packets[0])).isEqualTo(tagged);
            assertThat(Frames.bytes(pool, packets[1])).isEqualTo(provider);
        }
    }

    @Test
    void shouldFillInTheChecksumThatTheKernelLeftOpen() throws Exception {
        try (XdpPort right = openVeth("vb", "va", 1500)) {
            sendDatagramOver("va");
            assertThat(TestNetwork.receive(right.rxQueue(0), cache, packets, 1)).isOne();
            assertThat(PacketRef.length(packets[0])).isEqualTo(14 + 20 + 8 + 100);
            assertThat(TestNetwork.isGoodUdp(pool, packets[0])).isTrue();
        }
    }

    @Test
    void shouldCompleteChecksumsThatAGuestLeftOpen() {
        try (XdpPort left = openVeth("va", "vb", 1500);
                XdpPort right = open("vb", 1500)) {
            final long packet = TestNetwork.udp(cache, FAR_MAC, 0x0a000001, 0x0a000002, 4000);
            final long frame = pool.dataAddress(packet);
            final int pseudo = Checksum.fold(Checksum.pseudoHeader(0x0a000001L << 32 | 0x0a000002L, 17, 26));
            Memory.putShortBe(frame + 40, (short) pseudo);
            final long open = Offload.attach(pool, packet, Offload.partial(128 + 34, Offload.UDP_FIELD_OFFSET, 20));
            assertThat(left.txQueue(0).transmit(cache, new long[] {open}, 1)).isOne();
            assertThat(TestNetwork.receive(right.rxQueue(0), cache, packets, 1)).isOne();
            assertThat(TestNetwork.isGoodUdp(pool, packets[0])).isTrue();
            assertThat(left.counters().offloads().checksumsCompleted()).isOne();
        }
    }

    @Test
    void shouldTakeNothingMoreWhileTheLinkIsDownAndRecover() {
        try (XdpPort left = openVeth("va", "vb", 1500);
                XdpPort right = open("vb", 1500)) {
            final TxQueue out = left.txQueue(0);
            setUp("va", false);
            out.transmit(cache, new long[] {Frames.filled(cache, 1)}, 1); // this one finds out
            final long[] burst = {Frames.filled(cache, 2), Frames.filled(cache, 3)};
            assertThat(out.transmit(cache, burst, 2)).isZero();
            assertThat(Frames.firstByte(pool, burst[0])).isEqualTo(2);
            assertThat(left.counters().txErrors()).isEqualTo(2);
            assertThat(left.isGone()).isFalse();
            setUp("va", true);
            assertThat(out.transmit(cache, burst, 2)).isEqualTo(2);
            assertThat(TestNetwork.receive(right.rxQueue(0), cache, packets, 3)).isEqualTo(3);
        }
    }

    @Test
    void shouldNoticeThatTheLinkWasDeleted() {
        try (XdpPort left = openVeth("va", "vb", 1500)) {
            assertThat(left.isGone()).isFalse();
            network.call(() -> {
                try (RtNetlink links = RtNetlink.open()) {
                    links.delete(links.link("va").index());
                }
                return null;
            });
            assertThat(left.isGone()).isTrue();
            assertThat(TestNetwork.readable(left.rxQueue(0).readinessFd()))
                    .as("nobody is kept awake")
                    .isFalse();
            assertThat(left.rxQueue(0).receive(cache, packets, 64)).isZero();
            final long[] burst = {Frames.filled(cache, 1)};
            left.txQueue(0).transmit(cache, burst, 1);
            assertThat(left.txQueue(0).transmit(cache, burst, 0)).isZero();
        }
        assertThat(pool.balance().holds(0)).isTrue();
    }

    @Test
    void shouldOpenAgainAtOnceAfterClosing() {
        openVeth("va", "vb", 1500).close();
        open("va", 1500).close();
        open("va", 1500).close();
    }

    @Test
    void shouldStayEmptyHandedWithoutBuffersAndRecover() {
        try (XdpPort left = openVeth("va", "vb", 1500);
                XdpPort right = open("vb", 1500)) {
            left.txQueue(0).transmit(cache, new long[] {Frames.packet(cache, frame(60))}, 1);
            final long[] all = new long[POOL_BUFFERS];
            Arrays.setAll(all, i -> cache.takeSmall());
            assertThat(right.rxQueue(0).receive(cache, packets, 64)).isZero();
            assertThat(right.counters().rxNoBuffers()).isOne();
            cache.free(all, 0, 3);
            assertThat(right.rxQueue(0).receive(cache, packets, 64)).isOne();
        }
    }

    @Test
    void shouldAllocateNothingPerPacket() {
        try (XdpPort left = openVeth("va", "vb", 1500);
                XdpPort right = open("vb", 1500)) {
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

    @Test
    void shouldLeaveTheLinkToTheKernelWhenTheProcessDies() throws Exception {
        network.call(() -> {
            TestNetwork.addVeth("va", "vb", 1500);
            return null;
        });
        final Process holder = network.call(() -> new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path") + ":" + System.getProperty("jdk.module.path", "") + ":"
                                + Path.of(XdpPortTest.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI()),
                        XdpHolder.class.getName(),
                        "va")
                .redirectErrorStream(true)
                .start());
        try {
            final byte[] said = holder.getInputStream().readNBytes(4);
            assertThat(new String(said, StandardCharsets.UTF_8)).isEqualTo("open");
            assertThat(tool("ip", "link", "show", "va")).contains("xdp");
        } finally {
            holder.destroyForcibly().waitFor();
        }
        assertThat(tool("ip", "link", "show", "va")).doesNotContain("xdp");
        open("va", 1500).close();
    }

    private String tool(final String... line) throws Exception {
        final Process process = network.call(
                () -> new ProcessBuilder(line).redirectErrorStream(true).start());
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as("%s: %s", String.join(" ", line), output)
                .isZero();
        return output;
    }

    private void setUp(final String name, final boolean up) {
        network.call(() -> {
            try (RtNetlink links = RtNetlink.open()) {
                final int index = links.link(name).index();
                if (up) {
                    links.setUp(index);
                } else {
                    links.setDown(index);
                }
            }
            return null;
        });
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

    private XdpPort openVeth(final String name, final String peer, final int mtuBytes) {
        network.call(() -> {
            TestNetwork.addVeth(name, peer, mtuBytes);
            return null;
        });
        return open(name, mtuBytes);
    }

    private XdpPort open(final String name, final int mtuBytes) {
        return open(name, mtuBytes, false);
    }

    private XdpPort open(final String name, final int mtuBytes, final boolean busyPoll) {
        return network.call(() -> {
            try (RtNetlink links = RtNetlink.open()) {
                return XdpPort.open(
                        pool, new XdpPort.Link(name, links.link(name).index(), mtuBytes, busyPoll));
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
