// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.balance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.vireo.linux.memory.Memory;
import net.vireo.port.HandoverCounts;
import net.vireo.port.MemoryPort;
import net.vireo.port.TxQueue;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketPool.Sizes;
import net.vireo.port.pool.PoolCache;
import net.vireo.port.rss.Flows;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Frames go in at the far end of a memory cable; one thread plays all lcores. Pages are the deck's. */
class BalancedPortTest {
    private static final int FLOWS = 64;
    private static final int FIRST_PORT = 20_000;

    private final PacketPool pool = PacketPool.create(new Sizes(8192, 0), false);
    private final PoolCache cache = pool.newCache(10);
    private final long[] packets = new long[256];
    private MemoryPort.Pair cable;
    private TxQueue[] far;
    private BalancedPort port;

    @AfterEach
    void close() {
        port.close();
        cable.left().close();
        assertThat(pool.balance().holds(0)).as("every buffer came back").isTrue();
        pool.close();
    }

    /** p71: one lcore polls the one queue of a guest, the other three process. */
    @Test
    void singleQueueToUnderlay() {
        open(4, Origin.GUEST, LoadBalance.CONTRAIL, 2);
        sendUdp(FLOWS);
        assertThat(drain()).satisfies(counts -> {
            assertThat(counts[2]).as("the lcore that polls").isZero();
            assertThat(counts[0]).isPositive();
            assertThat(counts[1]).isPositive();
            assertThat(counts[3]).isPositive();
        });
        assertThat(port.handedOverCount(2)).isEqualTo(FLOWS);
    }

    /** p77: each lcore polls a queue and processes for the others. */
    @Test
    void multiQueueToUnderlay() {
        open(4, Origin.GUEST, LoadBalance.CONTRAIL, 0, 1, 2, 3);
        sendUdp(4 * FLOWS);
        assertThat(Arrays.stream(drain())).hasSize(4).allMatch(count -> count > FLOWS / 2);
        for (int lcore = 0; lcore < 4; lcore++) {
            assertThat(port.handedOverCount(lcore)).isEqualTo(FLOWS);
        }
    }

    /** Whatever the number of flows, one of two lcores does all the work under Contrail's rule. */
    @Test
    void twoCoreAnomaly() {
        open(2, Origin.GUEST, LoadBalance.CONTRAIL, 1);
        sendUdp(FLOWS);
        assertThat(drain()).containsExactly(FLOWS, 0);
    }

    @Test
    void shouldNotSkipTheLcoreThatPollsWithARuleOfOurOwn() {
        open(2, Origin.GUEST, LoadBalance.ALL, 1);
        sendUdp(FLOWS);
        assertThat(Arrays.stream(drain())).allMatch(count -> count > FLOWS / 4);
    }

    /** The two-core anomaly, mended while packets pass: the lcore that polls takes its share from the next burst on. */
    @Test
    void shouldGoByAnotherRuleFromTheNextBurstOn() {
        cable = MemoryPort.pair(pool, "far", "device", 1, 4096);
        far = new TxQueue[] {cable.left().txQueue(0)};
        final BalanceMode mode = new BalanceMode(LoadBalance.CONTRAIL);
        port = BalancedPort.over(cable.right(), pool, 2, new int[] {1}, Origin.GUEST, mode, 1024);
        sendUdp(FLOWS);
        assertThat(drain()).containsExactly(FLOWS, 0);
        mode.change(LoadBalance.ALL);
        sendUdp(FLOWS);
        assertThat(Arrays.stream(drain())).allMatch(count -> count > FLOWS / 4);
        assertThat(port.handedOverCount(1, 0))
                .isEqualTo(port.handedOverCount(1))
                .isBetween(FLOWS + 1L, 2L * FLOWS);
        assertThat(port.handedOverCount(0, 1)).isZero();
        assertThat(mode.initial()).isEqualTo(LoadBalance.CONTRAIL);
    }

