// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import net.vireo.linux.CpuSet;
import org.junit.jupiter.api.Test;

class StarvedLcoreCheckTest {
    private final Patient patient = new Patient();

    private List<Finding> look() {
        return new StarvedLcoreCheck().look(patient.facts());
    }

    private void first(final int cpu, final double run, final double wait) {
        patient.lcores.set(0, new LcoreFacts(10, cpu, 1, run, wait));
    }

    @Test
    void shouldFindAPinnedLcoreThatWaitsAndNoneWhenItsCpuIsItsOwn() {
        first(2, 0.6, 0.38);
        patient.machine = new MachineFacts(
                Map.of(),
                OptionalInt.empty(),
                0,
                0,
                1 << 21,
                List.of(
                        new GuestThread(77, "CPU 0/KVM", CpuSet.of(2, 3)),
                        new GuestThread(78, "CPU 0/KVM", CpuSet.of(3))));

        final Finding finding = look().getFirst();
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.cause())
                .isEqualTo("lcore 10 shares CPU 2 with others: guest thread CPU 0/KVM of process 77 may run there too");
        assertThat(finding.measure())
                .isEqualTo(Measure.over(
                        2, 0.38, "lcore 10 was ready and without a CPU for 38.0 % of the time, and ran 60.0 %"));
        assertThat(finding.fix()).contains("vireo plan cpus");

        first(2, 0.99, 0.002);
        assertThat(look()).isEmpty();
    }

    @Test
    void shouldBeSevereFromHalfOfTheTimeOn() {
        patient.busyPolling(true);
        first(LcoreFacts.ANY_CPU, 0.4, 0.6);
        assertThat(look()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.SEVERE);
            assertThat(finding.fix()).contains("--cpus");
        });
    }

    @Test
    void shouldOnlyNoteLcoresThatShareOnPurpose() {
        first(LcoreFacts.ANY_CPU, 0.6, 0.2);
        assertThat(look()).isEmpty();
        first(LcoreFacts.ANY_CPU, 0.6, 0.3);
        assertThat(look())
                .singleElement()
                .satisfies(note -> assertThat(note.severity()).isEqualTo(Severity.NOTE));
    }

    @Test
    void shouldNotMindAnLcoreThatHardlyWantsToRun() {
        first(2, 0.02, 0.15);
        assertThat(look()).isEmpty();
    }
}
