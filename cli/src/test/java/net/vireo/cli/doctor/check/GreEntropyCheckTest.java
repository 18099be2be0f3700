// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GreEntropyCheckTest {
    private final Patient patient = new Patient().loadBalance("none");

    private List<Finding> look() {
        return new GreEntropyCheck().look(patient.facts());
    }

    private void fabric(final long by10, final long by11) {
        patient.fabric = new VifFacts(
                "vif0/0 (eth0)",
                VifFacts.Kind.FABRIC,
                false,
                1514,
                PortFacts.NONE,
                QueueFacts.UNKNOWN,
                List.of(new LcoreTraffic(10, by10, by10, 0, 0), new LcoreTraffic(11, by11, by11, 0, 0)));
    }

    @Test
    void shouldFindTheLcoreThatPollsAllOfGreAndNoneOnceItIsUdp() {
        fabric(100, 19_900);
        patient.steps.put("gre-input", 19_800L);
        patient.lcores.set(1, Patient.lcore(11, 0.96));

        final Finding finding = look().getFirst();
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.measure().text())
                .isEqualTo("lcore 11 polled 99.5 % of 20000 packets, 19800 came out of GRE");
        assertThat(finding.cost()).contains("was 96.0 % busy: it bounds");
        assertThat(finding.fix()).contains("--load-balance auto");

        patient.steps.clear();
        fabric(9000, 11_000);
        assertThat(look()).isEmpty();
    }

    @Test
    void shouldOnlyNoteItWhileThereIsTimeLeft() {
        fabric(0, 20_000);
        patient.steps.put("gre-input", 20_000L);
        patient.loadBalance("auto");

        assertThat(look()).singleElement().satisfies(note -> {
            assertThat(note.severity()).isEqualTo(Severity.NOTE);
            assertThat(note.fix()).contains("encap: udp");
        });
    }

    @Test
    void shouldNotBlameGreForOtherTraffic() {
        fabric(0, 20_000);
        patient.steps.put("gre-input", 2000L);
        assertThat(look()).isEmpty();
        patient.steps.put("gre-input", 900L);
        fabric(0, 950);
        assertThat(look()).isEmpty();
    }
}
