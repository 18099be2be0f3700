// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HealthyNodesTest {
    @Test
    void shouldFindNothingInANodeThatDoesWell() {
        assertThat(Checks.look(new Patient().facts())).isEmpty();
    }

    @Test
    void shouldFindNothingInAnIdleNode() {
        final Patient idle = new Patient().loadBalance("contrail").busyPolling(true);
        idle.fabric = new VifFacts(
                "vif0/0",
                VifFacts.Kind.FABRIC,
                false,
                0,
                PortFacts.NONE,
                QueueFacts.UNKNOWN,
                List.of(quiet(10), quiet(11)));
        idle.guest = Patient.guest(PortFacts.NONE, QueueFacts.UNKNOWN, quiet(10), quiet(11));
        idle.drops.clear();

        assertThat(Checks.look(idle.facts())).isEmpty();
    }

    @Test
    void shouldFindNothingWhereNothingIs() {
        assertThat(Checks.look(new Facts(
                        2,
                        new NodeSettings(false, "", false, false, 0),
                        List.of(),
                        List.of(),
                        TrafficFacts.NONE,
                        MachineFacts.UNKNOWN)))
                .isEmpty();
    }

    @Test
    void shouldNameTheWorstFirst() {
        final Patient patient = new Patient();
        patient.settings = new NodeSettings(false, "auto", true, false, 51_000_000);
        patient.unbalanced.put("lcore 10 packets", 3L);

        assertThat(Checks.look(patient.facts())).extracting(Finding::check).containsExactly("ledger", "hugepages");
    }

    @Test
    void shouldNameEachCheckOnceAndExplainIt() {
        assertThat(Checks.ALL).extracting(Check::name).doesNotHaveDuplicates().hasSize(13);
        assertThat(Checks.ALL).allSatisfy(check -> {
            assertThat(check.fault()).endsWith(".");
            assertThat(check.rule()).endsWith(".");
        });
    }

    private static LcoreTraffic quiet(final int lcore) {
        return new LcoreTraffic(lcore, 0, 0, 0, 0);
    }
}
