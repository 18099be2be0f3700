// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.vireo.port.balance.LoadBalance;
import net.vireo.vrouter.MappingRig.Walk;
import net.vireo.vrouter.lcore.PlacementReason;
import net.vireo.vrouter.lcore.QueuePlaces;
import net.vireo.vrouter.lcore.QueuePolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The deck's pages on which queue meets which lcore, a test for each, on four lcores: what {@link MappingRule} says must be
 * the map that tools are told, and packets must take that way. Guests are plugged in both orders.
 */
@Timeout(60)
class MappingPagesTest {
    private static final int LCORES = 4;
    private static final int SINGLE = 3;
    private static final int MULTI = 4;

    @TempDir
    private Path directory;

    private final MappingRule rule = new MappingRule(LCORES);
    private final Map<Integer, List<Integer>> expected = new HashMap<>();
    private MappingRig rig;

    @AfterEach
    void close() {
        rig.close();
    }

    private void open(final LoadBalance mode, final QueuePolicy policy) {
        rig = new MappingRig(LCORES, mode, policy, directory);
        rig.plugFabric();
        expected.put(MappingRig.FABRIC, rule.plugFabric());
    }

    private void plug(final int guest, final int queues) {
        rig.plugGuest(guest, queues);
        expected.put(guest, rule.plugGuest(queues));
    }

    /** A guest with one queue and one with {@code queues}; the single one first or last. */
    private void plugBoth(final boolean singleFirst, final int queues) {
        if (singleFirst) {
            plug(SINGLE, 1);
        }
        plug(MULTI, queues);
        if (!singleFirst) {
            plug(SINGLE, 1);
        }
    }

    /** The whole map, receiving and sending, is the rule's. */
    private void mapIsTheRule() {
        expected.forEach((vif, lcores) -> {
            assertThat(rig.places(vif, lcores.size())).as("vif %d", vif).isEqualTo(lcores);
            assertThat(rig.senders(vif))
                    .as("vif %d", vif)
                    .isEqualTo(IntStream.range(0, LCORES)
                            .mapToObj(lcore -> MappingRule.transmitQueue(lcore, lcores.size()))
                            .toList());
            final QueuePlaces places = rig.queues(vif).places();
            for (int queue = 0; queue < lcores.size(); queue++) {
                assertThat(places.reasonOf(queue)).isEqualTo(reason(vif, queue));
            }
        });
    }

    private static PlacementReason reason(final int vif, final int queue) {
        if (vif == MappingRig.FABRIC) {
            return PlacementReason.OWN;
        }
        return queue == 0 ? PlacementReason.FEWEST : PlacementReason.NEXT;
    }

    /** A flow over UDP that receive side scaling gives to a queue. */
    private int flowTo(final int queue) {
        return IntStream.range(0, 1000)
                .filter(flow -> rule.receiveQueue(MappingFrames.udpHash(MappingFrames.MPLS_OVER_UDP, flow)) == queue)
                .findFirst()
                .orElseThrow();
    }

    private Walk fromWire(final int fabricQueue, final int guest) {
        final int flow = flowTo(fabricQueue);
        return rig.fromWire(MappingFrames.overUdp(MappingFrames.MPLS_OVER_UDP, flow, 1), guest);
    }

