// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class HugepagesCheckTest {
    private final Patient patient = new Patient();

    private List<Finding> look() {
        return new HugepagesCheck().look(patient.facts());
    }

    private void pool(final boolean wanted, final boolean used, final long bytes) {
        patient.settings = new NodeSettings(false, "auto", wanted, used, bytes);
    }

    @Test
    void shouldFindHugepagesThatWereAskedForAndNotHad() {
        patient.machine = new MachineFacts(Map.of(), OptionalInt.empty(), 8, 3, 1 << 21, List.of());
        pool(true, false, 51_000_000);

        final Finding finding = look().getFirst();
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.measure().text())
                .isEqualTo("packet buffers take 51 MB, that is 25 hugepages; 3 of 8 are free");
        assertThat(finding.cost()).startsWith("12451 pages of 4 KB instead of 25");
        assertThat(finding.fix()).isEqualTo("sysctl -w vm.nr_hugepages=30, then restart the data plane");

        pool(true, true, 51_000_000);
        assertThat(look()).isEmpty();
    }

    @Test
    void shouldFindBigPoolsThatNobodyAskedHugepagesFor() {
        pool(false, false, 300_000_000);
        assertThat(look())
                .singleElement()
                .satisfies(finding -> assertThat(finding.fix())
                        .isEqualTo("sysctl -w vm.nr_hugepages=144, then restart the data plane with --hugepages"));
        pool(false, false, 51_000_000);
        assertThat(look()).isEmpty();
    }
}
