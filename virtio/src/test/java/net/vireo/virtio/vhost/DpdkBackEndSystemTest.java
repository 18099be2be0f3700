// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.vireo.linux.Errno;
import net.vireo.linux.EventFd;
import net.vireo.linux.FdList;
import net.vireo.linux.Fds;
import net.vireo.linux.LinuxException;
import net.vireo.linux.Mapping;
import net.vireo.linux.MemFd;
import net.vireo.linux.Mmap;
import net.vireo.linux.UnixSocket;
import net.vireo.virtio.Features;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our front end before DPDK's own back end: testpmd with a net_vhost device (Debian package dpdk). */
@Tag("system")
@Tag("guests")
class DpdkBackEndSystemTest {
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long MEMORY_BYTES = 4L << 20;

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"1, false", "1, true", "2, false", "2, true"})
    void shouldStartStopAndStartRingsOfTestpmd(final int pairs, final boolean packed)
            throws IOException, InterruptedException {
        final Path path = directory.resolve("vhost");
        final Process testpmd = testpmd(path, pairs);
        final List<Integer> fds = new ArrayList<>();
        try (UnixSocket socket = connect(path);
                Mapping memory = memory(fds)) {
            final long ring = packed ? Features.RING_PACKED : 0;
            final FrontEndSession front = new FrontEndSession(
                    new FrontEndConfig(Features.MRG_RXBUF, Features.VERSION_1 | ring, pairs, TIMEOUT_NS),
                    Fds::close,
                    System.nanoTime());
            pump(front, socket, FrontEndState.READY);
            assertThat(front.protocolFeatures())
                    .isEqualTo(ProtocolFeatures.MQ | ProtocolFeatures.REPLY_ACK | ProtocolFeatures.STATUS);
            final List<DriverRing> rings = rings(memory, pairs, packed, fds);
            final MemoryRegion region = new MemoryRegion(memory.address(), MEMORY_BYTES, memory.address(), 0);
            for (int round = 0; round < 2; round++) {
                front.start(System.nanoTime(), List.of(new SharedRegion(region, fds.getFirst())), rings);
                pump(front, socket, FrontEndState.RUNNING);
                front.enable(System.nanoTime(), 1, false);
                pump(front, socket, FrontEndState.RUNNING);
                front.stop(System.nanoTime());
                pump(front, socket, FrontEndState.READY);
                assertThat(front.base(1)).isEqualTo(RingBase.fresh(packed));
            }
        } finally {
            testpmd.destroyForcibly().waitFor();
            fds.forEach(Fds::close);
        }
        final List<String> log = Files.readAllLines(directory.resolve("log"), UTF_8);
        assertThat(log)
                .filteredOn(line -> line.endsWith("virtio is now ready for processing."))
                .hasSize(2);
        assertThat(log)
                .filteredOn(line -> line.startsWith("VHOST_CONFIG"))
                .noneMatch(line -> line.contains("fail") || line.contains("error"));
    }

    private static void pump(final FrontEndSession front, final UnixSocket socket, final FrontEndState wanted)
            throws InterruptedException {
        final FdList received = new FdList(8);
        do {
            for (Outgoing said = front.poll(); said != null; said = front.poll()) {
                socket.send(said.bytes(), said.fds());
                assertThat(said.bytes().hasRemaining()).isFalse();
            }
            final ByteBuffer bytes = ByteBuffer.allocate(front.wantedBytes());
            try {
                assertThat(socket.receive(bytes, received))
                        .as("the end of the stream")
                        .isPositive();
                assertThat(received.count()).isZero();
                front.receive(System.nanoTime(), bytes.flip());
            } catch (final LinuxException nothing) {
                assertThat(nothing.errno()).isEqualTo(Errno.EAGAIN);
                Thread.sleep(1);
            }
            front.tick(System.nanoTime());
            assertThat(front.failure()).isNull();
        } while (front.state() != wanted || front.deadlineNs() != Long.MAX_VALUE);
    }

    private Process testpmd(final Path path, final int pairs) throws IOException {
        return new ProcessBuilder(
                        "dpdk-testpmd",
                        "--no-huge",
                        "-m",
                        "128",
                        "--no-pci",
                        "-l",
                        "0,1",
                        "--no-shconf",
                        "--file-prefix=vireo" + ProcessHandle.current().pid(),
                        "--log-level=lib.vhost.config:debug",
                        "--vdev=net_vhost0,iface=" + path + ",queues=" + pairs,
                        "--",
                        "-i",
                        "--total-num-mbufs=2048",
                        "--rxq=" + pairs,
                        "--txq=" + pairs)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
    }

    private static UnixSocket connect(final Path path) throws InterruptedException {
        final long endNs = System.nanoTime() + TIMEOUT_NS;
        while (true) {
            try {
                final UnixSocket socket = UnixSocket.connect(path, UnixSocket.Type.STREAM);
                Fds.setNonBlocking(socket.fd());
                return socket;
            } catch (final LinuxException notYet) {
                if (System.nanoTime() - endNs > 0) {
                    throw notYet;
                }
                Thread.sleep(20);
            }
        }
    }

    private static Mapping memory(final List<Integer> fds) {
        final int fd = MemFd.create("guest", false);
        fds.add(fd);
        Fds.truncate(fd, MEMORY_BYTES);
        return Mmap.shared(fd, MEMORY_BYTES, true);
    }

    private static List<DriverRing> rings(
            final Mapping memory, final int pairs, final boolean packed, final List<Integer> fds) {
        final List<DriverRing> rings = new ArrayList<>();
        for (int i = 0; i < 2 * pairs; i++) {
            final long at = memory.address() + i * 0x1_0000L;
            final int kick = EventFd.create();
            fds.add(kick);
            rings.add(new DriverRing(256, at, at + 0x4000, at + 0x8000, RingBase.fresh(packed), kick, -1));
        }
        return rings;
    }
}
