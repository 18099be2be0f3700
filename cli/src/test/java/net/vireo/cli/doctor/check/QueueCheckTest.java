// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class QueueCheckTest {
    private final Patient patient = new Patient();

    private List<Finding> look() {
        return new QueueCheck().look(patient.facts());
    }

    private void guestWith(final QueueFacts queues) {
        patient.guest = Patient.guest(PortFacts.NONE, queues);
    }

    @Test
    void shouldFindQueuesThatNobodyPollsAndNoneWhenAllAreServed() {
        guestWith(new QueueFacts(List.of(10, 11), List.of(2, 3), 2));

        final Finding finding = look().getFirst();
        assertThat(finding.severity()).isEqualTo(Severity.SEVERE);
        assertThat(finding.cause())
                .isEqualTo(
                        "vif0/3 (web): its guest sends on 4 queues, there are 2 lcores, and nobody polls queues 2, 3");
        assertThat(finding.measure().text()).isEqualTo("2 of 4 queues are not polled");
        assertThat(finding.cost()).contains("50.0 % of its flows");
        assertThat(finding.fix()).contains("--queue-policy all", "ethtool -L DEVICE combined 2");

        guestWith(new QueueFacts(List.of(10, 11), List.of(), 2)); // after ethtool
        assertThat(look()).isEmpty();
    }

    @Test
    void shouldOnlyNoteSharedQueuesUntilTheirLcoreIsFull() {
        guestWith(new QueueFacts(List.of(10, 11, 10), List.of(), 2));
        assertThat(look()).singleElement().satisfies(note -> {
            assertThat(note.severity()).isEqualTo(Severity.NOTE);
            assertThat(note.measure().text()).isEqualTo("3 queues over 2 lcores");
        });

        patient.lcores.set(1, Patient.lcore(11, 0.99)); // polls one of them only
        assertThat(look().getFirst().severity()).isEqualTo(Severity.NOTE);

        patient.lcores.set(0, Patient.lcore(10, 0.97));
        assertThat(look()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.measure().text()).contains("lcore 10, which polls 2 of them, was 97.0 % busy");
            assertThat(finding.fix()).contains("--lcores 3");
        });
    }
}