    /** p120, mended while packets pass: a queue that nobody polled is polled by an lcore that polls others. */
    @Test
    void shouldPollOneMoreQueueFromNowOn() {
        cable = MemoryPort.pair(pool, "far", "device", 3, 4096);
        far = IntStream.range(0, 3).mapToObj(cable.left()::txQueue).toArray(TxQueue[]::new);
        port = BalancedPort.over(cable.right(), pool, 2, new int[] {0, 1, -1}, Origin.GUEST, LoadBalance.ALL, 1024);
        sendUdp(3 * FLOWS);
        for (int look = 0; look < FLOWS; look++) {
            for (int lcore = 0; lcore < 2; lcore++) {
                cache.free(packets, 0, port.rxQueue(lcore).receive(cache, packets, 32));
            }
        }
        assertThat(port.counters().rxPackets()).as("a third is stuck").isEqualTo(2 * FLOWS);

        port.poll(1, cable.right().rxQueue(2));
        assertThat(Arrays.stream(drain()).sum()).as("what had waited").isEqualTo(FLOWS);
        sendUdp(3 * FLOWS);
        assertThat(Arrays.stream(drain()).sum()).isEqualTo(3 * FLOWS);
        assertThat(port.polledCount(1)).isEqualTo(4 * FLOWS);
    }

    /** p121 with --vr_no_load_balance: rings are quiet. */
    @Test
    void noLoadBalance() {
        open(4, Origin.GUEST, LoadBalance.NONE, 3);
        sendUdp(FLOWS);
        assertThat(drain()).containsExactly(0, 0, 0, FLOWS);
        assertThat(port.handedOverCount(3)).isZero();
    }

    /** p45, the older pipeline: the fabric's UDP is handed over too, which Contrail leaves with who polled it. */
    @Test
    void shouldHandOverEverythingInThePipeline() {
        open(4, Origin.FABRIC, LoadBalance.CONTRAIL, 0, 1, 2, 3);
        sendUdp(4 * FLOWS);
        drain();
        assertThat(IntStream.range(0, 4).mapToLong(port::handedOverCount).sum()).isZero();
        port.close();
        cable.left().close();
        open(4, Origin.FABRIC, LoadBalance.PIPELINE, 0, 1, 2, 3);
        sendUdp(4 * FLOWS);
        drain();
        assertThat(IntStream.range(0, 4).mapToLong(port::handedOverCount).sum()).isEqualTo(4 * FLOWS);
    }

    /** Lcores that only poll give their own lcore nothing, and all others something. */
    @Test
    void shouldLeaveNothingWithLcoresThatOnlyPoll() {
        cable = MemoryPort.pair(pool, "far", "near", 2, 4096);
        far = IntStream.range(0, 2).mapToObj(cable.left()::txQueue).toArray(TxQueue[]::new);
        port = BalancedPort.behindPollers(cable.right(), pool, 3, 2, new int[] {0, 1}, Origin.GUEST, 1024);
        sendUdp(4 * FLOWS);
        assertThat(drain()).satisfies(counts -> {
            assertThat(counts).hasSize(5);
            assertThat(counts[3] + counts[4]).isZero();
            assertThat(Arrays.stream(counts).limit(3)).allMatch(count -> count > FLOWS / 2);
        });
        assertThat(port.polledCount(3)).isPositive();
        assertThat(port.lcoreCount()).isEqualTo(3);
    }

    /** p69: all GRE of a pair of nodes comes in on one queue; the others process it. p70: of one flow one does. */
    @Test
    void greToSingleQueue() {
        open(4, Origin.FABRIC, LoadBalance.CONTRAIL, 0, 1, 2, 3);
        for (int flow = 0; flow < FLOWS; flow++) {
            offer(1, Flows.gre(cache, FIRST_PORT + flow));
        }
        final int[] counts = drain();
        assertThat(counts[1]).as("the lcore that polls").isZero();
        assertThat(Arrays.stream(counts).filter(count -> count > 0)).hasSize(3);
        for (int i = 0; i < FLOWS; i++) {
            offer(1, Flows.gre(cache, FIRST_PORT));
        }
        assertThat(Arrays.stream(drain()).filter(count -> count > 0).toArray()).containsExactly(FLOWS);
    }

    /** p67, p72: what MPLS over UDP looks like from outside stays where the card's hash has put it. */
    @Test
    void udpToQueues() {
        open(4, Origin.FABRIC, LoadBalance.CONTRAIL, 0, 1, 2, 3);
        sendUdp(FLOWS);
        assertThat(drain()).containsExactly(FLOWS / 4, FLOWS / 4, FLOWS / 4, FLOWS / 4);
        assertThat(port.handedOverCount(0)).isZero();
    }

