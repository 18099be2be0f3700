// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.vireo.port.PortCounters;
import net.vireo.port.balance.BalancedPort;
import net.vireo.port.balance.LoadBalance;
import net.vireo.vrouter.MappingRig.Walk;
import net.vireo.vrouter.lcore.QueuePolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The deck's pages on who processes a flow, a test for each: who polls it, who processes it and by which queue it leaves is
 * computed for every flow by {@link MappingRule}. On four lcores, with a guest of one queue and one of four, plugged in
 * both orders.
 */
@Timeout(60)
class BalancingPagesTest {
    private static final int LCORES = 4;
    private static final int FLOWS = 64;
    private static final int SINGLE = 3;
    private static final int MULTI = 4;

    @TempDir
    private Path directory;

    private MappingRule rule;
    private List<Integer> singlePlaces;
    private List<Integer> multiPlaces;
    private MappingRig rig;

    @AfterEach
    void close() {
        rig.close();
    }

    private void open(final LoadBalance mode, final int lcores, final boolean singleFirst) {
        rule = new MappingRule(lcores);
        rig = new MappingRig(lcores, mode, QueuePolicy.ALL, directory);
        rig.plugFabric();
        rule.plugFabric();
        if (singleFirst) {
            plugSingle();
        }
        rig.plugGuest(MULTI, lcores);
        multiPlaces = rule.plugGuest(lcores);
        if (!singleFirst) {
            plugSingle();
        }
    }

    private void plugSingle() {
        rig.plugGuest(SINGLE, 1);
        singlePlaces = rule.plugGuest(1);
    }

    /** Tunnels over UDP to a guest: each flow on the one lcore that its hash says, from end to end. */
    private List<Walk> udpTo(final int guest, final int queues, final int flows) {
        final List<Walk> walks = new ArrayList<>();
        for (final int port : new int[] {MappingFrames.MPLS_OVER_UDP, MappingFrames.VXLAN}) {
            for (int flow = 0; flow < flows; flow++) {
                final int lcore = rule.receiveQueue(MappingFrames.udpHash(port, flow));
                final Walk walk = rig.fromWire(MappingFrames.overUdp(port, flow, flow), guest);
                assertThat(walk)
                        .as("flow %d over port %d", flow, port)
                        .isEqualTo(new Walk(lcore, lcore, MappingRule.transmitQueue(lcore, queues)));
                walks.add(walk);
            }
        }
        return walks;
    }

    /** GRE to a guest: one lcore polls all of it, another one processes each flow. */
    private List<Walk> greTo(final int guest, final int queues, final int flows) {
        final List<Walk> walks = new ArrayList<>();
        final int poller = rule.receiveQueue(MappingFrames.greHash());
        for (int flow = 0; flow < flows; flow++) {
            final int processor = rule.processor(MappingFrames.innerHash(flow), poller);
            final Walk walk = rig.fromWire(MappingFrames.overGre(flow, flow), guest);
            assertThat(walk)
                    .as("flow %d", flow)
                    .isEqualTo(new Walk(poller, processor, MappingRule.transmitQueue(processor, queues)));
            walks.add(walk);
        }
        return walks;
    }

    /** A guest's flows to the underlay: the lcore of the queue polls, another processes and sends by its own queue. */
    private List<Walk> toUnderlay(final int guest, final List<Integer> places) {
        final List<Walk> walks = new ArrayList<>();
        for (int flow = 0; flow < FLOWS; flow++) {
            final int queue = flow % places.size();
            final int poller = places.get(queue);
            final int processor = rule.processor(MappingFrames.innerHash(flow), poller);
            final Walk walk = rig.fromGuest(guest, queue, MappingFrames.ofGuest(flow, flow));
            assertThat(walk).as("flow %d", flow).isEqualTo(new Walk(poller, processor, processor));
            walks.add(walk);
        }
        return walks;
    }

