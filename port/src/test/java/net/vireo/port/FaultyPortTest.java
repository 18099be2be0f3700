// SPDX-License-Identifier: Apache-2.0
package net.vireo.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketPool.Sizes;
import net.vireo.port.pool.PoolCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultyPortTest {
    private static final int ROUNDS = 500;

    private final PacketPool pool = PacketPool.create(new Sizes(128, 0), false);
    private final PoolCache cache = pool.newCache(10);
    private final MemoryPort.Pair cable = MemoryPort.pair(pool, "left", "right", 1, 32);
    private final long[] packets = new long[Port.MAX_BURST_PACKETS];

    @AfterEach
    void unmap() {
        pool.close();
    }

    @Test
    void shouldPassEverythingWhenThereAreNoFaults() {
        final List<Integer> seen = run(new FaultyPort(cable.left(), Faults.NONE, Faults.NONE), 4);
        assertThat(seen).hasSize(ROUNDS * 4);
        assertThat(seen.subList(0, 8)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void shouldLoseAboutTheShareAskedForAndCountIt() {
        final FaultyPort port = new FaultyPort(cable.left(), Faults.NONE, Faults.loss(0.25, 7));
        final List<Integer> seen = run(port, 4);
        assertThat(port.lostCount()).isBetween(400L, 600L);
        assertThat(seen).hasSize(ROUNDS * 4 - (int) port.lostCount());
        assertThat(pool.balance().holds(0)).isTrue();
    }

    @Test
    void shouldDuplicateReorderAndCorruptOnTransmitWithoutLosingBuffers() {
        final FaultyPort port = new FaultyPort(cable.left(), Faults.NONE, new Faults(0, 0.1, 0.1, 0.1, 3));
        final List<Integer> seen = run(port, 4);
        assertThat(port.duplicatedCount()).isPositive();
        assertThat(port.reorderedCount()).isPositive();
        assertThat(port.corruptedCount()).isPositive();
        assertThat(seen).hasSize(ROUNDS * 4 + (int) port.duplicatedCount());
        assertThat(pool.balance().holds(0)).isTrue();
    }

    @Test
    void shouldLetTheNextPacketOvertake() {
        final FaultyPort port = new FaultyPort(cable.left(), new Faults(0, 0, 1, 0, 1), Faults.NONE);
        cable.right().txQueue(0).transmit(cache, new long[] {Frames.filled(cache, 1), Frames.filled(cache, 2)}, 2);
        assertThat(port.rxQueue(0).receive(cache, packets, 32)).isEqualTo(2);
        assertThat(Frames.firstByte(pool, packets[0])).isEqualTo(2);
        assertThat(Frames.firstByte(pool, packets[1])).isEqualTo(1);
        assertThat(port.reorderedCount()).isOne();
    }

    @Test
    void shouldFlipExactlyOneBit() {
        final FaultyPort port = new FaultyPort(cable.left(), new Faults(0, 0, 0, 1, 1), Faults.NONE);
        cable.right().txQueue(0).transmit(cache, new long[] {Frames.filled(cache, 0)}, 1);
        assertThat(port.rxQueue(0).receive(cache, packets, 32)).isEqualTo(1);
        int bits = 0;
        for (final byte b : Frames.bytes(pool, packets[0])) {
            bits += Integer.bitCount(b & 0xff);
        }
        assertThat(bits).isOne();
    }

    @Test
    void shouldNotWriteBeyondTheCapacityWhenDuplicating() {
        final FaultyPort port = new FaultyPort(cable.left(), new Faults(0, 1, 0, 0, 1), Faults.NONE);
        final TxQueue tx = cable.right().txQueue(0);
        for (int i = 0; i < 4; i++) {
            tx.transmit(cache, new long[] {Frames.filled(cache, i)}, 1);
        }
        packets[6] = 0xa5a5;
        assertThat(port.rxQueue(0).receive(cache, packets, 6)).isEqualTo(6);
        assertThat(packets[6]).isEqualTo(0xa5a5);
        assertThat(port.duplicatedCount()).isEqualTo(2);
        assertThat(pool.balance().holds(6)).isTrue();
    }

    @Test
    void shouldLeaveRefusedOriginalsWithTheCallerAndFreeRefusedCopies() {
        final FaultyPort port = new FaultyPort(cable.left(), Faults.NONE, new Faults(0, 1, 0, 0, 1));
        final TxQueue tx = port.txQueue(0);
        final long[] burst = new long[24];
        for (int i = 0; i < burst.length; i++) {
            burst[i] = Frames.filled(cache, i);
        }
        // 24 packets become 48; the ring takes 32 of them, which are 16 originals.
        assertThat(tx.transmit(cache, burst, 24)).isEqualTo(16);
        assertThat(Frames.firstByte(pool, burst[16])).isEqualTo(16);
        assertThat(Frames.firstByte(pool, burst[23])).isEqualTo(23);
        assertThat(pool.balance().holds(cable.right().queuedCount() + 8)).isTrue();
    }

    @Test
    void shouldDoTheSameAgainForTheSameSeed() {
        final Faults faults = new Faults(0.1, 0.1, 0.1, 0, 99);
        final List<Integer> once = run(new FaultyPort(cable.left(), Faults.NONE, faults), 4);
        final List<Integer> again = run(new FaultyPort(cable.left(), Faults.NONE, faults), 4);
        assertThat(again).isEqualTo(once);
    }

    @Test
    void shouldNameTheProbabilityThatIsNone() {
        assertThatThrownBy(() -> Faults.loss(1.5, 0)).hasMessage("loss must be a probability in 0..1: 1.5");
        assertThatThrownBy(() -> new Faults(0, Double.NaN, 0, 0, 0)).hasMessageStartingWith("duplication must be");
    }

    /** Sends numbered packets through the port's transmit side and returns the numbers that arrive. */
    private List<Integer> run(final FaultyPort port, final int burst) {
        final TxQueue tx = port.txQueue(0);
        final RxQueue far = cable.right().rxQueue(0);
        final List<Integer> seen = new ArrayList<>();
        final long[] out = new long[burst];
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < burst; i++) {
                out[i] = Frames.filled(cache, round * burst + i);
            }
            assertThat(tx.transmit(cache, out, burst)).isEqualTo(burst);
            final int n = far.receive(cache, packets, packets.length);
            for (int i = 0; i < n; i++) {
                seen.add(Frames.firstByte(pool, packets[i]));
            }
            cache.free(packets, 0, n);
        }
        return seen;
    }
}
