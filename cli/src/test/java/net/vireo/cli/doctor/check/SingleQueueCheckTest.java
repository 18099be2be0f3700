// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SingleQueueCheckTest {
    private final Patient patient = new Patient();

    private List<Finding> look() {
        return new SingleQueueCheck().look(patient.facts());
    }

    private void guest(final int queues, final long refused, final long sentBy10, final long sentBy11) {
        patient.guest = Patient.guest(
                new PortFacts(sentBy10 + sentBy11, refused, 0),
                new QueueFacts(List.of(10), List.of(), queues),
                new LcoreTraffic(10, 0, 0, sentBy10, refused / 2),
                new LcoreTraffic(11, 0, 0, sentBy11, refused / 2));
    }

    @Test
    void shouldFindLcoresThatMeetInOneRingAndNoneWithMoreQueues() {
        guest(1, 1000, 5000, 4000);

        final Finding finding = look().getFirst();
        assertThat(finding.severity()).isEqualTo(Severity.SEVERE);
        assertThat(finding.cause()).contains("vif0/3 (web)", "lcores 10, 11 write it in turn");
        assertThat(finding.measure().text())
                .isEqualTo("1000 of 10000 packets found the ring full (10.0 %, TX port errors)");
        assertThat(finding.cost()).startsWith("500 packets for this guest a second");
        assertThat(finding.fix()).contains("queues='2'", "combined 2");

        guest(2, 1000, 5000, 4000);
        assertThat(look()).isEmpty();
    }

    @Test
    void shouldKeepQuietWithOneSenderFewErrorsOrAGuestOnATap() {
        guest(1, 1000, 9000, 0);
        patient.guest = Patient.guest(
                patient.guest.port(),
                patient.guest.queues(),
                new LcoreTraffic(10, 0, 0, 9000, 1000),
                new LcoreTraffic(11, 0, 0, 20, 0));
        assertThat(look()).isEmpty();
        guest(1, 90, 5000, 4000);
        assertThat(look()).isEmpty();
        guest(1, 0, 5000, 4000);
        assertThat(look()).isEmpty();
    }
}