    private static Set<Integer> pollers(final List<Walk> walks) {
        final Set<Integer> lcores = new HashSet<>();
        walks.forEach(walk -> lcores.add(walk.poller()));
        return lcores;
    }

    private static Set<Integer> processors(final List<Walk> walks) {
        final Set<Integer> lcores = new HashSet<>();
        walks.forEach(walk -> lcores.add(walk.processor()));
        return lcores;
    }

    private static Set<Integer> queues(final List<Walk> walks) {
        final Set<Integer> queues = new HashSet<>();
        walks.forEach(walk -> queues.add(walk.queue()));
        return queues;
    }

    private Integer[] othersThan(final int lcore) {
        return IntStream.range(0, LCORES).filter(each -> each != lcore).boxed().toArray(Integer[]::new);
    }

    private long handedOver(final int vif) {
        final BalancedPort port = rig.balanced(vif);
        return IntStream.range(0, LCORES).mapToLong(port::handedOverCount).sum();
    }

    /** Receive side scaling spreads the tunnels, who polls goes on, and all write the one queue. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void p67_udpToSingleQueue(final boolean singleFirst) {
        open(LoadBalance.CONTRAIL, LCORES, singleFirst);
        final List<Walk> walks = udpTo(SINGLE, 1, FLOWS);
        assertThat(pollers(walks)).as("all four are busy").hasSize(LCORES);
        assertThat(queues(walks)).containsExactly(0);
        assertThat(handedOver(MappingRig.FABRIC))
                .as("nothing goes from lcore to lcore")
                .isZero();
    }

    /** They write it one by one: a flow stays in order, and what does not fit its ring is the port's TX errors alone. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void p68_udpToSingleQueueOneByOne(final boolean singleFirst) {
        open(LoadBalance.CONTRAIL, LCORES, singleFirst);
        final int flows = 8;
        final int first = 3 * MappingRig.RING_ENTRIES / 4;
        assertThat(burstTo(SINGLE, flows, 0, first)).as("what fits").hasSize(first);
        final PortCounters counters = rig.port(SINGLE).counters();
        assertThat(counters.txErrors()).isZero();

        final int burst = 3 * MappingRig.RING_ENTRIES;
        final List<Integer> arrived = burstTo(SINGLE, flows, first, burst);
        assertThat(arrived).as("a microburst beyond the ring").hasSize(MappingRig.RING_ENTRIES);
        assertThat(counters.txPackets()).isEqualTo(first + MappingRig.RING_ENTRIES);
        assertThat(counters.txErrors()).isEqualTo(burst - MappingRig.RING_ENTRIES);
        assertThat(rig.port(MappingRig.FABRIC).counters().rxMissed())
                .as("no other counter moved")
                .isZero();
    }

    /** Sends numbered packets of several flows before anybody works. @return what arrived, each flow in its order */
    private List<Integer> burstTo(final int guest, final int flows, final int firstNumber, final int count) {
        for (int i = 0; i < count; i++) {
            rig.wireSends(MappingFrames.overUdp(MappingFrames.MPLS_OVER_UDP, i % flows, firstNumber + i));
        }
        final Map<Integer, Integer> processors = rig.process(guest);
        assertThat(processors).hasSize(count);
        final List<Integer> arrived = rig.arrived(guest).getFirst();
        final Map<Integer, Integer> last = new HashMap<>();
        for (final int number : arrived) {
            final Integer before = last.put((number - firstNumber) % flows, number);
            assertThat(before == null || before < number)
                    .as("packet %d in order", number)
                    .isTrue();
        }
        assertThat(new HashSet<>(processors.values()))
                .as("several lcores wrote")
                .hasSizeGreaterThan(1);
        return arrived;
    }

