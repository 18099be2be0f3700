// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.bond;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.vireo.linux.memory.Memory;
import net.vireo.port.MemoryPort;
import net.vireo.port.RxQueue;
import net.vireo.port.TxQueue;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PacketPool.Sizes;
import net.vireo.port.pool.PacketRef;
import net.vireo.port.pool.PoolCache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A bond over memory cables whose links the test switches. */
class BondPortTest {
    private static final int FLOWS = 300;
    private static final int FIRST_PORT = 30_000;
    private static final byte[] UDP = HexFormat.of()
            .parseHex("0200000000020200000000010800" + "4500002e0000400040110000" + "0a0000010a000002"
                    + "03e80009001a0000" + "a5".repeat(18));

    private final PacketPool pool = PacketPool.create(new Sizes(4096, 0), false);
    private final PoolCache cache = pool.newCache(10);
    private final long[] packets = new long[256];
    private final List<MemoryPort.Pair> cables = new ArrayList<>();
    private boolean[] up;
    private BondPort bond;
    private TxQueue out;

    @AfterEach
    void close() {
        bond.close();
        cables.forEach(cable -> cable.right().close());
        assertThat(pool.balance().holds(0)).as("every buffer came back").isTrue();
        pool.close();
    }

    @Test
    void shouldSendByTheActiveMemberAloneAndFailOver() {
        open(BondMode.ACTIVE_BACKUP, 3, 1024);
        assertThat(send()).containsOnly(Map.entry(0, FLOWS));

        link(0, false);
        assertThat(bond.activeMember()).isEqualTo(1);
        assertThat(send()).containsOnly(Map.entry(1, FLOWS));

        link(0, true);
        assertThat(send()).as("no second change").containsOnly(Map.entry(1, FLOWS));
        link(1, false);
        assertThat(send()).containsOnly(Map.entry(0, FLOWS));
        assertThat(bond.memberCounters(0).txPackets()).isEqualTo(2 * FLOWS);
        assertThat(bond.memberCounters(1).txPackets()).isEqualTo(2 * FLOWS);
        assertThat(bond.counters().txPackets()).isEqualTo(4 * FLOWS);
    }

    @Test
    void shouldTakeNothingWhileNoLinkIsUp() {
        open(BondMode.BALANCE_XOR, 2, 1024);
        link(0, false);
        link(1, false);
        packets[0] = udp(1);
        packets[1] = udp(2);
        assertThat(out.transmit(cache, packets, 2)).isZero();
        assertThat(bond.counters().txErrors()).isEqualTo(2);
        assertThat(bond.activeMember()).isEqualTo(-1);
        cache.free(packets, 0, 2);
        link(1, true);
        assertThat(send()).containsOnly(Map.entry(1, FLOWS));
    }

    @Test
    void shouldDropWhatABackupBringsButForNeighboursOnTheLink() {
        open(BondMode.ACTIVE_BACKUP, 2, 1024);
        arrive(0, udp(1));
        arrive(1, udp(1));
        final long lldp = udp(2);
        Memory.putLongBe(pool.dataAddress(lldp), 0x0180_c200_000e_0200L);
        arrive(1, lldp);

        assertThat(bond.rxQueue(0).receive(cache, packets, 32)).isEqualTo(2);
        assertThat(bond.inactiveCount()).isOne();
        assertThat(bond.counters().rxPackets()).isEqualTo(2);
        assertThat(bond.memberCounters(1).rxPackets()).isEqualTo(2);
        cache.free(packets, 0, 2);
        link(0, false);
        arrive(1, udp(1));
        assertThat(bond.rxQueue(0).receive(cache, packets, 32))
                .as("after failover")
                .isOne();
        cache.free(packets[0]);
    }

    @Test
    void shouldTakeFramesFromAllMembersOfABalancedBond() {
        open(BondMode.BALANCE_XOR, 3, 1024);
        for (int i = 0; i < 30; i++) {
            arrive(i % 3, udp(i));
        }
        assertThat(bond.rxQueue(0).receive(cache, packets, 20)).isEqualTo(20);
        cache.free(packets, 0, 20);
        assertThat(bond.rxQueue(0).receive(cache, packets, 20)).isEqualTo(10);
        cache.free(packets, 0, 10);
    }

    @Test
    void shouldSpreadFlowsOverMembersAndKeepEachOnOne() {
        open(BondMode.BALANCE_XOR, 3, 1024);
        final Map<Integer, Integer> first = sendFlows();
        assertThat(sendFlows()).isEqualTo(first);
        assertThat(counts(first))
                .hasSize(3)
                .allSatisfy((member, flows) ->
                        assertThat(flows).as("flows on member %d", member).isBetween(FLOWS / 3 - 60, FLOWS / 3 + 60));

        link(1, false);
        final Map<Integer, Integer> without = sendFlows();
        assertThat(counts(without)).containsOnlyKeys(0, 2);
        link(1, true);
        assertThat(sendFlows()).isEqualTo(first);
    }

    @Test
    void shouldHandRefusedPacketsBackInTheirOldOrder() {
        open(BondMode.BALANCE_XOR, 2, 8);
        final int count = 60;
        for (int i = 0; i < count; i++) {
            packets[i] = udp(FIRST_PORT + i * 37);
        }
        final long[] before = Arrays.copyOf(packets, count);
        final int taken = out.transmit(cache, packets, count);

        assertThat(taken).isEqualTo(16);
        final long[] refused = Arrays.copyOfRange(packets, taken, count);
        final List<Integer> places = Arrays.stream(refused)
                .mapToObj(packet -> indexOf(before, packet))
                .toList();
        assertThat(places).doesNotContain(-1).doesNotHaveDuplicates().isSorted();
        assertThat(bond.counters().txErrors()).isEqualTo(count - taken);
        cache.free(packets, taken, count);
    }

