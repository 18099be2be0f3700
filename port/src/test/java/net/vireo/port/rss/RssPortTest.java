// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.rss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.vireo.port.MemoryPort;
import net.vireo.port.RxQueue;
import net.vireo.port.TxQueue;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketPool.Sizes;
import net.vireo.port.pool.PoolCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Frames go in at the far end of a memory cable; one thread plays all lcores. */
class RssPortTest {
    private static final int FLOWS = 1000;
    private static final int FIRST_PORT = 20_000;

    private final PacketPool pool = PacketPool.create(new Sizes(8192, 0), false);
    private final PoolCache cache = pool.newCache(10);
    private final long[] packets = new long[256];
    private final MemoryPort.Pair cable = MemoryPort.pair(pool, "far", "fabric", 2, 4096);
    private final TxQueue[] far = {cable.left().txQueue(0), cable.left().txQueue(1)};
    private RssPort port;

    @AfterEach
    void close() {
        if (port != null) {
            port.close();
        }
        cable.left().close();
        assertThat(pool.balance().holds(0)).as("every buffer came back").isTrue();
        pool.close();
    }

    @Test
    void shouldSpreadFlowsAndKeepEachOnOneQueue() {
        open(4, 1024);
        final Map<Integer, Integer> first = send();
        assertThat(send()).as("the same the second time").isEqualTo(first);

        for (int queue = 0; queue < 4; queue++) {
            final int wanted = queue;
            assertThat(first.values().stream().filter(each -> each == wanted).count())
                    .as("flows on queue %d", queue)
                    .isBetween(FLOWS / 4 - 75L, FLOWS / 4 + 75L);
        }
        assertThat(port.counters().rxPackets()).isEqualTo(2 * FLOWS);
        assertThat(Arrays.stream(port.hitCounts()).sum()).isEqualTo(2 * FLOWS);
        assertThat(port.unhashedCount()).isZero();
    }

    @Test
    void shouldMoveExactlyTheFlowsOfAChangedEntry() {
        open(3, 1024);
        final Map<Integer, Integer> before = send();
        final long[] hits = port.hitCounts();
        int entry = 17;
        while (hits[entry] == 0) {
            entry++; // one that has flows
        }
        final int to = (port.control().table()[entry] + 1) % 3;

        port.control().entry(entry, to);
        final Map<Integer, Integer> after = send();

        final long moved = before.keySet().stream()
                .filter(flow -> !before.get(flow).equals(after.get(flow)))
                .count();
        assertThat(moved).isEqualTo(hits[entry]);
        assertThat(after.keySet().stream().filter(flow -> !before.get(flow).equals(after.get(flow))))
                .allMatch(flow -> after.get(flow) == to);
        port.control().reset();
        assertThat(port.control().isDefault()).isTrue();
        assertThat(send()).isEqualTo(before);
    }

    @Test
    void shouldPutAllGreOfAPairOnOneQueueAndSpreadMplsOverUdp() {
        open(4, 1024);
        for (int flow = 0; flow < 200; flow++) {
            offer(0, Flows.gre(cache, FIRST_PORT + flow));
        }
        final int[] gre = drain(1);
        assertThat(Arrays.stream(gre).filter(count -> count > 0).toArray()).containsExactly(200);

        for (int flow = 0; flow < 200; flow++) {
            offer(0, Flows.udp(cache, 49_152 + flow, 0)); // the outer source port is what the inner flow becomes
        }
        assertThat(Arrays.stream(drain(1))).hasSize(4).allMatch(count -> count > 20);
    }

    @Test
    void shouldGiveFramesWithoutAHashToQueue0() {
        open(4, 1024);
        final byte[] arp = Flows.udpBytes();
        arp[13] = 0x06;
        final byte[] damaged = Flows.udpBytes();
        damaged[14] = 0x44; // header of 16 bytes
        offer(0, Flows.packet(cache, arp));
        offer(0, Flows.packet(cache, damaged));

        assertThat(drain(1)).containsExactly(2, 0, 0, 0);
        assertThat(port.unhashedCount()).isEqualTo(2);
    }

    @Test
    void shouldPollEveryQueueOfTheDeviceByOneOwner() {
        open(1, 1024);
        for (int flow = 0; flow < 50; flow++) {
            offer(flow % 2, Flows.udp(cache, FIRST_PORT + flow, 0));
        }
        assertThat(drain(1)).containsExactly(50);
    }

    @Test
    void shouldCountWhatFindsARingFullAndLoseNothingElse() {
        open(2, 16);
        for (int flow = 0; flow < FLOWS; flow++) {
            offer(0, Flows.udp(cache, FIRST_PORT + flow, flow));
        }
        int kept = 0;
        for (int i = 0; i < 20; i++) {
            kept += receive(0); // queue 1's lcore is away
        }
        final long missed = port.missedCounts()[1];
        assertThat(missed).isPositive();
        assertThat(port.counters().rxMissed()).isEqualTo(missed);
        assertThat(port.counters().heldBuffers()).as("the ring is full").isEqualTo(16);
        assertThat(kept + missed + 16).isEqualTo(FLOWS);
        assertThat(pool.balance().holds(16)).isTrue();
        assertThat(receive(1)).isEqualTo(16);
    }