    /** The guest's queue is that of the lcore that has the flow: all four carry traffic. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void p72_udpToMultiQueue(final boolean singleFirst) {
        open(LoadBalance.CONTRAIL, LCORES, singleFirst);
        final List<Walk> walks = udpTo(MULTI, 4, FLOWS);
        assertThat(queues(walks)).containsExactlyInAnyOrder(0, 1, 2, 3);
        assertThat(handedOver(MappingRig.FABRIC)).isZero();
    }

    /** The same all at once: no ring between lcores is used, and each lcore processes what it polled. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void p73_udpToMultiQueueAtOnce(final boolean singleFirst) {
        open(LoadBalance.CONTRAIL, LCORES, singleFirst);
        final Map<Integer, Long> expected = new HashMap<>();
        for (int flow = 0; flow < FLOWS; flow++) {
            final int lcore = rule.receiveQueue(MappingFrames.udpHash(MappingFrames.VXLAN, flow));
            expected.merge(lcore, 1L, Long::sum);
            rig.wireSends(MappingFrames.overUdp(MappingFrames.VXLAN, flow, flow));
        }
        rig.process(MULTI);
        final List<List<Integer>> arrived = rig.arrived(MULTI);
        final BalancedPort fabric = rig.balanced(MappingRig.FABRIC);
        for (int lcore = 0; lcore < LCORES; lcore++) {
            assertThat(fabric.polledCount(lcore)).as("lcore %d", lcore).isEqualTo(expected.get(lcore));
            assertThat(arrived.get(lcore)).hasSize(expected.get(lcore).intValue());
        }
        assertThat(handedOver(MappingRig.FABRIC)).isZero();
    }

    /** A single flow: one chain of queue, lcore and queue is busy, whatever there is. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void p74_singleFlowOverUdpToMultiQueue(final boolean singleFirst) {
        open(LoadBalance.CONTRAIL, LCORES, singleFirst);
        final int lcore = rule.receiveQueue(MappingFrames.udpHash(MappingFrames.MPLS_OVER_UDP, 5));
        for (int i = 0; i < 20; i++) {
            final byte[] frame = MappingFrames.overUdp(MappingFrames.MPLS_OVER_UDP, 5, i);
            assertThat(rig.fromWire(frame, MULTI)).isEqualTo(new Walk(lcore, lcore, lcore));
            assertThat(rig.fromWire(frame, SINGLE)).isEqualTo(new Walk(lcore, lcore, 0));
        }
    }

    /** A pair of nodes, many flows: one lcore polls, the other three process. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void p69_greToSingleQueue(final boolean singleFirst) {
        open(LoadBalance.CONTRAIL, LCORES, singleFirst);
        final List<Walk> walks = greTo(SINGLE, 1, FLOWS);
        assertThat(pollers(walks)).hasSize(1);
        assertThat(processors(walks))
                .containsExactlyInAnyOrder(othersThan(walks.getFirst().poller()));
        assertThat(queues(walks)).containsExactly(0);
        assertThat(handedOver(MappingRig.FABRIC)).as("each once").isEqualTo(FLOWS);
    }

    /** A single flow: one polls, one other processes, two are idle. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void p70_singleFlowOverGreToSingleQueue(final boolean singleFirst) {
        open(LoadBalance.CONTRAIL, LCORES, singleFirst);
        final int poller = rule.receiveQueue(MappingFrames.greHash());
        final int processor = rule.processor(MappingFrames.innerHash(7), poller);
        for (int i = 0; i < 20; i++) {
            assertThat(rig.fromWire(MappingFrames.overGre(7, i), SINGLE)).isEqualTo(new Walk(poller, processor, 0));
        }
    }

    /** The queue of the lcore that polls stays idle: it processes nothing. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void p76_greToMultiQueue(final boolean singleFirst) {
        open(LoadBalance.CONTRAIL, LCORES, singleFirst);
        final List<Walk> walks = greTo(MULTI, 4, FLOWS);
        assertThat(pollers(walks)).hasSize(1);
        assertThat(queues(walks))
                .containsExactlyInAnyOrder(othersThan(walks.getFirst().poller()));
    }

    /** "Only one core is polling the single queue": 64 flows, three others process. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void p71_singleQueueToUnderlay(final boolean singleFirst) {
        open(LoadBalance.CONTRAIL, LCORES, singleFirst);
        final List<Walk> walks = toUnderlay(SINGLE, singlePlaces);
        assertThat(pollers(walks)).containsExactlyElementsOf(singlePlaces);
        assertThat(processors(walks)).containsExactlyInAnyOrder(othersThan(singlePlaces.getFirst()));
        assertThat(queues(walks)).as("each sends by its own queue").isEqualTo(processors(walks));
        assertThat(handedOver(SINGLE)).isEqualTo(FLOWS);
    }

    /** Each lcore polls one of the four queues and processes for the others. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void p77_multiQueueToUnderlay(final boolean singleFirst) {
        open(LoadBalance.CONTRAIL, LCORES, singleFirst);
        final List<Walk> walks = toUnderlay(MULTI, multiPlaces);
        assertThat(pollers(walks)).hasSize(LCORES);
        assertThat(processors(walks)).hasSize(LCORES);
        assertThat(queues(walks)).hasSize(LCORES);
        assertThat(handedOver(MULTI)).isEqualTo(FLOWS);
    }

    /** With load balancing one polls and the others process; without it who polls processes, and all rings are quiet. */
    @ParameterizedTest
    @CsvSource({"CONTRAIL,true", "CONTRAIL,false", "NONE,true", "NONE,false"})
    void p121_internalLoadBalancing(final LoadBalance mode, final boolean singleFirst) {
        open(mode, LCORES, singleFirst);
        if (mode == LoadBalance.CONTRAIL) {
            toUnderlay(SINGLE, singlePlaces);
            greTo(MULTI, 4, FLOWS);
            assertThat(handedOver(SINGLE)).isEqualTo(FLOWS);
            assertThat(handedOver(MappingRig.FABRIC)).isEqualTo(FLOWS);
            return;
        }
        assertThat(rig.balanced(SINGLE)).as("there are no rings").isNull();
        assertThat(rig.balanced(MappingRig.FABRIC)).isNull();
        final int lcore = singlePlaces.getFirst();
        final int gre = rule.receiveQueue(MappingFrames.greHash());
        for (int flow = 0; flow < FLOWS; flow++) {
            assertThat(rig.fromGuest(SINGLE, 0, MappingFrames.ofGuest(flow, flow)))
                    .isEqualTo(new Walk(lcore, lcore, lcore));
            assertThat(rig.fromWire(MappingFrames.overGre(flow, flow), MULTI)).isEqualTo(new Walk(gre, gre, gre));
        }
    }

    /** With two lcores and Contrail's rule one does all the work, whatever the number of flows; by ours both work. */
    @ParameterizedTest
    @CsvSource({"CONTRAIL,true", "CONTRAIL,false", "ALL,true", "ALL,false"})
    void twoCoreAnomaly(final LoadBalance mode, final boolean singleFirst) {
        open(mode, 2, singleFirst);
        final int poller = singlePlaces.getFirst();
        final Map<Integer, Integer> packets = new HashMap<>();
        for (int flow = 0; flow < FLOWS; flow++) {
            final Walk walk = rig.fromGuest(SINGLE, 0, MappingFrames.ofGuest(flow, flow));
            assertThat(walk.poller()).isEqualTo(poller);
            packets.merge(walk.processor(), 1, Integer::sum);
        }
        if (mode == LoadBalance.CONTRAIL) {
            assertThat(packets).containsExactly(Map.entry(1 - poller, FLOWS));
        } else {
            assertThat(packets).containsOnlyKeys(0, 1);
            assertThat(packets.get(poller)).isBetween(FLOWS / 4, 3 * FLOWS / 4);
        }
    }
}
