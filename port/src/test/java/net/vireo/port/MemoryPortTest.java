// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketPool.Sizes;
import net.vireo.port.pool.PoolCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryPortTest {
    private final PacketPool pool = PacketPool.create(new Sizes(64, 0), false);
    private final PoolCache cache = pool.newCache(10);
    private final MemoryPort.Pair cable = MemoryPort.pair(pool, "left", "right", 2, 8);
    private final long[] packets = new long[32];

    @AfterEach
    void unmap() {
        pool.close();
    }

    @Test
    void shouldHandOverTheSamePacketsInOrder() {
        final long first = Frames.filled(cache, 1);
        final long second = Frames.filled(cache, 2);
        final TxQueue tx = cable.left().txQueue(0);
        assertThat(tx.transmit(cache, new long[] {first, second}, 2)).isEqualTo(2);
        assertThat(cable.right().counters().heldBuffers()).isEqualTo(2);
        assertThat(cable.right().rxQueue(1).receive(cache, packets, 32)).isZero();
        assertThat(cable.right().rxQueue(0).receive(cache, packets, 32)).isEqualTo(2);
        assertThat(packets).startsWith(first, second);
        assertThat(cable.left().counters().txPackets()).isEqualTo(2);
        assertThat(cable.right().counters().rxPackets()).isEqualTo(2);
        assertThat(cable.right().counters().heldBuffers()).isZero();
    }

    @Test
    void shouldLeaveWithTheCallerWhatTheRingDoesNotTake() {
        final long[] many = new long[11];
        for (int i = 0; i < many.length; i++) {
            many[i] = Frames.filled(cache, i);
        }
        final TxQueue tx = cable.right().txQueue(0);
        assertThat(tx.transmit(cache, many, 11)).isEqualTo(8);
        assertThat(cable.right().counters().txErrors()).isEqualTo(3);
        cache.free(many, 8, 11);
        assertThat(pool.balance().holds(cable.left().counters().heldBuffers())).isTrue();
        assertThat(cable.left().rxQueue(0).receive(cache, packets, 32)).isEqualTo(8);
        cache.free(packets, 0, 8);
        assertThat(pool.balance().holds(0)).isTrue();
    }

    @Test
    void shouldServeTheRingsOfSeveralLcoresInTurn() {
        final TxQueue lcore0 = cable.left().txQueue(0);
        final TxQueue lcore1 = cable.left().txQueue(1);
        final TxQueue lcore2 = cable.left().txQueue(2);
        for (int i = 0; i < 4; i++) {
            lcore0.transmit(cache, new long[] {Frames.filled(cache, 0)}, 1);
            lcore1.transmit(cache, new long[] {Frames.filled(cache, 1)}, 1);
            lcore2.transmit(cache, new long[] {Frames.filled(cache, 2)}, 1);
        }
        final RxQueue queue = cable.right().rxQueue(0);
        assertThat(queue.receive(cache, packets, 4)).isEqualTo(4);
        final int firstServed = Frames.firstByte(pool, packets[0]);
        assertThat(queue.receive(cache, packets, 4)).isEqualTo(4);
        assertThat(Frames.firstByte(pool, packets[0]))
                .as("the other ring's turn")
                .isEqualTo(2 - firstServed);
        assertThat(cable.right().rxQueue(1).receive(cache, packets, 32)).isEqualTo(4);
        assertThat(Frames.firstByte(pool, packets[0])).isEqualTo(1);
    }

    @Test
    void shouldGiveBackWhatStillWaitsWhenClosed() {
        cable.left().txQueue(0).transmit(cache, new long[] {Frames.filled(cache, 1)}, 1);
        assertThat(pool.balance().holds(0)).isFalse();
        cable.close();
        assertThat(pool.balance().holds(0)).isTrue();
    }
}
