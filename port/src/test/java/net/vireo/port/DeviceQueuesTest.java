// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import net.vireo.port.balance.BalancedPort;
import net.vireo.port.balance.LoadBalance;
import net.vireo.port.balance.Origin;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import net.vireo.port.rss.RssPort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What ports and those in front of them say of a device with two queues. */
class DeviceQueuesTest {
    private static final int LCORES = 4;

    private final PacketPool pool = PacketPool.create(new PacketPool.Sizes(64, 0), false);
    private final PoolCache cache = pool.newCache(0);
    private final MemoryPort.Pair cable = MemoryPort.pair(pool, "far", "device", 2, 64);
    private final long[] packets = new long[32];

    @AfterEach
    void close() {
        cable.close();
        pool.close();
    }

    private static int[] senders(final DeviceQueues queues) {
        return IntStream.range(0, LCORES).map(queues::transmitQueueOf).toArray();
    }

    private void receive(final Port port, final int queue, final int count) {
        for (int i = 0; i < count; i++) {
            packets[i] = PacketRef.resized(cache.takeSmall(), PacketPool.HEADROOM_BYTES, 10);
        }
        cable.left().txQueue(queue).transmit(cache, packets, count);
        cache.free(packets, 0, port.rxQueue(queue).receive(cache, packets, packets.length));
    }

    @Test
    void shouldTellWhatEachQueueReceivedAndWhichOneAnLcoreSendsBy() {
        receive(cable.right(), 1, 3);
        final DeviceQueues queues = cable.right().queues();
        assertThat(queues.isEnabled(1)).isTrue();
        assertThat(queues.receivedCount(0)).isZero();
        assertThat(queues.receivedCount(1)).isEqualTo(3);
        assertThat(senders(queues)).containsExactly(0, 1, 0, 1);
    }

    @Test
    void shouldTellTheDevicesQueuesThroughWhatIsInFrontOfThem() {
        final Port recorded = new RecordingPort(cable.right(), pool);
        receive(recorded, 1, 2);
        assertThat(recorded.queues().receivedCount(1)).isEqualTo(2);
        final BalancedPort balanced =
                BalancedPort.over(recorded, pool, LCORES, new int[] {3, 0}, Origin.GUEST, LoadBalance.ALL, 1024);
        assertThat(balanced.queues().receivedCount(1)).isEqualTo(2);
        assertThat(senders(balanced.queues())).as("by the device's two").containsExactly(0, 1, 0, 1);
        balanced.close();
    }

    @Test
    void shouldReceiveByAQueuePerLcoreBehindReceiveSideScalingAndSendByTheDevices() {
        final RssPort scaled = RssPort.over(cable.right(), pool, LCORES);
        receive(scaled, 0, 4); // no IP: queue 0 keeps it
        assertThat(scaled.queues().receivedCount(0)).isEqualTo(4);
        assertThat(scaled.queues().receivedCount(3)).isZero();
        assertThat(scaled.queues().isEnabled(3)).isTrue();
        assertThat(senders(scaled.queues())).containsExactly(0, 1, 0, 1);
        scaled.close();
    }
}
