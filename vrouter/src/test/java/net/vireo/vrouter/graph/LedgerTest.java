// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.BridgedNode.A_MAC;
import static net.vireo.vrouter.graph.Frames.FAR_GUEST;
import static net.vireo.vrouter.graph.Frames.GUEST;
import static net.vireo.vrouter.graph.Frames.GUEST_MAC;
import static net.vireo.vrouter.graph.Frames.arp;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.vireo.port.HandoverCounts;
import net.vireo.port.pool.PacketPool;
import net.vireo.port.pool.PoolCache;
import net.vireo.vrouter.counter.CounterMemory;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.counter.Ledger;
import net.vireo.vrouter.counter.PoolCounter;
import net.vireo.vrouter.counter.VifCounter;
import net.vireo.vrouter.table.Mirror;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Vif;
import net.vireo.vrouter.table.VifFeatures;
import net.vireo.vrouter.trace.PacketMatch;
import net.vireo.vrouter.trace.TraceWish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The ledger's worth is that it fails: each counter is taken away once, after traffic in which it counted. */
class LedgerTest {
    /** It takes two for these: {@link TransmitRingTest}. */
    private static final Set<LcoreCounter> BETWEEN_LCORES =
            EnumSet.of(LcoreCounter.HANDED_OVER, LcoreCounter.TAKEN_OVER);

    /** Traffic in which every term of the ledger counts, with packets left in a transmit batch and in rings. */
    private static Ledger.Counts busySnapshot() {
        final OneNode lab = new OneNode();
        // A process that was killed with a packet inside.
        lab.node.memory.lcore(0).received(TestNode.RED_VIF, 1, 60);
        lab.node.memory.takeOver();
        lab.guest.send(OneNode.fromGuest(FAR_GUEST, 64, 17, OneNode.payload()));
        lab.guest.send(OneNode.fromGuest(FAR_GUEST, 1, 17, OneNode.payload()));
        lab.guest.send(ethernet(Frames.BROADCAST, GUEST_MAC, 0x0806, arp(1, GUEST_MAC, GUEST, 0, FAR_GUEST)));
        lab.guest.send(OneNode.fromGuest(ipv4(0, 0x4000, 64, 17, GUEST, FAR_GUEST, new byte[1480])));
        lab.fabric.send(OneNode.tunnelled(OneNode.inner(0, 17, OneNode.payload())));
        lab.floodTo(TestNode.RED_NEIGHBOUR_VIF);
        lab.guest.send(ethernet(Frames.BROADCAST, GUEST_MAC, 0x0800, ipv4(0, 0, 64, 17, GUEST, -1, new byte[8])));
        lab.guest.send(OneNode.fromGuest(FAR_GUEST, 64, 17, new byte[1480]));
        lab.node.takesLongPackets(TestNode.RED_VIF);
        lab.fabric.send(OneNode.tunnelled(segment(0)));
        lab.fabric.send(OneNode.tunnelled(segment(1)));
        lab.node.settle();
        lab.node.traces.arm(new TraceWish(TestNode.RED_VIF, 1, PacketMatch.ALL, true, TraceWish.MANY_STEPS));
        lab.node.lcore.probe(TestNode.RED_VIF, OneNode.fromGuest(OneNode.NEIGHBOUR, 64, 17, OneNode.payload()));
        lab.node.settle();
        lab.node.hold(OneNode.fromGuest(FAR_GUEST, 64, 17, OneNode.payload()));
        return lab.node.snapshot();
    }

    /** 100 bytes of a connection, one packet behind the other. */
    private static byte[] segment(final int number) {
        final byte[] segment = ByteBuffer.allocate(120)
                .putInt(5201 << 16 | 40000)
                .putInt(1 + 100 * number)
                .putInt(1)
                .putInt(0x50100400)
                .array();
        ByteBuffer.wrap(segment).putShort(16, (short) Frames.tcpChecksum(segment, FAR_GUEST, GUEST));
        final byte[] packet = OneNode.inner(0, 6, segment);
        packet[5] += (byte) number;
        return Frames.withChecksum(packet);
    }

