// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.Frames.FABRIC_MAC;
import static net.vireo.vrouter.graph.Frames.LOCAL;
import static net.vireo.vrouter.graph.Frames.REMOTE;
import static net.vireo.vrouter.graph.Frames.REMOTE_MAC;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import net.vireo.linux.memory.Memory;
import net.vireo.port.MemoryPort;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import net.vireo.port.spread.TransmitRings;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.CounterMemory;
import net.vireo.vrouter.counter.DropLog;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.HandoverCounter;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.counter.Ledger;
import net.vireo.vrouter.counter.VifCounter;
import net.vireo.vrouter.lcore.Lcore;
import net.vireo.vrouter.lcore.LcoreThread;
import net.vireo.vrouter.lcore.PollMode;
import net.vireo.vrouter.table.Epoch;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two lcores, of which the second has no queue to send by: what it gets from the host leaves by the first one's. */
class TransmitRingTest {
    private static final int VIFS = 16;
    private static final int RING = 64;
    private static final int CABLE = 256;
    private static final byte[] FRAME =
            ethernet(REMOTE_MAC, FABRIC_MAC, 0x0800, ipv4(0, 0, 64, 17, LOCAL, REMOTE, new byte[26]));

    private final PacketPool pool = PacketPool.create(new PacketPool.Sizes(2048, 4), false);
    private final PoolCache outside = pool.newCache(9);
    private final Epoch epoch = new Epoch();
    private final Tables tables = new Tables(new Tables.Limits(VIFS, 8, 64, 2048), epoch);
    private final CounterMemory memory = CounterMemory.anonymous(List.of(10, 11), VIFS, GraphPlan.STANDARD.nodeNames());
    private final CounterFile counters = memory.reader();
    private final MemoryPort.Pair fabric = MemoryPort.pair(pool, "fabric", "wire", 1, CABLE);
    private final MemoryPort.Pair host = MemoryPort.pair(pool, "vhost0", "host", 1, CABLE);
    private final TransmitRings rings = TransmitRings.over(fabric.left(), pool, 2, new int[] {0}, RING);
    private final long[] burst = new long[CABLE];
    private final List<Lcore> lcores = new ArrayList<>();
    private final List<PoolCache> caches = new ArrayList<>();
    private int sequence;

    @BeforeEach
    void open() {
        tables.putVif(TestNode.vif(Vif.FABRIC_INDEX, Vif.TYPE_PHYSICAL, 0, FABRIC_MAC, 0));
        tables.putVif(TestNode.vif(Vif.HOST_INDEX, Vif.TYPE_HOST, 0, FABRIC_MAC, LOCAL));
        final DropLog drops = DropLog.anonymous(List.of(10, 11), 16);
        for (int i = 0; i < 2; i++) {
            final PoolCache cache = pool.newCache(i);
            caches.add(cache);
            final WalkRecorder recorder = new WalkRecorder(10 + i);
            final Graph graph = Graph.build(
                    GraphPlan.STANDARD,
                    tables,
                    memory.lcore(i),
                    cache,
                    recorder,
                    1,
                    FlowContext.alone(i, epoch),
                    drops.lcore(i));
            lcores.add(new Lcore(10 + i, graph, cache, memory.lcore(i), recorder, epoch.join()));
            lcores.get(i).addTransmit(Vif.FABRIC_INDEX, rings.txQueue(i));
        }
        lcores.get(0).addRelay(Vif.FABRIC_INDEX, rings.relay(0));
        lcores.get(1).addQueue(Vif.HOST_INDEX, host.left().rxQueue(0));
    }

    @AfterEach
    void close() {
        rings.close();
        fabric.left().close();
        fabric.right().close();
        host.left().close();
        host.right().close();
        pool.close();
    }

    private void hostSends(final int count) {
        final var queue = host.right().txQueue(0);
        for (int i = 0; i < count; i++) {
            final long empty = outside.takeSmall();
            burst[0] = PacketRef.resized(empty, PacketRef.offset(empty), FRAME.length);
            Memory.copyIn(FRAME, 0, pool.dataAddress(burst[0]), FRAME.length);
            // The last four bytes say which it is.
            Memory.putIntBe(pool.dataAddress(burst[0]) + FRAME.length - Integer.BYTES, i);
            assertThat(queue.transmit(outside, burst, 1)).isEqualTo(1);
        }
    }

