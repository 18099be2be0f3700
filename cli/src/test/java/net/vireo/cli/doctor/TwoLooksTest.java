// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.vireo.cli.doctor.check.Facts;
import net.vireo.cli.doctor.check.LcoreFacts;
import net.vireo.cli.doctor.check.LcoreTraffic;
import net.vireo.cli.doctor.check.MachineFacts;
import net.vireo.cli.doctor.check.PortFacts;
import net.vireo.cli.doctor.check.QueueFacts;
import net.vireo.cli.doctor.check.VifFacts;
import net.vireo.sandesh.VireoNode;
import net.vireo.sandesh.VireoQueue;
import net.vireo.sandesh.VrInterface;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.DutyCycle;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.Test;

class TwoLooksTest {
    private static final long SECOND_NS = 1_000_000_000;

    private String mode = "auto";
    private VireoQueue queues = new VireoQueue();

    /** A quarter of the time, in a tenth of the cycles. */
    private static DutyCycle busyQuarter(final long count) {
        return new DutyCycle(100 * count, 10 * count, count, count, 3 * count * 100, 9 * count, 9 * count * 100);
    }

    /** A node with two lcores and vif 3 whose every counter is a multiple of one number. */
    private Sample sample(final long timeNs, final long count) {
        return new Sample(
                timeNs,
                1,
                new VireoNode()
                        .put(VireoNode.POLL, "busy")
                        .put(VireoNode.LOAD_BALANCE, mode)
                        .put(VireoNode.LCORE_CPUS, 4, VireoNode.ANY_CPU)
                        .put(VireoNode.LCORE_RUN_NS, timeNs / 2, timeNs / 4)
                        .put(VireoNode.LCORE_WAIT_NS, timeNs / 10, 0),
                List.of(10, 11),
                Map.of(10, new Sample.Loop(count, busyQuarter(count)), 11, new Sample.Loop(0, busyQuarter(0))),
                Map.of(DropReason.TTL_EXCEEDED, count, DropReason.DISCARD, 7L),
                Map.of("gre-input", 2 * count),
                3 * count,
                4 * count,
                Optional.of(Map.of()),
                Map.of(3, vif(count)),
                Map.of(10, Map.of(3, vif(count)), 11, Map.of(3, vif(0))),
                Map.of(3, queues));
    }

    private static VrInterface vif(final long count) {
        return new VrInterface()
                .put(VrInterface.IDX, 3)
                .put(VrInterface.TYPE, Vif.TYPE_VIRTUAL)
                .put(VrInterface.TRANSPORT, Vif.TRANSPORT_PMD)
                .put(VrInterface.NAME, "web")
                .put(VrInterface.MTU, 1514)
                .put(VrInterface.IPACKETS, 5 * count)
                .put(VrInterface.OPACKETS, 6 * count)
                .put(VrInterface.OERRORS, 7 * count)
                .put(VrInterface.PORT_IPACKETS, 8 * count)
                .put(VrInterface.PORT_OPACKETS, 9 * count)
                .put(VrInterface.PORT_OERRORS, 10 * count)
                .put(VrInterface.PORT_OSYSCALLS, 11 * count);
    }

    private Facts facts(final long before, final long after) {
        return new TwoLooks(sample(SECOND_NS, before), sample(3 * SECOND_NS, after))
                .facts(index -> "", MachineFacts.UNKNOWN);
    }

    @Test
    void shouldTellWhatHappenedBetweenTheTwo() {
        final Facts facts = facts(1000, 1010);

        assertThat(facts.seconds()).isEqualTo(2);
        assertThat(facts.settings().pollsBusy()).isTrue();
        assertThat(facts.lcores())
                .containsExactly(
                        new LcoreFacts(10, 4, 0.25, 0.5, 0.1), new LcoreFacts(11, LcoreFacts.ANY_CPU, 0, 0.25, 0));
        assertThat(facts.traffic().received()).isEqualTo(10);
        assertThat(facts.traffic().drops()).isEqualTo(Map.of(DropReason.TTL_EXCEEDED, 10L));
        assertThat(facts.traffic().steps()).isEqualTo(Map.of("gre-input", 20L));
        assertThat(facts.traffic().ringFull()).isEqualTo(30);
        assertThat(facts.traffic().fragmented()).isEqualTo(40);
        final VifFacts vif = facts.vifs().getFirst();
        assertThat(vif.title()).isEqualTo("vif0/3 (web)");
        assertThat(vif.kind()).isEqualTo(VifFacts.Kind.GUEST);
        assertThat(vif.vhostUser()).isTrue();
        assertThat(vif.port()).isEqualTo(new PortFacts(90, 100, 110));
        assertThat(vif.lcores())
                .containsExactly(new LcoreTraffic(10, 80, 50, 60, 70), new LcoreTraffic(11, 0, 0, 0, 0));
    }

    @Test
    void shouldTakeWhatIsProcessedForWhatIsPolledWhereNothingIsBalanced() {
        mode = "none";
        assertThat(facts(0, 10).vifs().getFirst().lcores().getFirst()).isEqualTo(new LcoreTraffic(10, 50, 50, 60, 70));
    }

    @Test
    void shouldTakeCountersThatWereClearedForStill() {
        final Facts facts = facts(1000, 5);
        assertThat(facts.traffic().received()).isZero();
        assertThat(facts.vifs().getFirst().port()).isEqualTo(PortFacts.NONE);
        assertThat(facts.lcores().getFirst().busyShare()).isZero();
    }

    @Test
    void shouldReadTheQueueMapAlsoWhenItsListsDiffer() {
        queues = new VireoQueue()
                .put(VireoQueue.VIF, 3)
                .put(VireoQueue.RX_LCORES, 10, 11, VireoQueue.NONE, 10, 11)
                .put(VireoQueue.RX_ENABLED, (byte) 1, (byte) 0, (byte) 1, (byte) 1)
                .put(VireoQueue.TX_QUEUES, 0, 0, VireoQueue.NONE);
        assertThat(facts(0, 0).vifs().getFirst().queues()).isEqualTo(new QueueFacts(List.of(10, 10), List.of(2), 1));
    }
}
