// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import net.vireo.linux.Ethtool;
import net.vireo.linux.netlink.RtNetlink;
import net.vireo.port.offload.Merger;
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

/** Two kernels speak TCP with each other through two of our ports: whatever is left to whom, every byte arrives. */
@Tag("system")
@Timeout(120)
class OffloadStreamTest {
    private static final int LEFT_IP = 0x0a090001;
    private static final int RIGHT_IP = 0x0a090002;
    private static final int STREAM_BYTES = 8_000_000;

    private final PacketPool pool = PacketPool.create(new Sizes(2048, 256), false);
    private TestNetwork leftNetwork;
    private TestNetwork rightNetwork;

    @BeforeEach
    void makeNetworks(@TempDir final Path directory) throws IOException {
        leftNetwork = new TestNetwork(Files.createDirectory(directory.resolve("left")));
        rightNetwork = new TestNetwork(Files.createDirectory(directory.resolve("right")));
    }

    @AfterEach
    void removeNetworks() {
        leftNetwork.close();
        rightNetwork.close();
        pool.close();
    }

    @Test
    @Tag("tap")
    void shouldCarryLongSegmentsWholeBetweenTaps() throws Exception {
        try (Wire wire = new Wire(
                tap(leftNetwork, LEFT_IP, OffloadMode.GUEST), tap(rightNetwork, RIGHT_IP, OffloadMode.GUEST), false)) {
            stream();
            assertThat(wire.longest).as("longest packet").isGreaterThan(10_000);
            assertThat(wire.right.counters().offloads().segmentedPackets()).isZero();
            assertThat(wire.left.counters().rxErrors() + wire.right.counters().rxErrors())
                    .isZero();
            assertThat(wire.left.offloads()).isEqualTo(Offloads.ALL);
        }
        assertThat(pool.balance().holds(0)).isTrue();
    }

    @Test
    @Tag("tap")
    void shouldCutForATapThatTakesNoLongSegments() throws Exception {
        try (Wire wire = new Wire(
                tap(leftNetwork, LEFT_IP, OffloadMode.GUEST), tap(rightNetwork, RIGHT_IP, OffloadMode.NONE), false)) {
            stream();
            assertThat(wire.longest).isGreaterThan(10_000);
            final OffloadCounts counts = wire.right.counters().offloads();
            assertThat(counts.segmentedPackets()).isPositive();
            assertThat(counts.segmentsBorn()).isGreaterThan(counts.segmentedPackets() * 4);
            assertThat(counts.checksumsCompleted()).isPositive();
        }
        assertThat(pool.balance().holds(0)).isTrue();
    }

    @Test
    @Tag("tap")
    void shouldMergeForATapThatTakesLongSegments() throws Exception {
        try (Wire wire = new Wire(
                tap(leftNetwork, LEFT_IP, OffloadMode.NONE), tap(rightNetwork, RIGHT_IP, OffloadMode.GUEST), true)) {
            stream();
            assertThat(wire.merger.mergedAway()).isPositive();
            assertThat(wire.right.counters().txErrors()).isZero();
        }
        assertThat(pool.balance().holds(0)).isTrue();
    }

    @Test
    void shouldCarryLongSegmentsWholeBetweenVeths() throws Exception {
        try (Wire wire = new Wire(
                veth(leftNetwork, LEFT_IP, OffloadMode.GUEST),
                veth(rightNetwork, RIGHT_IP, OffloadMode.GUEST),
                false)) {
            stream();
            assertThat(wire.longest).isGreaterThan(10_000);
            assertThat(wire.right.counters().offloads().segmentedPackets()).isZero();
            assertThat(wire.left.counters().offloads().refusals()).isEmpty();
        }
        assertThat(pool.balance().holds(0)).isTrue();
    }

    @Test
    void shouldCutForALinkThatTakesNoLongSegments() throws Exception {
        try (Wire wire = new Wire(
                veth(leftNetwork, LEFT_IP, OffloadMode.GUEST), veth(rightNetwork, RIGHT_IP, OffloadMode.NONE), false)) {
            stream();
            assertThat(wire.right.counters().offloads().segmentsBorn()).isPositive();
        }
        assertThat(pool.balance().holds(0)).isTrue();
    }

