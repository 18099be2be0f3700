// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TwoCoreCheckTest {
    private final Patient patient = new Patient().loadBalance("contrail");

    private List<Finding> look() {
        return new TwoCoreCheck().look(patient.facts());
    }

    private void guest(final long polledBy10, final long polledBy11, final long doneBy10, final long doneBy11) {
        patient.guest = Patient.guest(
                PortFacts.NONE,
                QueueFacts.UNKNOWN,
                new LcoreTraffic(10, polledBy10, doneBy10, 0, 0),
                new LcoreTraffic(11, polledBy11, doneBy11, 0, 0));
    }

    @Test
    void shouldFindTheLcoreThatOnlyPollsAndNoneAfterTheModeIsChanged() {
        guest(10_000, 0, 40, 9960);
        patient.lcores.set(1, Patient.lcore(11, 0.98));

        final Finding finding = look().getFirst();
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.cause()).startsWith("lcore 10 polls and lcore 11 does all the work");
        assertThat(finding.measure())
                .isEqualTo(Measure.over(
                        2, 0.996, "lcore 11 processed 99.6 % of 10000 packets, lcore 10 polled 100 % of them"));
        assertThat(finding.cost()).contains("lcore 11 was 98.0 % busy, lcore 10 30.0 %", "5000 packets a second");
        assertThat(finding.fix()).contains("--load-balance auto");

        patient.loadBalance("auto");
        guest(10_000, 0, 5100, 4900);
        assertThat(look()).isEmpty();
    }

    @Test
    void shouldKeepQuietWhenBothWorkOrLittleHappens() {
        guest(5000, 5000, 5000, 5000); // two guests, one on each lcore
        assertThat(look()).isEmpty();
        guest(400, 0, 0, 400);
        assertThat(look()).isEmpty();
    }

    @Test
    void shouldNotMindMoreLcores() {
        guest(10_000, 0, 0, 10_000);
        patient.lcores.add(Patient.lcore(12, 0));
        assertThat(look()).isEmpty();
    }
}
