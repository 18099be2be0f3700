// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import net.vireo.port.RxQueue;
import net.vireo.port.TxQueue;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is allocated per packet, nor while falling asleep. */
class VhostAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 5_000;
    private static final int BURST = 24;
    /** Until here the compiler may take to see through the accessors of native memory. */
    private static final long PATIENCE_NS = 20_000_000_000L;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldAllocateNothingBothWays(final boolean packed) throws IOException {
        try (VhostCable cable = new VhostCable(VhostCable.Shape.of(packed, 1, SocketRole.SERVER)).plug()) {
            final TxQueue deviceTx = cable.device.txQueue(0);
            final TxQueue guestTx = cable.guest.txQueue(0);
            final RxQueue deviceRx = cable.device.rxQueue(0);
            final RxQueue guestRx = cable.guest.rxQueue(0);
            long least = Long.MAX_VALUE;
            final long deadlineNs = System.nanoTime() + PATIENCE_NS;
            while (least > 0 && System.nanoTime() < deadlineNs) {
                final long before = THREADS.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < ROUNDS; i++) {
                    oneBurst(cable, deviceTx, guestRx);
                    oneBurst(cable, guestTx, deviceRx);
                    deviceRx.rest();
                }
                least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
            }
            assertThat(least).isZero();
        }
    }

    private static void oneBurst(final VhostCable cable, final TxQueue tx, final RxQueue far) {
        for (int i = 0; i < BURST; i++) {
            cable.packets[i] = PacketRef.resized(cable.cache.takeSmall(), PacketPool.HEADROOM_BYTES, 60);
        }
        cable.cache.free(cable.packets, tx.transmit(cable.cache, cable.packets, BURST), BURST);
        cable.cache.free(cable.packets, 0, far.receive(cable.cache, cable.packets, 32));
        cable.cache.free(cable.packets, 0, far.receive(cable.cache, cable.packets, 32));
    }
}