    private List<Integer> wireReceives() {
        final List<Integer> numbers = new ArrayList<>();
        final int n = fabric.right().rxQueue(0).receive(outside, burst, burst.length);
        for (int i = 0; i < n; i++) {
            numbers.add(Memory.getIntBe(pool.dataAddress(burst[i]) + FRAME.length - Integer.BYTES));
        }
        outside.free(burst, 0, n);
        return numbers;
    }

    private void turn(final int lcore, final int times) {
        for (int i = 0; i < times; i++) {
            lcores.get(lcore).cycle();
        }
    }

    private Ledger.Counts snapshot() {
        sequence++;
        lcores.forEach(lcore -> lcore.snapshot(sequence, VIFS));
        memory.waitingToBeSent(rings.waitingCount());
        final long held = fabric.left().counters().heldBuffers()
                + fabric.right().counters().heldBuffers()
                + host.left().counters().heldBuffers()
                + host.right().counters().heldBuffers();
        memory.pool(pool.balance(), held + rings.waitingCount());
        return counters.snapshot();
    }

    @Test
    void shouldSendByTheLcoreThatOwnsTheQueueInOrder() {
        hostSends(40);
        turn(1, 3);
        assertThat(wireReceives()).isEmpty();
        assertThat(counters.lcore(1, LcoreCounter.HANDED_OVER)).isEqualTo(40);
        assertThat(Ledger.of(snapshot()).broken())
                .as("with packets in the ring")
                .isEmpty();
        turn(0, 3);
        assertThat(wireReceives()).isSorted().hasSize(40);
        assertThat(Ledger.of(snapshot()).broken()).isEmpty();
        // Who processed counts for the vif, who sent counts as the lcore that transmitted.
        assertThat(counters.vif(1, Vif.FABRIC_INDEX, VifCounter.TX_PACKETS)).isEqualTo(40);
        assertThat(counters.vif(0, Vif.FABRIC_INDEX, VifCounter.TX_PACKETS)).isZero();
        assertThat(counters.lcore(0, LcoreCounter.TRANSMITTED)).isEqualTo(40);
        assertThat(counters.lcore(1, LcoreCounter.TRANSMITTED)).isZero();
        assertThat(fabric.left().counters().txPackets()).isEqualTo(40);
    }

    /** Page 49: forwarding, from one lcore to another and out, moves references: no buffer is taken, so none is written. */
    @Test
    void shouldForwardWithoutTakingABufferOrMovingAPacket() {
        hostSends(1);
        final long before = addressOfNext();
        turn(1, 2);
        turn(0, 2);
        final int n = fabric.right().rxQueue(0).receive(outside, burst, burst.length);
        assertThat(n).isEqualTo(1);
        assertThat(pool.dataAddress(burst[0])).as("where the host put it").isEqualTo(before);
        outside.free(burst, 0, 1);
        assertThat(caches).allMatch(cache -> cache.takenCount() == 0);
    }

    /** Of the packet that was sent last. */
    private long addressOfNext() {
        return pool.dataAddress(burst[0]);
    }

    @Test
    void shouldDropByNameWhatFindsTheRingFull() {
        hostSends(RING + 20);
        turn(1, 4);
        assertThat(counters.drop(1, DropReason.TX_QUEUE_FULL)).isEqualTo(20);
        assertThat(counters.vif(1, Vif.FABRIC_INDEX, VifCounter.TX_ERRORS)).isEqualTo(20);
        assertThat(rings.missedCount(1)).isEqualTo(20);
        assertThat(DropReason.TX_QUEUE_FULL.upstream()).isEqualTo(DropReason.INTERFACE_DROP);
        turn(0, 4);
        assertThat(wireReceives()).hasSize(RING);
        assertThat(Ledger.of(snapshot()).broken()).isEmpty();
    }