    /** Queue of the fabric, its lcore, the guest's queue of that lcore: for each. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void p19_fromFabricQueueToLcoreToGuestQueue(final boolean singleFirst) {
        open(LoadBalance.CONTRAIL, QueuePolicy.ALL);
        plugBoth(singleFirst, 4);
        mapIsTheRule();
        for (int queue = 0; queue < LCORES; queue++) {
            assertThat(fromWire(queue, MULTI)).isEqualTo(new Walk(queue, queue, queue));
            assertThat(fromWire(queue, SINGLE)).isEqualTo(new Walk(queue, queue, 0));
        }
    }

    /** Each virtual CPU has its queue: what it sends goes by that queue's lcore to that lcore's fabric queue, and back. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void p20_endToEnd(final boolean singleFirst) {
        open(LoadBalance.NONE, QueuePolicy.ALL);
        plugBoth(singleFirst, 4);
        mapIsTheRule();
        for (int cpu = 0; cpu < 4; cpu++) {
            final int lcore = expected.get(MULTI).get(cpu);
            final Walk out = rig.fromGuest(MULTI, cpu, MappingFrames.ofGuest(cpu, 1));
            assertThat(out).as("out from CPU %d", cpu).isEqualTo(new Walk(lcore, lcore, lcore));
            final Walk in = fromWire(lcore, MULTI);
            assertThat(in).as("in by lcore %d", lcore).isEqualTo(new Walk(lcore, lcore, lcore));
        }
        final int lcore = expected.get(SINGLE).getFirst();
        assertThat(rig.fromGuest(SINGLE, 0, MappingFrames.ofGuest(9, 1))).isEqualTo(new Walk(lcore, lcore, lcore));
    }

    /** Erratum 10: both queues 0 are on lcore 10 when the guest with many was plugged first, and only then. */
    @ParameterizedTest
    @CsvSource({"true,0,1", "false,0,0"})
    void p21_singleQueueBesideMultiQueue(final boolean singleFirst, final int ofSingle, final int ofMulti) {
        open(LoadBalance.CONTRAIL, QueuePolicy.ALL);
        plugBoth(singleFirst, 4);
        mapIsTheRule();
        assertThat(rig.places(SINGLE, 1)).containsExactly(ofSingle);
        assertThat(rig.places(MULTI, 4)).startsWith(ofMulti).containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    /** One lcore polls the one queue; other rings are there and idle; more such guests go round, in the order they come. */
    @Test
    void p118_singleQueueMapping() {
        open(LoadBalance.NONE, QueuePolicy.ALL);
        for (int guest = SINGLE; guest < SINGLE + 6; guest++) {
            plug(guest, 1);
        }
        mapIsTheRule();
        assertThat(rig.places(SINGLE, 1)).containsExactly(0);
        assertThat(rig.places(SINGLE + 5, 1)).containsExactly(1);
        assertThat(rig.queues(SINGLE).places().count()).isEqualTo(16);
        assertThat(IntStream.range(1, 16).filter(rig.queues(SINGLE).device()::isEnabled))
                .isEmpty();
        assertThat(rig.fromGuest(SINGLE, 0, MappingFrames.ofGuest(1, 1)).poller())
                .isZero();
        assertThat(rig.queues(SINGLE).device().receivedCount(0)).isEqualTo(1);

        // Two leave, and those who come take their places in the order of their coming.
        for (final int guest : new int[] {SINGLE + 3, SINGLE + 2}) {
            rig.unplugGuest(guest);
            rule.unplug(expected.remove(guest));
        }
        plug(SINGLE + 3, 1);
        plug(SINGLE + 2, 1);
        mapIsTheRule();
        assertThat(rig.places(SINGLE + 3, 1))
                .as("the other way round than before")
                .containsExactly(2);
        assertThat(rig.places(SINGLE + 2, 1)).containsExactly(3);
    }

    /** All queues are polled, one by each lcore; switching one off and on moves exactly that one. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void p119_multiQueueMapping(final boolean singleFirst) {
        open(LoadBalance.NONE, QueuePolicy.ALL);
        plugBoth(singleFirst, 4);
        mapIsTheRule();
        assertThat(rig.places(MULTI, 4)).containsExactlyInAnyOrder(0, 1, 2, 3);
        everyQueuePasses();

        rig.enable(MULTI, 2, false);
        assertThat(rig.places(MULTI, 4)).as("places stay").isEqualTo(expected.get(MULTI));
        assertThat(IntStream.range(0, 16).filter(rig.queues(MULTI).device()::isEnabled))
                .containsExactly(0, 1, 3);
        assertThat(rig.fromGuest(MULTI, 2, MappingFrames.ofGuest(1, 1))).isNull();
        assertThat(rig.fromGuest(MULTI, 3, MappingFrames.ofGuest(1, 1))).isNotNull();
        assertThat(rig.senders(MULTI)).as("around over those that are left").containsExactly(0, 1, 3, 0);
        assertThat(fromWire(2, MULTI)).isEqualTo(new Walk(2, 2, 3));

        rig.enable(MULTI, 2, true);
        mapIsTheRule();
        everyQueuePasses();
    }

    private void everyQueuePasses() {
        for (int queue = 0; queue < 4; queue++) {
            assertThat(rig.fromGuest(MULTI, queue, MappingFrames.ofGuest(1, 1)).poller())
                    .isEqualTo(expected.get(MULTI).get(queue));
        }
    }

    /** As Contrail: the fifth queue has no lcore, its guest is not told, what it sends there is lost, and we say so. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void p120_faultyMultiQueueMappingAsContrail(final boolean singleFirst) {
        open(LoadBalance.CONTRAIL, QueuePolicy.CONTRAIL);
        if (singleFirst) {
            plug(SINGLE, 1);
        }
        rig.plugGuest(MULTI, 5);
        expected.put(MULTI, rule.plugGuest(4)); // the fifth loads nobody
        if (!singleFirst) {
            plug(SINGLE, 1);
        }
        assertThat(rig.places(MULTI, 4)).isEqualTo(expected.get(MULTI));
        assertThat(rig.places(SINGLE, 1)).isEqualTo(expected.get(SINGLE));
        assertThat(rig.queues(MULTI).places().lcoreOf(4)).isEqualTo(QueuePlaces.NOT_SERVED);
        assertThat(rig.queues(MULTI).places().reasonOf(4)).isEqualTo(PlacementReason.NOT_SERVED);
        assertThat(rig.queues(MULTI).device().isEnabled(4))
                .as("the guest was told it is fine")
                .isTrue();

        for (int queue = 0; queue < 4; queue++) {
            assertThat(rig.fromGuest(MULTI, queue, MappingFrames.ofGuest(1, 1)).poller())
                    .isEqualTo(expected.get(MULTI).get(queue));
        }
        int sent = 0;
        while (rig.guestSends(MULTI, 4, MappingFrames.ofGuest(1, 1))) {
            sent++;
        }
        assertThat(sent).as("until its ring is full").isEqualTo(MappingRig.RING_ENTRIES);
        assertThat(rig.process(MappingRig.FABRIC)).isEmpty();
        assertThat(rig.queues(MULTI).device().receivedCount(4)).isZero();

        assertThat(said())
                .containsExactly("WARNING vif 4 (" + directory.resolve("uvh4")
                        + "): its guest uses 5 queues and there are 4 lcores: queue 4 is"
                        + " never polled, and what the guest sends on it is lost; give the guest at most 4 queues (in it:"
                        + " ethtool -L DEVICE combined 4), or start the data plane with --lcores 5 or with"
                        + " --queue-policy all");
    }

    /** By our own rule every queue is served: an lcore has two of them, and that is said, too. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void p120_faultyMultiQueueMappingServed(final boolean singleFirst) {
        open(LoadBalance.CONTRAIL, QueuePolicy.ALL);
        plugBoth(singleFirst, 5);
        mapIsTheRule();
        assertThat(rig.places(MULTI, 5).get(4)).isEqualTo(rig.places(MULTI, 5).get(0));
        for (int queue = 0; queue < 5; queue++) {
            final int poller = expected.get(MULTI).get(queue);
            final int processor = rule.processor(MappingFrames.innerHash(queue), poller);
            assertThat(rig.fromGuest(MULTI, queue, MappingFrames.ofGuest(queue, 1)))
                    .isEqualTo(new Walk(poller, processor, processor));
        }
        assertThat(said())
                .containsExactly("INFO vif 4 (" + directory.resolve("uvh4")
                        + "): its guest uses 5 queues and there are 4 lcores: some lcores poll several of them; give the guest at most"
                        + " 4 queues (in it: ethtool -L DEVICE combined 4), or start the data plane with --lcores 5");
        rig.enable(MULTI, 4, false);
        assertThat(rig.queues(MULTI).shortage())
                .as("mended by ethtool -L .. combined 4")
                .isEmpty();
    }

    /** What the log gets of all guests in many looks. */
    private List<String> said() {
        final List<String> lines = new ArrayList<>();
        final CrowdedGuests crowded =
                new CrowdedGuests((final Level level, final String line) -> lines.add(level + " " + line));
        for (int look = 0; look < 3; look++) {
            for (final int vif : new int[] {MappingRig.FABRIC, SINGLE, MULTI}) {
                crowded.look(vif, rig.plugged(vif), rig.queues(vif));
            }
        }
        return lines;
    }

    /** Erratum 9: lcore i writes to queue i mod the enabled ones; several write one, and no queue starves. */
    @ParameterizedTest
    @CsvSource({"2,true", "2,false", "3,true", "3,false"})
    void p75_txOnMultiQueue(final int queues, final boolean singleFirst) {
        open(LoadBalance.CONTRAIL, QueuePolicy.ALL);
        plugBoth(singleFirst, queues);
        mapIsTheRule();
        final List<Integer> reached = new ArrayList<>();
        for (int lcore = 0; lcore < LCORES; lcore++) {
            final Walk walk = fromWire(lcore, MULTI);
            assertThat(walk).isEqualTo(new Walk(lcore, lcore, MappingRule.transmitQueue(lcore, queues)));
            reached.add(walk.queue());
        }
        assertThat(reached).containsAll(IntStream.range(0, queues).boxed().toList());
        assertThat(rig.senders(MULTI)).as("what tools show").isEqualTo(reached);
    }
}
