// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.vireo.linux.Ethtool;
import net.vireo.linux.netlink.RtNetlink;
import net.vireo.port.offload.Bytes;
import net.vireo.port.offload.Offload;
import net.vireo.port.offload.Segmenter;
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

/** Tunnel packets between two fabric ports on a veth: few frames on the wire, the same packets at the other end. */
@Tag("system")
@Timeout(60)
class FabricBatchTest {
    private static final int INNER_BYTES = 1400;

    private final PacketPool pool = PacketPool.create(new Sizes(2048, 128), false);
    private final PoolCache cache = pool.newCache(10);
    private final long[] packets = new long[256];
    private TestNetwork network;
    private int nextId = 0xfff0;

    @BeforeEach
    void makeNetwork(@TempDir final Path directory) throws IOException {
        network = new TestNetwork(directory);
        network.call(() -> {
            TestNetwork.addVeth("left", "right", 1500);
            return null;
        });
    }

    @AfterEach
    void removeNetwork() {
        network.close();
        pool.close();
    }

    @Test
    void shouldSendThePacketsOfAFlowTogetherAndGiveThemBackUnchanged() {
        final List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            sent.add(tunnel(1, i == 63 ? 300 : INNER_BYTES));
        }
        try (PacketSocketPort left = open("left", OffloadMode.FABRIC);
                PacketSocketPort right = open("right", OffloadMode.FABRIC);
                PacketSocketPort witness = open("right", OffloadMode.GUEST)) {
            send(left, sent);
            assertThat(receive(right, sent.size(), 32)).isEqualTo(hex(sent));
            assertThat(right.counters().offloads().unpackedFrames()).isEqualTo(2);
            assertThat(right.counters().offloads().unpackedPackets()).isEqualTo(64);
            assertThat(left.counters().offloads().batchedPackets()).isEqualTo(64);
            assertThat(left.counters().offloads().batchFrames()).isEqualTo(2);
            assertThat(left.counters().txPackets()).isEqualTo(64);
            assertThat(left.counters().txSyscalls()).isOne();
            final int frames = TestNetwork.receive(witness.rxQueue(0), cache, packets, 2);
            assertThat(frames).as("frames on the wire").isEqualTo(2);
            assertThat(PacketRef.length(packets[0])).isGreaterThan(60_000);
            cache.free(packets, 0, frames);
            assertThat(pool.balance().holds(held(left, right, witness))).isTrue();
        }
        assertThat(pool.balance().holds(0)).isTrue();
    }

    @Test
    void shouldKeepEveryFlowsOrderWhateverTheMixture() {
        final Random random = new Random(20261122);
        try (PacketSocketPort left = open("left", OffloadMode.FABRIC);
                PacketSocketPort right = open("right", OffloadMode.FABRIC)) {
            for (int round = 0; round < 60; round++) {
                final List<byte[]> sent = new ArrayList<>();
                final int count = 1 + random.nextInt(200);
                for (int i = 0; i < count; i++) {
                    sent.add(random.nextInt(20) == 0 ? other(random) : tunnel(random.nextInt(11), size(random)));
                }
                send(left, sent);
                assertThat(flows(receive(right, sent.size(), 1 + random.nextInt(70))))
                        .isEqualTo(flows(hex(sent)));
            }
            assertThat(left.counters().offloads().batchedPackets()).isGreaterThan(1_000);
            assertThat(pool.balance().holds(held(left, right))).isTrue();
        }
        assertThat(pool.balance().holds(0)).isTrue();
    }

    @Test
    void shouldCutALongInnerPacketAndSendItsSegmentsTogether() {
        final byte[] tcp = Bytes.tcp(7, Bytes.ACK | Bytes.PSH, new byte[0], Bytes.counting(30_000));
        final byte[] inner =
                Arrays.copyOfRange(Bytes.frame(Bytes.ipv4(5, 0x4000, 64, Bytes.TCP, tcp), true), 14, 30_054);
        final byte[] frame = Bytes.concat(Arrays.copyOf(tunnel(1, 40), 46), inner);
        Bytes.put16(frame, 16, frame.length - 14);
        Bytes.put16(frame, 38, frame.length - 34);
        Bytes.fixIpv4(frame, 14);
        final long packet = Bytes.packet(cache, frame);
        final long partial = Offload.partial(PacketRef.offset(packet) + 66, 16, 20);
        final long whole = Offload.attach(pool, packet, Offload.segments(partial, Offload.TCP4, 1400));
        final Segmenter segmenter = new Segmenter(pool);
        assertThat(segmenter.start(whole)).isEqualTo(22);
        final List<byte[]> expected = new ArrayList<>();
        while (segmenter.hasNext()) {
            final long segment = segmenter.next(cache);
            expected.add(Bytes.of(pool, segment));
            cache.free(segment);
        }
        try (PacketSocketPort left = open("left", OffloadMode.FABRIC);
                PacketSocketPort right = open("right", OffloadMode.FABRIC)) {
            assertThat(left.txQueue(0).transmit(cache, new long[] {whole}, 1)).isOne();
            assertThat(receive(right, 22, 64)).isEqualTo(hex(expected));
            final OffloadCounts counts = left.counters().offloads();
            assertThat(counts.segmentedPackets()).isOne();
            assertThat(counts.segmentsBorn()).isEqualTo(22);
            assertThat(counts.segmentsLost()).isZero();
            assertThat(counts.batchFrames()).isOne();
            assertThat(left.counters().txPackets()).as("one packet taken").isOne();
        }
        assertThat(pool.balance().holds(0)).isTrue();
    }

    @Test
    void shouldLeaveCuttingToTheKernelWhereTheLinkTakesNoLongPackets() {
        network.call(() -> {
            Ethtool.setAllOffloadsOff("left");
            return null;
        });
        final List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            sent.add(tunnel(1, INNER_BYTES));
        }
        try (PacketSocketPort left = open("left", OffloadMode.FABRIC);
                PacketSocketPort right = open("right", OffloadMode.FABRIC)) {
            send(left, sent);
            for (final byte[] frame : sent) {
                Bytes.fixTransport(frame, 14, 34, Bytes.UDP, false); // the kernel makes a checksum of it
            }
            assertThat(receive(right, 10, 64)).isEqualTo(hex(sent));
            assertThat(right.counters().offloads().unpackedFrames()).isZero();
            assertThat(left.counters().txSyscalls()).isOne();
        }
    }

    @Test
    void shouldWaitWithTheRestOfALongPacketUntilThereAreBuffers() {
        final List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            sent.add(tunnel(1, INNER_BYTES));
        }
        try (PacketSocketPort left = open("left", OffloadMode.FABRIC);
                PacketSocketPort right = open("right", OffloadMode.FABRIC)) {
            send(left, sent);
            final RxQueue rx = right.rxQueue(0);
            final List<String> received = new ArrayList<>(receive(right, 5, 5));
            final List<Long> all = new ArrayList<>();
            for (long empty = cache.take(1); empty != PoolCache.NONE; empty = cache.take(1)) {
                all.add(empty);
            }
            assertThat(rx.receive(cache, packets, 64)).isZero();
            assertThat(right.counters().rxNoBuffers()).isPositive();
            assertThat(right.counters().heldBuffers()).isPositive();
            all.forEach(cache::free);
            received.addAll(receive(right, 10, 10));
            received.addAll(receive(right, 25, 64));
            assertThat(received).isEqualTo(hex(sent));
            send(left, sent.subList(0, 3));
            assertThat(receive(right, 1, 1)).hasSize(1); // and closed in the middle of a long packet
        }
        assertThat(pool.balance().holds(0)).isTrue();
    }

    @Test
    void shouldHandBackWhatALinkThatIsDownDoesNotTake() {
        try (PacketSocketPort left = open("left", OffloadMode.FABRIC)) {
            network.call(() -> {
                try (RtNetlink links = RtNetlink.open()) {
                    links.setDown(links.link("left").index());
                }
                return null;
            });
            final List<byte[]> sent = List.of(tunnel(1, 500), tunnel(2, 500), tunnel(1, 500));
            final long[] burst =
                    sent.stream().mapToLong(f -> Bytes.packet(cache, f)).toArray();
            final long[] before = burst.clone();
            assertThat(left.txQueue(0).transmit(cache, burst, 3)).isZero();
            assertThat(burst).isEqualTo(before);
            for (int i = 0; i < 3; i++) {
                assertThat(Bytes.of(pool, burst[i])).isEqualTo(sent.get(i));
            }
        }
    }

    @Test
    void shouldAllocateNothingPerPacket() {
        try (PacketSocketPort left = open("left", OffloadMode.FABRIC);
                PacketSocketPort right = open("right", OffloadMode.FABRIC)) {
            final TxQueue tx = left.txQueue(0);
            final RxQueue rx = right.rxQueue(0);
            final long template = Bytes.packet(cache, tunnel(1, 500));
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

    private static int size(final Random random) {
        return random.nextInt(6) == 0 ? 20 + random.nextInt(INNER_BYTES - 20) : 700;
    }

    /** An MPLS-over-UDP packet of flow {@code flow} with a random inner packet; ids count up over all flows. */
    private byte[] tunnel(final int flow, final int innerBytes) {
        final byte[] inner = new byte[innerBytes];
        new Random(nextId).nextBytes(inner);
        final byte[] udp = Bytes.concat(Bytes.hex("d000 19eb 0000 0000 00012140"), inner);
        Bytes.put16(udp, 0, 0xd000 + flow);
        Bytes.put16(udp, 4, udp.length);
        final byte[] ip = Bytes.ipv4(nextId++ & 0xffff, 0, 64, Bytes.UDP, udp);
        return Bytes.concat(Bytes.hex("020000000002 020000000001 0800"), ip);
    }

    /** Something that is no tunnel packet, or one that is not to be joined. */
    private byte[] other(final Random random) {
        final byte[] frame = tunnel(random.nextInt(3), 100);
        switch (random.nextInt(4)) {
            case 0 -> Bytes.put16(frame, 12, 0x88b5);
            case 1 -> Bytes.put16(frame, 40, 0x1234); // a UDP checksum
            case 2 -> Bytes.put16(frame, 36, 53);
            default -> {
                frame[15] = 0x20; // another TOS
                Bytes.fixIpv4(frame, 14);
            }
        }
        return frame;
    }

    /** By Ethernet type, addresses and ports; the identification is left out: it counts anew in what goes together. */
    private static Map<String, List<String>> flows(final List<String> frames) {
        final Map<String, List<String>> flows = new TreeMap<>();
        for (final String frame : frames) {
            final String withoutId = frame.substring(0, 36) + frame.substring(40, 48) + frame.substring(52);
            flows.computeIfAbsent(frame.substring(24, 28) + frame.substring(52, 76), k -> new ArrayList<>())
                    .add(withoutId);
        }
        return flows;
    }

    private static List<String> hex(final List<byte[]> frames) {
        return frames.stream().map(HexFormat.of()::formatHex).toList();
    }

    private void send(final Port port, final List<byte[]> frames) {
        final long[] burst =
                frames.stream().mapToLong(f -> Bytes.packet(cache, f)).toArray();
        assertThat(port.txQueue(0).transmit(cache, burst, burst.length)).isEqualTo(burst.length);
    }

    private List<String> receive(final Port port, final int count, final int capacity) {
        final List<String> frames = new ArrayList<>();
        final RxQueue rx = port.rxQueue(0);
        final long deadlineNs = System.nanoTime() + 2_000_000_000L;
        while (frames.size() < count && System.nanoTime() < deadlineNs) {
            final int got = rx.receive(cache, packets, capacity);
            for (int i = 0; i < got; i++) {
                assertThat(PacketRef.hasOffload(packets[i])).isFalse();
                frames.add(HexFormat.of().formatHex(Bytes.of(pool, packets[i])));
            }
            cache.free(packets, 0, got);
        }
        return frames;
    }

    private static long held(final Port... ports) {
        return Arrays.stream(ports).mapToLong(p -> p.counters().heldBuffers()).sum();
    }

    private PacketSocketPort open(final String name, final OffloadMode mode) {
        return network.call(() -> {
            try (RtNetlink links = RtNetlink.open()) {
                final int index = links.link(name).index();
                return PacketSocketPort.open(pool, new PacketSocketPort.Link(name, index, 1500, 1, mode));
            }
        });
    }
}
