// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import static org.assertj.core.api.Assertions.assertThat;

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
}