    @Test
    void shouldGiveBackWhatIsInRingsWhenItCloses() {
        open(2, 1024);
        for (int flow = 0; flow < 100; flow++) {
            offer(0, Flows.udp(cache, FIRST_PORT + flow, flow));
        }
        receive(0);
        assertThat(port.counters().heldBuffers()).isPositive();
    }

    /** Packets in = packets out + missed + held, and each flow in order, whatever is polled when. */
    @Test
    void shouldConserveAndKeepOrderUnderRandomPolling() {
        final long seed = new Random().nextLong();
        final Random random = new Random(seed);
        open(3, 64);
        final int[] lastNumber = new int[40];
        Arrays.fill(lastNumber, -1);
        long out = 0;
        int sent = 0;
        for (int step = 0; step < 20_000; step++) {
            if (random.nextInt(3) == 0) {
                final int flow = random.nextInt(lastNumber.length);
                offer(flow % 2, Flows.udp(cache, FIRST_PORT + flow, sent++));
            } else {
                final int n = port.rxQueue(random.nextInt(3)).receive(cache, packets, 1 + random.nextInt(32));
                for (int i = 0; i < n; i++) {
                    final int flow = Flows.sourcePort(pool, packets[i]) - FIRST_PORT;
                    final int number = Flows.number(pool, packets[i]);
                    assertThat(number).as("flow %d, seed %d", flow, seed).isGreaterThan(lastNumber[flow]);
                    lastNumber[flow] = number;
                }
                cache.free(packets, 0, n);
                out += n;
            }
            final long missed = port.counters().rxMissed();
            // A memory port's own queue counts as held, too.
            assertThat(out + missed + port.counters().heldBuffers())
                    .as("seed %d", seed)
                    .isEqualTo(sent);
            assertThat(port.counters().rxPackets()).isEqualTo(out);
        }
        assertThat(out).isPositive();
    }

    @Test
    void shouldRefuseSettingsThatLeadNowhere() {
        open(2, 64);
        final RssControl control = port.control();
        assertThatThrownBy(() -> control.entry(128, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> control.entry(0, 2)).hasMessageContaining("queues 0..1");
        assertThatThrownBy(() -> control.entry(-1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> control.spread(3)).hasMessageContaining("there are 2");
        assertThatThrownBy(() -> control.spread(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> control.key(new byte[39])).hasMessageContaining("40 bytes, not 39");
        assertThatThrownBy(() -> control.fields(64)).hasMessageContaining("0x40");
        assertThat(control.isDefault()).isTrue();
    }

    @Test
    void shouldSendEverythingToTheFirstQueueWhenItIsSpreadOverOne() {
        open(4, 1024);
        port.control().spread(1);
        assertThat(send().values()).containsOnly(0);
        port.control().spread(4);
        port.control().fields(0);
        assertThat(send().values()).containsOnly(0);
        assertThat(port.unhashedCount()).isEqualTo(FLOWS);
    }

    private void open(final int queues, final int ringPackets) {
        port = new RssPort(cable.right(), pool, new RssControl(queues, 128), ringPackets);
    }

    /** One packet of every flow. @return the queue that each came out of */
    private Map<Integer, Integer> send() {
        final Map<Integer, Integer> queueOfFlow = new HashMap<>();
        for (int flow = 0; flow < FLOWS; flow++) {
            offer(flow % 2, Flows.udp(cache, FIRST_PORT + flow, flow));
        }
        for (int round = 0; round < 40; round++) {
            for (int queue = 0; queue < port.rxQueueCount(); queue++) {
                final RxQueue rx = port.rxQueue(queue);
                final int n = rx.receive(cache, packets, 64);
                for (int i = 0; i < n; i++) {
                    queueOfFlow.put(Flows.sourcePort(pool, packets[i]), queue);
                }
                cache.free(packets, 0, n);
            }
        }
        assertThat(queueOfFlow).hasSize(FLOWS);
        return queueOfFlow;
    }

    private void offer(final int lcore, final long packet) {
        assertThat(far[lcore].transmit(cache, new long[] {packet}, 1)).isOne();
    }

    /** Receives from all queues until nothing is left. @return how many came out of each */
    private int[] drain(final int atLeast) {
        final int[] counts = new int[port.rxQueueCount()];
        for (int round = 0; round < 20; round++) {
            for (int queue = 0; queue < counts.length; queue++) {
                counts[queue] += receive(queue);
            }
        }
        assertThat(Arrays.stream(counts).sum()).isGreaterThanOrEqualTo(atLeast);
        return counts;
    }

    private int receive(final int queue) {
        final int n = port.rxQueue(queue).receive(cache, packets, 64);
        cache.free(packets, 0, n);
        return n;
    }
}
