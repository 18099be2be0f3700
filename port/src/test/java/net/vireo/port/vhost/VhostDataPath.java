// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.vireo.port.SummedCounters;
import net.vireo.port.offload.Bytes;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketPool.Sizes;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import net.vireo.virtio.Features;
import net.vireo.virtio.vhost.RefusedException;
import org.junit.jupiter.api.AfterEach;

/**
 * The device's rings without a socket, between a pool and a guest that tests play. What each test takes from the pool it gives
 * back.
 */
abstract class VhostDataPath {
    static final long PACKED = Features.RING_PACKED;
    static final long SPLIT = 0;
    static final long MERGED = Features.MRG_RXBUF;
    static final byte[] PLAIN = new byte[12];

    final PacketPool pool = PacketPool.create(new Sizes(512, 8), false);
    final PoolCache cache = pool.newCache(10);
    final SummedCounters counters = new SummedCounters();
    final VhostCounters vhost = new VhostCounters();
    final AtomicInteger alarms = new AtomicInteger();
    final VhostRings rings = new VhostRings(1, RingRecords.inMemory(2));
    final VhostBackEnd device = new VhostBackEnd("test", rings, rings::refresh);
    final VhostReceiver receiver =
            new VhostReceiver(pool, rings.receiveRing(0), counters.newQueue(), vhost, alarms::incrementAndGet);
    final TxWait txWait = new TxWait(0);
    final VhostSender sender = new VhostSender(
            3, rings, pool, counters.newQueue(), vhost, alarms::incrementAndGet, new Patience(txWait, this::now));
    final long[] packets = new long[64];

    /** The sender's clock: each look at it takes {@link #LOOK_NS}, and somebody may do something meanwhile. */
    static final long LOOK_NS = 1000;

    long nowNs;
    int looks;
    Runnable meanwhile = () -> {};

    long now() {
        looks++;
        meanwhile.run();
        nowNs += LOOK_NS;
        return nowNs;
    }

    @AfterEach
    void everyBufferIsAccountedFor() {
        assertThat(pool.balance().holds(0)).isTrue();
        assertThat(pool.refusedFreeCount()).isZero();
        rings.close();
        pool.close();
    }

    /** A burst of so many, sent. @return how many were taken; the others are freed */
    int send(final int count) {
        for (int i = 0; i < count; i++) {
            packets[i] = Bytes.packet(cache, Bytes.counting(60 + i));
        }
        final int taken = sender.transmit(cache, packets, count);
        cache.free(packets, taken, count);
        return taken;
    }

    void disconnect() throws RefusedException {
        device.stopRing(MockGuest.RECEIVE);
        device.stopRing(MockGuest.TRANSMIT);
        device.memory(List.of(), List.of());
    }

    byte[] bytes(final long packet) {
        return MockGuest.bytes(pool.dataAddress(packet), PacketRef.length(packet));
    }
}
