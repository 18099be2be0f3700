// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LedgerCheckTest {
    @Test
    void shouldFindPacketsThatAreMissingAndNoneWhenTheBooksBalance() {
        final Patient patient = new Patient();
        patient.unbalanced.put("lcore 11 packets", -4L);
        patient.unbalanced.put("packet pool", 1L);

        assertThat(new LedgerCheck().look(patient.facts())).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.SEVERE);
            assertThat(finding.cause()).isEqualTo("the ledger does not balance: lcore 11 packets, packet pool");
            assertThat(finding.measure().text()).isEqualTo("off by 4");
        });

        patient.unbalanced.clear();
        assertThat(new LedgerCheck().look(patient.facts())).isEmpty();
    }

    @Test
    void shouldOnlyNoteThatAnLcoreHadNoTimeToBeAsked() {
        final Facts healthy = new Patient().facts();
        final Facts unread = new Facts(
                2,
                healthy.settings(),
                List.of(new LcoreFacts(10, 0, 1, 0.1, 0.9)),
                List.of(),
                new TrafficFacts(0, Map.of(), Map.of(), 0, 0, Optional.empty()),
                MachineFacts.UNKNOWN);

        assertThat(new LedgerCheck().look(unread)).singleElement().satisfies(note -> {
            assertThat(note.severity()).isEqualTo(Severity.NOTE);
            assertThat(note.measure().text()).isEqualTo("one of them had no CPU for 90.0 % of the time");
        });
    }
}
