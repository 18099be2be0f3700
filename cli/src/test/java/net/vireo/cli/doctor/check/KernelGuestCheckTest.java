// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KernelGuestCheckTest {
    private final Patient patient = new Patient().busyPolling(true);

    private List<Finding> look() {
        return new KernelGuestCheck().look(patient.facts());
    }

    private void guest(final long packets, final long notifications) {
        patient.guest = Patient.guest(new PortFacts(packets, 0, notifications), QueueFacts.UNKNOWN);
    }

    @Test
    void shouldFindAGuestThatIsWokenForEachPacketAndNoneWhenItPolls() {
        guest(10_000, 9000);

        final Finding finding = look().getFirst();
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.measure().text()).isEqualTo("9000 notifications for 10000 packets (90.0 %)");
        assertThat(finding.measure().value()).isEqualTo(0.9);
        assertThat(finding.cost()).startsWith("4500 system calls of lcores a second");
        assertThat(finding.fix()).contains("dpdk-devbind", "--poll adaptive");

        guest(10_000, 0);
        assertThat(look()).isEmpty();
    }

    @Test
    void shouldNotMindWhereLcoresSleepTooOrBurstsAreShared() {
        guest(10_000, 3000);
        assertThat(look()).isEmpty();
        guest(490, 490);
        assertThat(look()).isEmpty();
        guest(10_000, 9000);
        patient.busyPolling(false);
        assertThat(look()).isEmpty();
    }
}