    @Test
    void shouldConserveUnderRandomLinksAndBursts() {
        final long seed = new Random().nextLong();
        final Random random = new Random(seed);
        open(BondMode.BALANCE_XOR, 4, 16);
        long taken = 0;
        long arrived = 0;
        for (int step = 0; step < 5000; step++) {
            link(random.nextInt(4), random.nextInt(3) > 0);
            final int count = random.nextInt(33);
            for (int i = 0; i < count; i++) {
                packets[i] = udp(random.nextInt(0xffff));
            }
            final int n = out.transmit(cache, packets, count);
            assertThat(n).as("seed %d", seed).isBetween(0, count);
            cache.free(packets, n, count);
            taken += n;
            for (int member = 0; member < 4; member++) {
                final int got = far(member).receive(cache, packets, random.nextInt(17));
                cache.free(packets, 0, got);
                arrived += got;
            }
        }
        for (int member = 0; member < 4; member++) {
            final int got = far(member).receive(cache, packets, 256);
            cache.free(packets, 0, got);
            arrived += got;
        }
        assertThat(arrived).as("seed %d", seed).isEqualTo(taken).isPositive();
        assertThat(cache.refusedFreeCount()).isZero();
    }

    @Test
    void shouldAllocateNothingPerPacket() {
        open(BondMode.BALANCE_XOR, 2, 64);
        final RxQueue queue = bond.rxQueue(0);
        final TxQueue[] from = {
            cables.get(0).right().txQueue(0), cables.get(1).right().txQueue(0)
        };
        final long template = udp(5);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        final long deadlineNs = System.nanoTime() + 15_000_000_000L;
        while (least > 0 && System.nanoTime() < deadlineNs) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int round = 0; round < 5000; round++) {
                burst(template, queue, from);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isZero();
        cache.free(template);
    }

    private void burst(final long template, final RxQueue queue, final TxQueue[] from) {
        for (int i = 0; i < 24; i++) {
            packets[i] = cache.copy(template);
            Memory.putShortBe(pool.dataAddress(packets[i]) + 34, (short) i);
        }
        cache.free(packets, out.transmit(cache, packets, 24), 24);
        for (int member = 0; member < from.length; member++) {
            final int n = far(member).receive(cache, packets, 64);
            cache.free(packets, from[member].transmit(cache, packets, n), n);
        }
        cache.free(packets, 0, queue.receive(cache, packets, 64));
    }

    private void open(final BondMode mode, final int members, final int ringPackets) {
        up = new boolean[members];
        Arrays.fill(up, true);
        final List<BondMember> ports = new ArrayList<>();
        for (int member = 0; member < members; member++) {
            final MemoryPort.Pair cable = MemoryPort.pair(pool, "eth" + member, "far" + member, 1, ringPackets);
            cables.add(cable);
            final int index = member;
            ports.add(new BondMember(cable.left(), () -> up[index]));
        }
        bond = new BondPort("bond0", mode, pool, ports, () -> {});
        out = bond.txQueue(0);
    }

    private void link(final int member, final boolean isUp) {
        up[member] = isUp;
        bond.check();
        assertThat(bond.isUp(member)).isEqualTo(isUp);
    }

    /** Sends one packet of every flow. @return how many came out of which member */
    private Map<Integer, Integer> send() {
        return counts(sendFlows());
    }

    /** Sends one packet of every flow. @return the member of each */
    private Map<Integer, Integer> sendFlows() {
        for (int flow = 0; flow < FLOWS; flow += 100) {
            for (int i = 0; i < 100; i++) {
                packets[i] = udp(FIRST_PORT + flow + i);
            }
            assertThat(out.transmit(cache, packets, 100)).isEqualTo(100);
        }
        final Map<Integer, Integer> memberOfFlow = new HashMap<>();
        for (int member = 0; member < cables.size(); member++) {
            int n = far(member).receive(cache, packets, 256);
            while (n > 0) {
                for (int i = 0; i < n; i++) {
                    memberOfFlow.put(Memory.getShortBe(pool.dataAddress(packets[i]) + 34) & 0xffff, member);
                }
                cache.free(packets, 0, n);
                n = far(member).receive(cache, packets, 256);
            }
        }
        assertThat(memberOfFlow).hasSize(FLOWS);
        return memberOfFlow;
    }

    private static Map<Integer, Integer> counts(final Map<Integer, Integer> memberOfFlow) {
        final Map<Integer, Integer> counts = new HashMap<>();
        memberOfFlow.values().forEach(member -> counts.merge(member, 1, Integer::sum));
        return counts;
    }

    private RxQueue far(final int member) {
        return cables.get(member).right().rxQueue(0);
    }

    private void arrive(final int member, final long packet) {
        assertThat(cables.get(member).right().txQueue(0).transmit(cache, new long[] {packet}, 1))
                .isOne();
    }

    private long udp(final int sourcePort) {
        final long empty = cache.takeSmall();
        final long packet = PacketRef.resized(empty, PacketRef.offset(empty), UDP.length);
        Memory.copyIn(UDP, 0, pool.dataAddress(packet), UDP.length);
        Memory.putShortBe(pool.dataAddress(packet) + 34, (short) sourcePort);
        return packet;
    }

    private static int indexOf(final long[] all, final long one) {
        for (int i = 0; i < all.length; i++) {
            if (all[i] == one) {
                return i;
            }
        }
        return -1;
    }
}