    @Test
    void shouldKeepWhatIsNotIpAndBrokenTunnelsWhereTheyArePolled() {
        open(2, Origin.GUEST, LoadBalance.CONTRAIL, 0);
        final byte[] arp = Flows.udpBytes();
        arp[13] = 0x06;
        offer(0, Flows.packet(cache, arp));
        assertThat(drain()).containsExactly(1, 0);
        close(port);
        open(2, Origin.FABRIC, LoadBalance.CONTRAIL, 0);
        for (final int offset : new int[] {34, 35, 36, 37, 41, 42}) { // flags, protocol, bottom of stack, inner version
            final long packet = Flows.gre(cache, FIRST_PORT);
            final long at = pool.dataAddress(packet) + offset;
            Memory.putByte(at, (byte) ~Memory.getByte(at));
            offer(0, packet);
        }
        final int[] counts = drain();
        assertThat(counts[0]).isEqualTo(5);
        assertThat(counts[1]).as("its label's TTL is nobody's business").isEqualTo(1);
    }

    @Test
    void shouldSpreadOnlyWhileTheLoadIsTooMuchForOne() {
        open(2, Origin.GUEST, LoadBalance.AUTO, 0);
        sendUdp(20);
        assertThat(drain()).as("little load").containsExactly(20, 0);
        for (int i = 0; i < LoadWatch.FULL_POLLS + 2; i++) {
            sendUdp(32);
            receive(0);
        }
        assertThat(port.handedOverCount(0)).as("full bursts").isPositive();
        drain();
        for (int i = 0; i < LoadWatch.LIGHT_POLLS + 2; i++) {
            receive(0);
        }
        sendUdp(20);
        assertThat(drain()).as("little load again").containsExactly(20, 0);
    }

    /** Packets in = packets out + missed + held, and each flow in order, whatever is polled when. */
    @Test
    void shouldConserveAndKeepOrderUnderRandomPolling() {
        final long seed = Long.getLong("vireo.seed", new Random().nextLong());
        final Random random = new Random(seed);
        open(3, Origin.GUEST, LoadBalance.CONTRAIL, 0, 2);
        final int[] lastNumber = new int[40];
        Arrays.fill(lastNumber, -1);
        long out = 0;
        int sent = 0;
        for (int step = 0; step < 20_000; step++) {
            if (random.nextInt(3) == 0) {
                final int flow = random.nextInt(lastNumber.length);
                offer(flow % 2, Flows.udp(cache, FIRST_PORT + flow, sent++));
                continue;
            }
            final int n = port.rxQueue(random.nextInt(3)).receive(cache, packets, 1 + random.nextInt(32));
            for (int i = 0; i < n; i++) {
                final int flow = Flows.sourcePort(pool, packets[i]) - FIRST_PORT;
                final int number = Flows.number(pool, packets[i]);
                assertThat(number).as("flow %d, seed %d", flow, seed).isGreaterThan(lastNumber[flow]);
                lastNumber[flow] = number;
            }
            cache.free(packets, 0, n);
            out += n;
            assertThat(out + port.counters().rxMissed() + port.counters().heldBuffers())
                    .as("seed %d", seed)
                    .isEqualTo(sent);
            final HandoverCounts handovers = port.counters().handovers();
            assertThat(handovers.delivered() + handovers.ringFull() + handovers.waiting())
                    .as("seed %d", seed)
                    .isEqualTo(handovers.polled());
        }
        assertThat(out).isPositive();
        assertThat(port.counters().handovers().delivered()).isEqualTo(out);
    }

    private void open(final int lcores, final Origin origin, final LoadBalance mode, final int... pollers) {
        cable = MemoryPort.pair(pool, "far", "device", pollers.length, 4096);
        // One sender for each queue: packets of two senders may overtake each other.
        far = IntStream.range(0, pollers.length).mapToObj(cable.left()::txQueue).toArray(TxQueue[]::new);
        port = BalancedPort.over(cable.right(), pool, lcores, pollers, origin, mode, 1024);
    }

    private void close(final BalancedPort old) {
        old.close();
        cable.left().close();
    }

    private void sendUdp(final int flows) {
        for (int flow = 0; flow < flows; flow++) {
            offer(flow % cable.right().rxQueueCount(), Flows.udp(cache, FIRST_PORT + flow, flow));
        }
    }

    private void offer(final int queue, final long packet) {
        packets[0] = packet;
        assertThat(far[queue].transmit(cache, packets, 1)).isEqualTo(1);
    }

    private int receive(final int lcore) {
        final int n = port.rxQueue(lcore).receive(cache, packets, 32);
        cache.free(packets, 0, n);
        return n;
    }

    /** Lets every lcore take until nothing is left. @return what each got */
    private int[] drain() {
        final int[] counts = new int[port.rxQueueCount()];
        while (port.counters().heldBuffers() > 0) {
            for (int lcore = 0; lcore < counts.length; lcore++) {
                counts[lcore] += receive(lcore);
            }
        }
        return counts;
    }
}
