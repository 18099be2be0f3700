// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import net.vireo.port.OffloadMode;
import net.vireo.port.TxQueue;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketPool.Sizes;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import net.vireo.port.vhost.SocketRole;
import net.vireo.port.vhost.VhostControl;
import net.vireo.port.vhost.VhostUserPort;
import net.vireo.port.vhost.VhostUserSpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DPDK's testpmd as the guest of a vhost-user port: an independent driver of the rings and of the protocol. */
@Tag("system")
@Tag("guests")
class VhostTestPmdSystemTest {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);
    private static final int WANTED = 5000;
    private static final int BURST = 32;

    @TempDir
    private Path directory;

    private final PacketPool pool = PacketPool.create(new Sizes(4096, 16), false);
    private final PoolCache cache = pool.newCache(10);
    private final long[] packets = new long[BURST];

    @ParameterizedTest
    @CsvSource({
        "SERVER,false,1", "SERVER,true,1", "SERVER,false,2", "SERVER,true,2",
        "CLIENT,false,1", "CLIENT,true,1", "CLIENT,false,2", "CLIENT,true,2"
    })
    void shouldPassFramesToTestPmdAndBack(final SocketRole role, final boolean packed, final int queues)
            throws InterruptedException {
        final Path socket = directory.resolve("s");
        final DpdkPort guestPort = DpdkPort.guest(socket).queues(queues).packed(packed);
        try (VhostControl control = VhostControl.start();
                VhostUserPort port =
                        VhostUserPort.open(control, pool, new VhostUserSpec(socket, role, queues, OffloadMode.GUEST));
                TestPmd guest = TestPmd.named("vireo" + ProcessHandle.current().pid())
                        .port(role == SocketRole.SERVER ? guestPort : guestPort.turnedRound())
                        .with("--forward-mode=macswap", "--nb-cores=1")
                        .start()) {
            guest.command("start");
            final long received = passAround(port, queues);
            // It leaves in its ring what it has not read when it is told to stop.
            Awaitility.await("the guest reads the rest")
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> guest.stats(0).rxPackets() == port.counters().txPackets());
            guest.command("stop");

            assertThat(received).isGreaterThanOrEqualTo(WANTED);
            assertThat(port.counters().rxErrors()).isZero();
            final PortStats stats = guest.stats(0);
            assertThat(stats.rxPackets()).isEqualTo(port.counters().txPackets());
            drain(port, queues);
            assertThat(stats.txPackets()).isEqualTo(port.counters().rxPackets());
        }
        assertThat(pool.balance().holds(0)).isTrue();
        pool.close();
    }

    /** Sends as much as the guest takes until enough came back on every queue. */
    private long passAround(final VhostUserPort port, final int queues) {
        final TxQueue[] tx = new TxQueue[queues];
        Arrays.setAll(tx, port::txQueue);
        final long[] received = new long[queues];
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (Arrays.stream(received).min().orElseThrow() < WANTED / queues && System.nanoTime() < deadlineNs) {
            for (int queue = 0; queue < queues; queue++) {
                for (int i = 0; i < BURST; i++) {
                    packets[i] = PacketRef.resized(cache.takeSmall(), PacketPool.HEADROOM_BYTES, 64 + 40 * i);
                }
                cache.free(packets, tx[queue].transmit(cache, packets, BURST), BURST);
                received[queue] += receive(port, queue);
            }
        }
        return Arrays.stream(received).sum();
    }

    private void drain(final VhostUserPort port, final int queues) {
        int n;
        do {
            n = 0;
            for (int queue = 0; queue < queues; queue++) {
                n += receive(port, queue);
            }
        } while (n > 0);
    }

    private int receive(final VhostUserPort port, final int queue) {
        final int n = port.rxQueue(queue).receive(cache, packets, BURST);
        cache.free(packets, 0, n);
        return n;
    }
}