    /** The ways of a network that is bridged: births and consumptions that the other traffic knows too, by other nodes. */
    private static Ledger.Counts overlaySnapshot() {
        final BridgedNode lab = new BridgedNode();
        lab.node.tables.putMirror(new Mirror(1, BridgedNode.VXLAN, 0, 9, 0));
        lab.features(
                BridgedNode.A,
                Vif.FLAG_MIRROR_RX,
                new VifFeatures(0, 0, -1, -1, -1, new long[0], 1, new byte[0], new byte[0], VifFeatures.NO_QOS));
        lab.route(BridgedNode.FAR_UDP, BridgedNode.UDP, 9, Route.FLAG_ARP_PROXY, 0);
        lab.a.send(ethernet(Frames.BROADCAST, A_MAC, 0x0806, arp(1, A_MAC, BridgedNode.A_IP, 0, BridgedNode.FAR_UDP)));
        lab.a.send(ethernet(0x3333ff000102L, A_MAC, 0x86dd, Overlay.solicitation(A_MAC, 4, 0x102)));
        lab.a.send(ethernet(Frames.BROADCAST, A_MAC, 0x0800, ipv4(0, 0, 64, 17, BridgedNode.A_IP, -1, new byte[1480])));
        lab.a.send(ethernet(Frames.BROADCAST, A_MAC, 0x0806, arp(2, A_MAC, BridgedNode.A_IP, A_MAC, BridgedNode.A_IP)));
        lab.a.send(ethernet(BridgedNode.FAR_GRE_MAC, A_MAC, 0x9999, new byte[1480]));
        lab.fabric.send(Overlay.vxlan(
                BridgedNode.BY_VXLAN, BridgedNode.VNI, ethernet(Frames.BROADCAST, GUEST_MAC, 0x9999, new byte[46])));
        lab.node.settle();
        return lab.node.snapshot();
    }

    @Test
    void shouldBalanceAfterTrafficOfABridgedNetwork() {
        assertThat(Ledger.of(overlaySnapshot()).broken()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "BORN_ARP_REPLY",
                "BORN_COPY",
                "BORN_FRAGMENT",
                "CONSUMED_ARP_REQUEST",
                "CONSUMED_FRAGMENTED",
                "TRANSMITTED"
            })
    void shouldFailWithoutACounterOfABridgedNetwork(final LcoreCounter counter) {
        final Ledger.Counts counts = overlaySnapshot();
        final Removal removal = new Removal(counter.name(), counter, null, null, null);
        assertThat(removal.value(counts)).isNotZero();
        assertThat(Ledger.of(removal.from(counts)).balances()).isFalse();
    }

    @Test
    void shouldBalanceAfterTrafficOfAllKinds() {
        final Ledger ledger = Ledger.of(busySnapshot());
        assertThat(ledger.broken()).isEmpty();
        assertThat(ledger.balances()).isTrue();
    }

    @ParameterizedTest(name = "without {0}")
    @MethodSource("terms")
    void shouldFailWhenACounterIsTakenAway(final Removal removal) {
        final Ledger.Counts counts = busySnapshot();
        assertThat(removal.value(counts)).as("the traffic moved this counter").isNotZero();
        final Ledger ledger = Ledger.of(removal.from(counts));
        assertThat(ledger.balances()).isFalse();
        assertThat(ledger.broken()).isNotEmpty();
    }

    @ParameterizedTest(name = "without {0}")
    @MethodSource("reasons")
    void shouldFailWhenADropReasonIsTakenAway(final DropReason reason) {
        final Ledger.Counts counts = droppedOnce(reason);
        assertThat(Ledger.of(counts).balances()).isTrue();
        final Removal removal = new Removal(reason.name(), null, reason, null, null);
        assertThat(Ledger.of(removal.from(counts)).balances()).isFalse();
    }

    static Stream<Removal> terms() {
        final Stream<Removal> lcore = Stream.of(LcoreCounter.values())
                .filter(counter -> counter.side() != Ledger.Side.NONE)
                .filter(counter -> !BETWEEN_LCORES.contains(counter))
                .map(counter -> new Removal(counter.name(), counter, null, null, null));
        final Stream<Removal> vifs = Stream.of(VifCounter.RX_PACKETS, VifCounter.TX_PACKETS, VifCounter.DROPS)
                .map(counter -> new Removal("vif " + counter, null, null, counter, null));
        final Stream<Removal> pool = Stream.of(PoolCounter.values())
                .map(counter -> new Removal("pool " + counter, null, null, null, counter));
        return Stream.of(lcore, vifs, pool).flatMap(all -> all);
    }

