// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import net.vireo.linux.netlink.RtNetlink;
import net.vireo.port.kind.Crossing;
import net.vireo.port.kind.PortKind;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketPool.Sizes;
import net.vireo.port.pool.PoolCache;
import net.vireo.port.vhost.SocketRole;
import net.vireo.port.vhost.VhostControl;
import net.vireo.port.vhost.VhostUserPort;
import net.vireo.port.vhost.VhostUserSpec;
import net.vireo.port.vhost.VirtioUserPort;
import net.vireo.port.vhost.VirtioUserSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pages 15 and 16: that packets cross as the table of kinds says, by the system calls that the ports count. */
@Tag("system")
@Timeout(60)
class CrossingSystemTest {
    private static final int BURST = 32;

    @TempDir
    private Path directory;

    private final PacketPool pool = PacketPool.create(new Sizes(1024, 64), false);
    private final PoolCache cache = pool.newCache(10);
    private final long[] packets = new long[BURST];

    @AfterEach
    void unmap() {
        pool.close();
    }

    private void burst() {
        for (int i = 0; i < BURST; i++) {
            packets[i] = Frames.packet(cache, new byte[60 + i]);
        }
    }

    /** Sends a burst. @return the system calls that it took */
    private long callsToSend(final Port port) {
        final TxQueue queue = port.txQueue(0);
        final long before = port.counters().txSyscalls();
        burst();
        assertThat(queue.transmit(cache, packets, BURST)).isEqualTo(BURST);
        return port.counters().txSyscalls() - before;
    }

    @Test
    @Tag("tap")
    void shouldCrossATapWithASystemCallForEachPacket() throws IOException {
        try (TestNetwork network = new TestNetwork(directory);
                TapPort port = network.call(() -> TapPort.open(pool, "tap7", 1, 1500))) {
            network.call(() -> {
                try (RtNetlink links = RtNetlink.open()) {
                    links.setUp(links.link("tap7").index());
                }
                return null;
            });
            assertThat(callsToSend(port)).isEqualTo(BURST);
            assertCrossing(port, Crossing.CALL_PER_PACKET);
        }
    }

    @Test
    void shouldCrossAPacketSocketWithASystemCallForEachBurst() throws IOException {
        try (TestNetwork network = new TestNetwork(directory);
                PacketSocketPort port = network.call(() -> {
                    try (RtNetlink links = RtNetlink.open()) {
                        final int index = links.addVeth("va", "vb");
                        links.setUp(index);
                        links.setUp(links.link("vb").index());
                        assertThat(links.awaitOperational(index, 5000)).isTrue();
                        return PacketSocketPort.open(pool, new PacketSocketPort.Link("va", index, 1500, 1));
                    }
                })) {
            assertThat(callsToSend(port)).isOne();
            assertCrossing(port, Crossing.CALL_PER_BURST);
        }
    }

    /** Both sides poll: nobody is told, and the kernel hears nothing of it. */
    @Test
    void shouldCrossSharedMemoryWithoutASystemCallWhenTheGuestPolls() {
        final Path socket = directory.resolve("guest.sock");
        try (VhostControl control = VhostControl.start();
                VhostUserPort port = VhostUserPort.open(
                        control, pool, new VhostUserSpec(socket, SocketRole.SERVER, 1, OffloadMode.GUEST));
                VirtioUserPort guest = VirtioUserPort.open(
                        control,
                        pool,
                        new VirtioUserSpec(socket, SocketRole.CLIENT, 1, 256, false, OffloadMode.GUEST))) {
            while (!guest.isRunning()) {
                Thread.onSpinWait();
            }
            final RxQueue receive = guest.rxQueue(0);
            assertThat(receive.receive(cache, packets, BURST))
                    .as("gives the device buffers")
                    .isZero();
            callsToSend(port);
            receiveBurst(receive); // from now on it polls, and asks for no call
            assertThat(callsToSend(port)).isZero();
            receiveBurst(receive);
            assertCrossing(port, Crossing.SHARED_MEMORY);
        }
    }

    private void receiveBurst(final RxQueue queue) {
        int count = 0;
        while (count < BURST) {
            final int n = queue.receive(cache, packets, BURST);
            cache.free(packets, 0, n);
            count += n;
        }
    }

    private static void assertCrossing(final Port port, final Crossing crossing) {
        assertThat(PortKind.of(port.kind()).orElseThrow().crossing()).isEqualTo(crossing);
    }
}
