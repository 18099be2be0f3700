// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import net.vireo.linux.Errno;
import net.vireo.linux.EventFd;
import net.vireo.linux.Fds;
import net.vireo.linux.LinuxException;
import net.vireo.linux.MemFd;
import net.vireo.linux.UnixSocket;
import net.vireo.port.offload.Bytes;
import org.junit.jupiter.api.Test;

/** Peers that speak nonsense, with descriptors: the port takes the next guest, and keeps no descriptor of theirs. */
class HostilePeerTest {
    private static final int PEERS = 300;
    private static final int MESSAGES = 40;
    private static final int LAST_REQUEST = 45;
    private static final int VERSION = 1;
    private static final int NEED_REPLY = 8;
    private static final long PATIENCE_NS = 5_000_000_000L;

    @Test
    void shouldServeTheNextGuestAfterPeersThatSpeakNonsense() throws IOException {
        try (VhostCable cable = new VhostCable(VhostCable.Shape.of(false, 2, SocketRole.SERVER))) {
            cable.openDevice();
            final int before = openFds();
            final int memFd = MemFd.create("lie", false);
            final int eventFd = EventFd.create();
            Fds.truncate(memFd, 1 << 16);
            final long seed = System.nanoTime();
            final Random random = new Random(seed);
            for (int i = 0; i < PEERS; i++) {
                try (UnixSocket peer = UnixSocket.connect(cable.path, UnixSocket.Type.STREAM)) {
                    speak(peer, random, memFd, eventFd);
                }
                VhostCable.await(() -> !cable.device.isConnected());
            }
            Fds.close(memFd);
            Fds.close(eventFd);
            // The last peer's are closed a moment after it is gone; what leaks stays.
            final long deadlineNs = System.nanoTime() + PATIENCE_NS;
            while (openFds() != before && System.nanoTime() < deadlineNs) {
                Thread.onSpinWait();
            }
            assertThat(openFds()).as("descriptors, seed %d", seed).isEqualTo(before);

            cable.openGuest();
            cable.awaitUp();
            final byte[] frame = Bytes.counting(100);
            final long up = cable.pass(cable.guest, cable.device, 1, Bytes.packet(cable.cache, frame));
            assertThat(cable.take(up)).isEqualTo(frame);
        }
    }

    @Test
    void shouldNotWaitForAPeerThatDoesNotReadItsReplies() throws IOException {
        try (VhostCable cable = new VhostCable(VhostCable.Shape.of(false, 1, SocketRole.SERVER))) {
            cable.openDevice();
            try (UnixSocket deaf = UnixSocket.connect(cable.path, UnixSocket.Type.STREAM)) {
                Fds.setNonBlocking(deaf.fd());
                final long deadlineNs = System.nanoTime() + 500_000_000L;
                while (System.nanoTime() < deadlineNs) {
                    try {
                        deaf.send(message(1, 0)); // what features are there?
                    } catch (final LinuxException full) {
                        assertThat(full.errno()).isEqualTo(Errno.EAGAIN);
                    }
                }
                // The thread still serves others: closing another port's socket goes through it.
                final VhostUserSpec other = new VhostUserSpec(
                        cable.directory.resolve("other"), SocketRole.SERVER, 1, cable.shape.deviceOffloads());
                VhostUserPort.open(cable.deviceControl, cable.pool, other).close();
            }
            cable.openGuest();
            cable.awaitUp();
        }
    }

    private static void speak(final UnixSocket peer, final Random random, final int memFd, final int eventFd) {
        Fds.setNonBlocking(peer.fd());
        try {
            for (int i = 0; i < MESSAGES; i++) {
                final int[] fds = new int[random.nextInt(4) == 0 ? random.nextInt(10) : random.nextInt(2)];
                for (int f = 0; f < fds.length; f++) {
                    fds[f] = random.nextBoolean() ? memFd : eventFd;
                }
                final ByteBuffer message = message(1 + random.nextInt(LAST_REQUEST), 8 * random.nextInt(8));
                while (message.position() < message.limit() - 8) {
                    message.putLong(random.nextInt(3) == 0 ? random.nextLong() : random.nextInt(4) << 12);
                }
                message.position(0);
                if (random.nextInt(20) == 0) {
                    message.limit(1 + random.nextInt(message.limit()));
                }
                peer.send(message, fds);
            }
        } catch (final LinuxException ended) {
            assertThat(ended.errno()).isIn(Errno.EPIPE, Errno.EAGAIN, Errno.ECONNRESET);
        }
    }

    private static ByteBuffer message(final int request, final int payloadBytes) {
        final ByteBuffer message = ByteBuffer.allocate(12 + payloadBytes).order(ByteOrder.LITTLE_ENDIAN);
        message.putInt(request).putInt(VERSION | NEED_REPLY).putInt(payloadBytes);
        return payloadBytes == 0 ? message.flip() : message;
    }

    private static int openFds() throws IOException {
        try (Stream<Path> fds = Files.list(Path.of("/proc/self/fd"))) {
            return (int) fds.count();
        }
    }
}
