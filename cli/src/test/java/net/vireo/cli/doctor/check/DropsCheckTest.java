// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.vireo.vrouter.counter.DropReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DropsCheckTest {
    private final Patient patient = new Patient();

    private List<Finding> look() {
        return new DropsCheck().look(patient.facts());
    }

    @Test
    void shouldFindTheReasonWithTheMostDropsAndNoneWhenTheyEnd() {
        patient.drops.put(DropReason.INVALID_LABEL, 2000L);
        patient.drops.put(DropReason.TTL_EXCEEDED, 600L);

        assertThat(look()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.SEVERE);
            assertThat(finding.cause()).isEqualTo("Invalid Label: Its MPLS label leads nowhere");
            assertThat(finding.measure().text())
                    .isEqualTo("2000 packets dropped for it while 40000 were received (5.0 %)");
            assertThat(finding.cost()).isEqualTo("1000 packets a second are lost");
            assertThat(finding.fix()).contains("vireo mpls --list");
        });

        patient.drops.remove(DropReason.INVALID_LABEL);
        patient.drops.remove(DropReason.TTL_EXCEEDED);
        assertThat(look()).isEmpty();
    }

    @Test
    void shouldFindRingsBetweenLcoresThatAreFullAndNoneOnceTheyAreNot() {
        patient.ringFull = 4000;
        patient.loadBalance("contrail");

        assertThat(look()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.SEVERE);
            assertThat(finding.measure().text())
                    .isEqualTo("4000 packets found a ring full while 40000 were received (RX queue errors)");
            assertThat(finding.fix()).contains("--load-balance auto");
        });

        patient.ringFull = 30;
        assertThat(look()).isEmpty();
    }

    @Test
    void shouldOnlyNoteWhatAPolicyDeniesAndLeaveOutWhatIsNoLoss() {
        patient.drops.put(DropReason.FLOW_ACTION_DROP, 2000L);
        assertThat(look())
                .singleElement()
                .satisfies(note -> assertThat(note.severity()).isEqualTo(Severity.NOTE));
        patient.drops.clear();
        patient.drops.put(DropReason.CLONED_ORIGINAL, 20_000L);
        assertThat(look()).isEmpty();
    }

    @Test
    void shouldKeepQuietBelowOnePercentAndForAFew() {
        patient.drops.put(DropReason.TX_RING_FULL, 390L);
        assertThat(look()).isEmpty();
        patient.drops.put(DropReason.TX_RING_FULL, 410L);
        assertThat(look()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(DropReason.class)
    void shouldHaveAMendForEveryReason(final DropReason reason) {
        assertThat(DropMend.of(reason)).isNotBlank();
    }
}
