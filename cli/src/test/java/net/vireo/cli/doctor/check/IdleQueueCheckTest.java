// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class IdleQueueCheckTest {
    private final Patient patient = new Patient().loadBalance("contrail");

    private List<Finding> look() {
        return new IdleQueueCheck().look(patient.facts());
    }

    /** @param sentBy10 what lcore 10, which polls the tunnel, sends to the guest */
    private void tunnel(final String step, final long sentBy10, final long sentBy11, final int queues) {
        patient.steps.clear();
        patient.steps.put(step, 20_000L);
        patient.fabric = new VifFacts(
                "vif0/0 (eth0)",
                VifFacts.Kind.FABRIC,
                false,
                1514,
                PortFacts.NONE,
                QueueFacts.UNKNOWN,
                List.of(
                        new LcoreTraffic(10, 20_000, sentBy10, 0, 0),
                        new LcoreTraffic(11, 0, 20_000 - sentBy10, 0, 0)));
        patient.guest = Patient.guest(
                PortFacts.NONE,
                new QueueFacts(List.of(10, 11), List.of(), queues),
                new LcoreTraffic(10, 0, 0, sentBy10, 0),
                new LcoreTraffic(11, 0, 0, sentBy11, 0));
    }

    @Test
    void shouldFindTheQueueOfTheLcoreThatOnlyPollsAndNoneAfterTheModeIsChanged() {
        tunnel("gre-input", 0, 20_000, 2);
        patient.lcores.set(1, Patient.lcore(11, 0.98));

        final Finding finding = look().getFirst();
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.cause())
                .startsWith("vif0/3 (web): its queue 0 stays idle: lcore 10, which would send by it");
        assertThat(finding.measure())
                .isEqualTo(Measure.over(2, 0.0, "0 of 20000 packets for the guest left by queue 0"));
        assertThat(finding.cost())
                .contains(
                        "by 1 of its 2 queues",
                        "10000 packets a second",
                        "lcore 11 (98.0 % busy)",
                        "lcore 10 was 30.0 %");
        assertThat(finding.fix()).contains("--load-balance auto", "'encap: udp'");

        tunnel("gre-input", 9000, 11_000, 2);
        patient.loadBalance("auto");
        assertThat(look()).isEmpty();
    }

    @Test
    void shouldKeepQuietWhereTheQueueIsNotIdleOrNotForThatReason() {
        tunnel("mpls-input", 0, 20_000, 2);
        assertThat(look()).as("no GRE").isEmpty();
        tunnel("gre-input", 0, 20_000, 1);
        assertThat(look()).as("there is one queue only").isEmpty();
        tunnel("gre-input", 800, 19_200, 2);
        assertThat(look()).as("other traffic uses it").isEmpty();
        tunnel("gre-input", 0, 400, 2);
        assertThat(look()).as("little happens").isEmpty();
        tunnel("gre-input", 0, 20_000, 2);
        patient.loadBalance("auto");
        assertThat(look()).as("our own balancing").isEmpty();
    }

    /** With three lcores and two queues the third lcore sends by the queue of the first. */
    @Test
    void shouldNotCallAQueueIdleThatAnotherLcoreSendsBy() {
        tunnel("gre-input", 0, 10_000, 2);
        patient.lcores.add(Patient.lcore(12, 0.3));
        patient.guest = Patient.guest(
                PortFacts.NONE,
                new QueueFacts(List.of(10, 11), List.of(), 2),
                new LcoreTraffic(10, 0, 0, 0, 0),
                new LcoreTraffic(11, 0, 0, 10_000, 0),
                new LcoreTraffic(12, 0, 0, 10_000, 0));
        assertThat(look()).isEmpty();
    }
}