    static Stream<DropReason> reasons() {
        return Stream.of(DropReason.values());
    }

    /** One packet came in and was dropped for this reason, as the drop node counts it. */
    private static Ledger.Counts droppedOnce(final DropReason reason) {
        final CounterMemory memory = CounterMemory.anonymous(List.of(10), 4, List.of());
        final LcoreCounters counters = memory.lcore(0);
        counters.received(3, 1, 60);
        counters.drop(3, reason.position(), 1);
        counters.snapshot(1, 4);
        return memory.reader().snapshot();
    }

    /** The counts of another source but for one counter, which reads as 0. */
    record Removal(String name, LcoreCounter lcore, DropReason reason, VifCounter vif, PoolCounter pool) {
        long value(final Ledger.Counts counts) {
            if (lcore != null) {
                return counts.lcore(0, lcore);
            }
            return vif != null ? counts.vifs(0, vif) : counts.pool(pool);
        }

        Ledger.Counts from(final Ledger.Counts counts) {
            return new Ledger.Counts() {
                @Override
                public int lcoreCount() {
                    return counts.lcoreCount();
                }

                @Override
                public long lcore(final int index, final LcoreCounter counter) {
                    return counter == lcore ? 0 : counts.lcore(index, counter);
                }

                @Override
                public long drop(final int index, final DropReason counter) {
                    return counter == reason ? 0 : counts.drop(index, counter);
                }

                @Override
                public long vifs(final int index, final VifCounter counter) {
                    return counter == vif ? 0 : counts.vifs(index, counter);
                }

                @Override
                public long pool(final PoolCounter counter) {
                    return counter == pool ? 0 : counts.pool(counter);
                }
            };
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @Test
    void shouldStayBalancedWhenAnotherVifTakesAnIndex() {
        try (OneNode lab = new OneNode()) {
            lab.guestToFabric(OneNode.fromGuest(FAR_GUEST, 64, 17, OneNode.payload()));
            lab.guestToFabric(OneNode.fromGuest(FAR_GUEST, 1, 17, OneNode.payload()));
            lab.node.lcore.removeVif(TestNode.RED_VIF);
            assertThat(lab.node.counters.vif(TestNode.RED_VIF, VifCounter.RX_PACKETS))
                    .isZero();
            assertThat(lab.node.ledger().broken()).isEmpty();
        }
    }

    @Test
    void shouldFailWhenAPacketIsLostBetweenTwoLcores() {
        final CounterMemory memory = CounterMemory.anonymous(List.of(10, 11), 4, List.of());
        memory.handovers(new HandoverCounts(100, 90, 7, 3));
        assertThat(Ledger.of(memory.reader().snapshot()).broken()).isEmpty();
        for (final HandoverCounts wrong : List.of(
                new HandoverCounts(0, 90, 7, 3),
                new HandoverCounts(100, 0, 7, 3),
                new HandoverCounts(100, 90, 0, 3),
                new HandoverCounts(100, 90, 7, 0))) {
            memory.handovers(wrong);
            assertThat(Ledger.of(memory.reader().snapshot()).broken())
                    .singleElement()
                    .satisfies(check -> assertThat(check.name()).isEqualTo(Ledger.HANDOVERS));
        }
    }

    @Test
    void shouldFailWhenABufferIsLost() {
        final PacketPool pool = PacketPool.create(new PacketPool.Sizes(1024, 0), false);
        try (OneNode lab = new OneNode(pool)) {
            final PoolCache thief = pool.newCache(2);
            assertThat(lab.node.ledger().balances()).isTrue();
            assertThat(thief.takeSmall()).isNotEqualTo(PoolCache.NONE);
            assertThat(lab.node.ledger().broken())
                    .singleElement()
                    .satisfies(check -> assertThat(check.difference()).isEqualTo(1));
        }
    }
}
