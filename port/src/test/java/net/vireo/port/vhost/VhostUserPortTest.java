// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import net.vireo.linux.UnixSocket;
import net.vireo.port.FarSide;
import net.vireo.port.OffloadMode;
import net.vireo.port.TxQueue;
import net.vireo.port.offload.Bytes;
import net.vireo.port.offload.Offload;
import net.vireo.port.offload.Offloads;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import net.vireo.virtio.Features;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Device and guest over a real socket, in one process. */
class VhostUserPortTest {
    private static final int MSS = 1000;

    @ParameterizedTest
    @CsvSource({
        "false,1,SERVER", "true,1,SERVER", "false,2,SERVER", "true,4,SERVER",
        "false,1,CLIENT", "true,1,CLIENT", "false,4,CLIENT", "true,2,CLIENT"
    })
    void shouldPassFramesBothWaysOnEveryQueue(final boolean packed, final int pairs, final SocketRole role)
            throws IOException {
        try (VhostCable cable = new VhostCable(VhostCable.Shape.of(packed, pairs, role)).plug()) {
            assertThat(Features.has(cable.guest.features(), Features.RING_PACKED))
                    .isEqualTo(packed);
            for (int lcore = 0; lcore < 2 * pairs; lcore++) {
                final byte[] frame = Bytes.counting(60 + 100 * lcore);
                final long up = cable.pass(cable.guest, cable.device, lcore, Bytes.packet(cable.cache, frame));
                assertThat(cable.take(up)).isEqualTo(frame);
                final long down = cable.pass(cable.device, cable.guest, lcore, Bytes.packet(cable.cache, frame));
                assertThat(cable.take(down)).isEqualTo(frame);
            }
            assertThat(cable.device.counters().rxPackets()).isEqualTo(2L * pairs);
            assertThat(cable.device.counters().txPackets()).isEqualTo(2L * pairs);
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void shouldPassBurstsThatWrapTheRings(final boolean packed) throws IOException {
        try (VhostCable cable = new VhostCable(VhostCable.Shape.of(packed, 1, SocketRole.SERVER)).plug()) {
            final TxQueue tx = cable.guest.txQueue(0);
            int sent = 0;
            int received = 0;
            while (received < 3000) {
                final int count = 1 + sent % 31;
                for (int i = 0; i < count; i++) {
                    cable.packets[i] = Bytes.packet(cable.cache, numbered(sent + i));
                }
                final int taken = tx.transmit(cable.cache, cable.packets, count);
                cable.cache.free(cable.packets, taken, count);
                sent += taken;
                final int n = cable.device.rxQueue(0).receive(cable.cache, cable.packets, 64);
                for (int i = 0; i < n; i++) {
                    assertThat(cable.take(cable.packets[i])).isEqualTo(numbered(received++));
                }
            }
        }
    }

    @Test
    void shouldPassLongPacketsWholeWhereBothSidesTakeThem() throws IOException {
        try (VhostCable cable = new VhostCable(VhostCable.Shape.of(false, 1, SocketRole.SERVER)).plug()) {
            assertThat(cable.device.offloads()).isEqualTo(Offloads.ALL);
            assertThat(cable.guest.offloads()).isEqualTo(Offloads.ALL);
            for (final boolean up : new boolean[] {true, false}) {
                final long whole = Bytes.superFrame(cable.cache, superFrame(20_000), Offload.TCP4, MSS);
                final long word = Offload.of(cable.pool, whole);
                final long passed = up
                        ? cable.pass(cable.guest, cable.device, 0, whole)
                        : cable.pass(cable.device, cable.guest, 0, whole);
                assertThat(PacketRef.hasOffload(passed)).isTrue();
                assertThat(Offload.of(cable.pool, passed)).isEqualTo(word);
                assertThat(cable.take(passed)).isEqualTo(superFrame(20_000));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"NONE,GUEST", "GUEST,NONE"})
    void shouldCutLongPacketsForASideThatTakesNone(final OffloadMode device, final OffloadMode guest)
            throws IOException {
        final VhostCable.Shape shape = new VhostCable.Shape(false, 1, SocketRole.SERVER, device, guest);
        try (VhostCable cable = new VhostCable(shape).plug()) {
            cable.packets[0] = Bytes.superFrame(cable.cache, superFrame(2500), Offload.TCP4, MSS);
            assertThat(cable.device.txQueue(0).transmit(cable.cache, cable.packets, 1))
                    .isEqualTo(1);
            assertThat(cable.device.counters().offloads().segmentsBorn()).isEqualTo(3);
            assertThat(cable.guest.rxQueue(0).receive(cable.cache, cable.packets, 64))
                    .isEqualTo(3);
            for (int i = 0; i < 3; i++) {
                assertThat(PacketRef.hasOffload(cable.packets[i])).isFalse();
                assertThat(PacketRef.length(cable.packets[i])).isEqualTo(54 + (i < 2 ? MSS : 500));
                cable.cache.free(cable.packets[i]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(SocketRole.class)
    void shouldTakeTheGuestThatComesAfterOneThatWent(final SocketRole role) throws IOException {
        try (VhostCable cable = new VhostCable(VhostCable.Shape.of(false, 1, role)).plug()) {
            final int fds = openFdsOnceKept(cable);
            for (int i = 0; i < 3; i++) {
                cable.guest.close();
                VhostCable.await(() -> !cable.device.isConnected());
                assertThat(cable.device.openQueuePairs()).isZero();
                assertThat(cable.device.queues().farSide()).contains(new FarSide(false, 0, 0, "", 0, 0));
                assertThat(cable.device.txQueue(0).isOpen()).isFalse();
                cable.openGuest();
                cable.awaitUp();
                final long up = cable.pass(cable.guest, cable.device, 0, Bytes.packet(cable.cache, numbered(i)));
                assertThat(cable.take(up)).isEqualTo(numbered(i));
            }
            assertThat(openFdsOnceKept(cable)).isEqualTo(fds);
        }
    }

    @ParameterizedTest
    @EnumSource(SocketRole.class)
    void shouldBeFoundAgainByTheGuestWhenThePortIsMadeAnew(final SocketRole role) throws IOException {
        try (VhostCable cable = new VhostCable(VhostCable.Shape.of(true, 2, role)).plug()) {
            cable.device.close();
            VhostCable.await(() -> !cable.guest.isRunning());
            cable.openDevice();
            cable.awaitUp();
            final long down = cable.pass(cable.device, cable.guest, 1, Bytes.packet(cable.cache, numbered(7)));
            assertThat(cable.take(down)).isEqualTo(numbered(7));
        }
    }

    @Test
    void shouldUseOnlyQueuesThatTheGuestHasEnabled() throws IOException {
        try (VhostCable cable = new VhostCable(VhostCable.Shape.of(false, 2, SocketRole.SERVER)).plug()) {
            cable.guest.enable(1, false);
            VhostCable.await(() ->
                    cable.device.openQueuePairs() == 1 && !cable.device.queues().isEnabled(1));
            final long down = Bytes.packet(cable.cache, numbered(1));
            cable.packets[0] = down;
            assertThat(cable.device.txQueue(1).transmit(cable.cache, cable.packets, 1))
                    .isEqualTo(1);
            assertThat(cable.guest.rxQueue(0).receive(cable.cache, cable.packets, 1))
                    .isEqualTo(1);
            cable.cache.free(cable.packets[0]);

            cable.packets[0] = Bytes.packet(cable.cache, numbered(2));
            assertThat(cable.guest.txQueue(1).transmit(cable.cache, cable.packets, 1))
                    .isEqualTo(1);
            assertThat(cable.device.rxQueue(1).receive(cable.cache, cable.packets, 1))
                    .isZero();
            assertThat(cable.device.discardedCount()).isEqualTo(1);
            assertThat(cable.device.queues().farSide()).contains(new FarSide(true, 1, 0, "", 0, 1));
        }
    }

    @Test
    void shouldTurnASecondGuestAway() throws IOException {
        try (VhostCable cable = new VhostCable(VhostCable.Shape.of(false, 1, SocketRole.SERVER)).plug();
                UnixSocket second = UnixSocket.connect(cable.path, UnixSocket.Type.STREAM)) {
            assertThat(second.receive(ByteBuffer.allocate(1))).isZero();
            final long up = cable.pass(cable.guest, cable.device, 0, Bytes.packet(cable.cache, numbered(1)));
            assertThat(cable.take(up)).isEqualTo(numbered(1));
        }
    }

    @Test
    void shouldReplaceOnlyASocketThatNobodyListensOn() throws IOException {
        try (VhostCable cable = new VhostCable(VhostCable.Shape.of(false, 1, SocketRole.SERVER))) {
            UnixSocket.listen(cable.path, UnixSocket.Type.STREAM, 1).close();
            cable.openDevice();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cable.path)))
                    .isEqualTo("rw-------");
            final VhostUserSpec same = new VhostUserSpec(cable.path, SocketRole.SERVER, 1, OffloadMode.GUEST);
            assertThatThrownBy(() -> VhostUserPort.open(cable.deviceControl, cable.pool, same))
                    .hasMessage("EADDRINUSE: listen on the socket " + cable.path + ": another process listens on it");

            final Path plain = Files.createFile(cable.directory.resolve("plain"));
            final VhostUserSpec file = new VhostUserSpec(plain, SocketRole.SERVER, 1, OffloadMode.GUEST);
            assertThatThrownBy(() -> VhostUserPort.open(cable.deviceControl, cable.pool, file))
                    .hasMessageContaining("there is a file of that name that is no socket");
            assertThat(plain).exists();
        }
    }

    @Test
    void shouldKeepTheOrderOfEachLcoreThatSharesAQueue() throws Exception {
        try (VhostCable cable = new VhostCable(VhostCable.Shape.of(false, 1, SocketRole.SERVER)).plug()) {
            final int each = 3_000;
            final AtomicBoolean stop = new AtomicBoolean();
            final List<Thread> lcores = new ArrayList<>();
            for (int lcore = 0; lcore < 2; lcore++) {
                final int number = lcore;
                lcores.add(Thread.ofPlatform().start(() -> sendNumbered(cable, number, each, stop)));
            }
            final int[] next = new int[2];
            final long deadlineNs = System.nanoTime() + 20_000_000_000L;
            while (next[0] + next[1] < 2 * each && System.nanoTime() < deadlineNs) {
                final int n = cable.guest.rxQueue(0).receive(cable.cache, cable.packets, 64);
                for (int i = 0; i < n; i++) {
                    final byte[] frame = cable.take(cable.packets[i]);
                    assertThat(Bytes.u32(frame, 4)).isEqualTo(next[frame[0]]++);
                }
            }
            stop.set(true);
            for (final Thread lcore : lcores) {
                lcore.join();
            }
            assertThat(next).containsExactly(each, each);
        }
    }

    @Test
    void shouldLoseNothingButPacketsWhenTheGuestDiesInTheMiddle() throws Exception {
        try (VhostCable cable = new VhostCable(VhostCable.Shape.of(false, 1, SocketRole.SERVER)).plug()) {
            final AtomicBoolean stop = new AtomicBoolean();
            final Thread lcore = Thread.ofPlatform().start(() -> forward(cable, stop));
            for (int i = 0; i < 20; i++) {
                final long before = cable.device.counters().rxPackets();
                VhostCable.await(() -> {
                    cable.packets[0] = Bytes.packet(cable.cache, numbered(1));
                    cable.cache.free(cable.packets, cable.guest.txQueue(0).transmit(cable.cache, cable.packets, 1), 1);
                    return cable.device.counters().rxPackets() > before + 50;
                });
                cable.guest.close();
                cable.openGuest();
                VhostCable.await(() -> cable.guest.isRunning() && cable.device.openQueuePairs() == 1);
            }
            stop.set(true);
            lcore.join();
        }
    }

    /** An lcore that sends back what it receives. */
    private static void forward(final VhostCable cable, final AtomicBoolean stop) {
        final PoolCache cache = cable.pool.newCache(11);
        final TxQueue tx = cable.device.txQueue(0);
        final long[] burst = new long[32];
        while (!stop.get()) {
            final int n = cable.device.rxQueue(0).receive(cache, burst, burst.length);
            cache.free(burst, tx.transmit(cache, burst, n), n);
        }
        cache.flush();
    }

    private static void sendNumbered(
            final VhostCable cable, final int lcore, final int count, final AtomicBoolean stop) {
        final PoolCache cache = cable.pool.newCache(11 + lcore);
        final TxQueue tx = cable.device.txQueue(lcore);
        final long[] burst = new long[8];
        int sent = 0;
        while (sent < count && !stop.get()) {
            final int n = Math.min(burst.length, count - sent);
            for (int i = 0; i < n; i++) {
                final byte[] frame = numbered(sent + i);
                frame[0] = (byte) lcore;
                burst[i] = Bytes.packet(cache, frame);
            }
            final int taken = tx.transmit(cache, burst, n);
            cache.free(burst, taken, n);
            sent += taken;
        }
        cache.flush();
    }

    private static byte[] numbered(final int number) {
        final byte[] frame = new byte[60 + number % 7];
        Bytes.put32(frame, 4, number);
        return frame;
    }

    /** A TCP packet of so many payload bytes, its checksum open. */
    private static byte[] superFrame(final int payloadBytes) {
        final byte[] tcp = Bytes.tcp(1, Bytes.ACK, new byte[0], Bytes.counting(payloadBytes));
        return Bytes.frame(Bytes.ipv4(1, 0, 64, Bytes.TCP, tcp), true);
    }

    /** The keeper has its copies of a connection's descriptors a moment after packets pass. */
    private static int openFdsOnceKept(final VhostCable cable) throws IOException {
        VhostCable.await(() -> !cable.keeper.isEmpty());
        cable.deviceControl.call(() -> {}); // what the thread does after giving them away is done
        return openFds();
    }

    private static int openFds() throws IOException {
        try (Stream<Path> fds = Files.list(Path.of("/proc/self/fd"))) {
            return (int) fds.count();
        }
    }
}