    /** Sends from the left kernel to the right one and compares what came. */
    private void stream() throws Exception {
        try (ServerSocket server = rightNetwork.call(() -> {
            final ServerSocket socket = new ServerSocket();
            socket.bind(new InetSocketAddress(InetAddress.getByName("10.9.0.2"), 5001));
            return socket;
        })) {
            server.setSoTimeout(10_000);
            final CompletableFuture<Long> received = CompletableFuture.supplyAsync(() -> receive(server));
            try (Socket client = leftNetwork.call(() -> new Socket("10.9.0.2", 5001))) {
                final byte[] block = new byte[1 << 16];
                final Random random = new Random(7);
                final CRC32C sum = new CRC32C();
                final OutputStream out = client.getOutputStream();
                for (int sent = 0; sent < STREAM_BYTES; sent += block.length) {
                    random.nextBytes(block);
                    sum.update(block);
                    out.write(block);
                }
                client.shutdownOutput();
                assertThat(received.get(60, TimeUnit.SECONDS)).isEqualTo(sum.getValue());
            }
        }
    }

    private static long receive(final ServerSocket server) {
        try (Socket socket = server.accept()) {
            final CRC32C sum = new CRC32C();
            final byte[] block = new byte[1 << 16];
            final InputStream in = socket.getInputStream();
            for (int n = in.read(block); n > 0; n = in.read(block)) {
                sum.update(block, 0, n);
            }
            return sum.getValue();
        } catch (final IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private Port tap(final TestNetwork network, final int ip, final OffloadMode mode) {
        return network.call(() -> {
            final TapPort port = TapPort.open(pool, "tap0", 1, 1500, mode);
            configure("tap0", ip);
            return port;
        });
    }

    private Port veth(final TestNetwork network, final int ip, final OffloadMode mode) {
        return network.call(() -> {
            TestNetwork.addVeth("guest", "ours", 1500);
            configure("guest", ip);
            if (mode == OffloadMode.NONE) {
                Ethtool.setAllOffloadsOff("guest");
            }
            try (RtNetlink links = RtNetlink.open()) {
                return PacketSocketPort.open(
                        pool,
                        new PacketSocketPort.Link("ours", links.link("ours").index(), 1500, 1, mode));
            }
        });
    }

    private static void configure(final String link, final int ip) {
        try (RtNetlink links = RtNetlink.open()) {
            final int index = links.link(link).index();
            links.setUp(index);
            links.addAddress(index, ip, 24);
        }
    }

    /** Carries packets between two ports, as an lcore would. */
    private final class Wire implements AutoCloseable {
        private final Port left;
        private final Port right;
        private final boolean merging;
        private final PoolCache cache = pool.newCache(10);
        private final Merger merger = new Merger(pool);
        private final Thread thread = new Thread(this::run, "wire");
        private volatile boolean running = true;
        private volatile int longest;

        Wire(final Port left, final Port right, final boolean merging) {
            this.left = left;
            this.right = right;
            this.merging = merging;
            thread.start();
        }

        private void run() {
            final RxQueue leftRx = left.rxQueue(0);
            final RxQueue rightRx = right.rxQueue(0);
            final TxQueue leftTx = left.txQueue(0);
            final TxQueue rightTx = right.txQueue(0);
            final long[] packets = new long[64];
            while (running) {
                move(leftRx, rightTx, right, packets);
                move(rightRx, leftTx, left, packets);
            }
        }

        private void move(final RxQueue from, final TxQueue to, final Port far, final long[] packets) {
            int count = from.receive(cache, packets, 64);
            for (int i = 0; i < count; i++) {
                if (Offload.type(Offload.of(pool, packets[i])) != 0) {
                    longest = Math.max(longest, PacketRef.length(packets[i]));
                }
            }
            if (merging) {
                count = merger.merge(cache, packets, count, far.offloads());
            }
            if (count > 0) {
                cache.free(packets, to.transmit(cache, packets, count), count);
            }
        }

        @Override
        public void close() {
            running = false;
            try {
                thread.join();
            } catch (final InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
            left.close();
            right.close();
            cache.flush();
        }
    }
}
