// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.spread;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.vireo.linux.memory.Memory;
import net.vireo.port.MemoryPort;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One thread plays all lcores; what a device took comes out of the far end of a memory cable. */
class TransmitRingsTest {
    private static final int RING = 64;

    private final PacketPool pool = PacketPool.create(new PacketPool.Sizes(1024, 0), false);
    private final PoolCache cache = pool.newCache(10);
    private final long[] packets = new long[256];
    private final MemoryPort.Pair cable = MemoryPort.pair(pool, "near", "far", 4, 256);
    private TransmitRings rings;

    @AfterEach
    void close() {
        rings.close();
        cable.left().close();
        cable.right().close();
        assertThat(pool.balance().holds(0)).as("every buffer came back").isTrue();
        pool.close();
    }

    private void open(final int lcores, final int... owners) {
        rings = TransmitRings.over(cable.left(), pool, lcores, owners, RING);
    }

    /** @return how many were taken; the others are freed, as their owner does */
    private int send(final int lcore, final int first, final int count) {
        for (int i = 0; i < count; i++) {
            final long empty = cache.takeSmall();
            packets[i] = PacketRef.resized(empty, PacketRef.offset(empty), 60);
            Memory.putIntBe(pool.dataAddress(packets[i]), first + i);
        }
        final int taken = rings.txQueue(lcore).transmit(cache, packets, count);
        cache.free(packets, taken, count);
        return taken;
    }

    /** What the lcore that sends does in its cycle. */
    private int relay(final int lcore) {
        final int n = rings.relay(lcore).receive(cache, packets, 32);
        final int taken = rings.txQueue(lcore).transmit(cache, packets, n);
        cache.free(packets, taken, n);
        return n;
    }

    private List<Integer> arrived() {
        final List<Integer> numbers = new ArrayList<>();
        for (int queue = 0; queue < cable.right().rxQueueCount(); queue++) {
            final int n = cable.right().rxQueue(queue).receive(cache, packets, packets.length);
            for (int i = 0; i < n; i++) {
                numbers.add(Memory.getIntBe(pool.dataAddress(packets[i])));
            }
            cache.free(packets, 0, n);
        }
        return numbers;
    }

    @Test
    void shouldSendForAnLcoreWithoutAQueueInItsOrder() {
        open(2, 0);
        assertThat(rings.txQueue(1).handsOver()).isTrue();
        assertThat(rings.txQueue(0).handsOver()).isFalse();
        assertThat(send(1, 0, 40)).isEqualTo(40);
        assertThat(arrived()).as("nothing leaves before the owner's turn").isEmpty();
        assertThat(rings.waitingCount()).isEqualTo(40);
        assertThat(relay(0) + relay(0)).isEqualTo(40);
        assertThat(arrived())
                .containsExactlyElementsOf(IntStream.range(0, 40).boxed().toList());
        assertThat(rings.handedOverCount(1)).isEqualTo(40);
        assertThat(rings.takenOverCount(0)).isEqualTo(40);
        assertThat(rings.sentCount(0)).isEqualTo(40);
        assertThat(rings.waitingCount()).isZero();
    }

    @Test
    void shouldTakeNothingMoreWhenTheRingIsFullAndCountIt() {
        open(2, 0);
        assertThat(send(1, 0, RING + 9)).isEqualTo(RING);
        assertThat(send(1, 0, 1)).isZero();
        assertThat(rings.missedCount(1)).isEqualTo(10);
        assertThat(rings.handedOverCount(1)).isEqualTo(RING);
        relay(0);
        assertThat(send(1, 0, 32)).as("room again").isEqualTo(32);
    }

    @Test
    void shouldSpreadLcoresWithoutAQueueOverThoseThatHaveOne() {
        open(4, 2, 0);
        assertThat(IntStream.range(0, 4).map(rings::ownerOf)).containsExactly(0, 2, 2, 0);
        assertThat(IntStream.range(0, 4).map(rings::queueOf)).containsExactly(1, 0, 0, 1);
        assertThat(IntStream.range(0, 4).mapToObj(rings::sendsForOthers)).containsExactly(true, false, true, false);
        send(0, 0, 1);
        send(1, 100, 1);
        send(2, 200, 1);
        send(3, 300, 1);
        assertThat(arrived()).containsExactlyInAnyOrder(0, 200);
        relay(0);
        assertThat(arrived()).containsExactly(300);
        relay(2);
        assertThat(arrived()).containsExactly(100);
    }

    @Test
    void shouldCountWhatTheDeviceDoesNotTake() {
        open(2, 0);
        for (int round = 0; round < 5; round++) {
            send(1, 0, RING);
            relay(0);
            relay(0);
        }
        assertThat(rings.sentCount(0) + rings.refusedCount(0)).isEqualTo(5 * RING);
        assertThat(rings.refusedCount(0)).as("a cable of 256").isEqualTo(5 * RING - 256);
        arrived();
    }

    @Test
    void shouldGiveBackWhatIsInTheRingsWhenItIsClosed() {
        open(3, 1);
        send(0, 0, 10);
        send(2, 0, 10);
        // close() sees that every buffer came back
    }
}