    /** The receiver is too slow: the lcore that sends drops, under the name that its own packets have. */
    @Test
    void shouldDropWhereItIsSentWhatTheDeviceDoesNotTake() {
        for (int round = 0; round < 6; round++) {
            hostSends(RING);
            turn(1, 3);
            turn(0, 3);
        }
        assertThat(counters.drop(0, DropReason.TX_RING_FULL)).isEqualTo(6 * RING - CABLE);
        assertThat(counters.drop(1, DropReason.TX_RING_FULL)).isZero();
        assertThat(Ledger.of(snapshot()).broken()).isEmpty();
        wireReceives();
    }

    @Test
    void shouldSendWhatIsInTheRingWhenTheDeviceIsTakenAway() {
        hostSends(10);
        turn(1, 2);
        lcores.forEach(lcore -> lcore.closeHandover(Vif.FABRIC_INDEX));
        lcores.forEach(lcore -> lcore.removeVif(Vif.FABRIC_INDEX));
        assertThat(wireReceives()).hasSize(10);
        assertThat(rings.waitingCount()).isZero();
        hostSends(1);
        turn(1, 2);
        assertThat(counters.drop(1, DropReason.INTERFACE_TX_DISCARD)).isEqualTo(1);
        assertThat(Ledger.of(snapshot()).broken()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"HANDED_OVER", "TAKEN_OVER", "TRANSMITTED", "TRANSMITTED_FOR_OTHERS"})
    void shouldFailTheLedgerWithoutACounter(final LcoreCounter counter) {
        assertThat(Ledger.of(withPacketsEverywhere()).balances()).isTrue();
        final LedgerTest.Removal removal = new LedgerTest.Removal(counter.name(), counter, null, null, null);
        assertThat(Ledger.of(removal.from(withPacketsEverywhere())).balances()).isFalse();
    }

    @Test
    void shouldFailTheLedgerForAPacketThatVanishesFromTheRing() {
        final Ledger.Counts counts = withPacketsEverywhere();
        assertThat(counts.handover(HandoverCounter.TO_BE_SENT)).isEqualTo(5);
        memory.waitingToBeSent(4);
        assertThat(Ledger.of(counters.snapshot()).broken())
                .singleElement()
                .satisfies(check -> assertThat(check.name()).isEqualTo(Ledger.TO_BE_SENT));
    }

    private Ledger.Counts withPacketsEverywhere() {
        hostSends(20);
        turn(1, 2);
        turn(0, 2);
        wireReceives();
        hostSends(5);
        turn(1, 2);
        final Ledger.Counts counts = snapshot();
        turn(0, 1);
        return counts;
    }

    @Test
    void shouldNameWhatWasInTheRingOfAKilledProcess() {
        hostSends(7);
        turn(1, 2);
        memory.takeOver();
        assertThat(counters.lcore(0, LcoreCounter.LOST_IN_RESTART)).isEqualTo(7);
        final Ledger ledger = Ledger.of(snapshotOfSuccessor());
        assertThat(ledger.broken()).isEmpty();
    }

    /** Of the counters alone: the pool is another one's. */
    private Ledger.Counts snapshotOfSuccessor() {
        for (int lcore = 0; lcore < 2; lcore++) {
            memory.lcore(lcore).snapshot(99, VIFS);
        }
        memory.waitingToBeSent(0);
        return counters.snapshot();
    }

    @Test
    void shouldWakeTheLcoreThatSends() throws Exception {
        final CompletableFuture<Throwable> failure = new CompletableFuture<>();
        final LcoreThread owner =
                new LcoreThread(lcores.get(0), LcoreThread.ANY_CPU, PollMode.ADAPTIVE, (t, e) -> failure.complete(e));
        owner.start();
        try {
            for (int round = 0; round < 5; round++) {
                final long sleeps = counters.lcore(0, LcoreCounter.SLEEPS);
                await(() -> counters.lcore(0, LcoreCounter.SLEEPS) > sleeps);
                Thread.sleep(5);
                final long before = System.nanoTime();
                hostSends(1);
                turn(1, 2);
                await(() -> wireReceives().size() == 1);
                assertThat(System.nanoTime() - before)
                        .as("not only when its longest sleep was over")
                        .isLessThan(900_000_000L);
            }
        } finally {
            owner.stop();
        }
        assertThat(failure).isNotDone();
    }

    private static void await(final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadlineNs);
            Thread.onSpinWait();
        }
    }
}
