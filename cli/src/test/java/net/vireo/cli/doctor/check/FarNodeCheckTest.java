// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import net.vireo.linux.CpuSet;
import org.junit.jupiter.api.Test;

/** A machine with two nodes: CPUs 0 to 3, and 4 to 7. */
class FarNodeCheckTest {
    private static final Map<Integer, Integer> NODES = Map.of(0, 0, 1, 0, 2, 0, 3, 0, 4, 1, 5, 1, 6, 1, 7, 1);

    private final Patient patient = new Patient();

    private List<Finding> look() {
        return new FarNodeCheck().look(patient.facts());
    }

    private void machine(final OptionalInt card, final GuestThread... guests) {
        patient.machine = new MachineFacts(NODES, card, 0, 0, 1 << 21, List.of(guests));
    }

    private void lcoresOn(final int first, final int second) {
        patient.lcores = List.of(new LcoreFacts(10, first, 0, 0, 0), new LcoreFacts(11, second, 0, 0, 0));
    }

    @Test
    void shouldFindLcoresFarFromTheCardAndNoneWhenTheyAreNear() {
        machine(OptionalInt.of(1));
        lcoresOn(2, 4);

        final Finding finding = look().getFirst();
        assertThat(finding.cause()).isEqualTo("lcore 10 is not on NUMA node 1, where the fabric's card is");
        assertThat(finding.measure().text()).isEqualTo("1 of 2 lcores are far");
        assertThat(finding.cost()).contains("10 %");
        assertThat(finding.fix()).contains("vireo plan cpus");

        lcoresOn(5, 4);
        assertThat(look()).isEmpty();
    }

    @Test
    void shouldFindLcoresFarFromEachOtherWhenTheCardsPlaceIsNotKnown() {
        machine(OptionalInt.empty());
        lcoresOn(2, 4);
        assertThat(look())
                .singleElement()
                .satisfies(finding -> assertThat(finding.cause())
                        .isEqualTo("lcore 11 is not on NUMA node 0, where the first lcore is"));
        lcoresOn(2, 3);
        assertThat(look()).isEmpty();
    }

    @Test
    void shouldFindGuestsFarFromAllLcores() {
        lcoresOn(2, 3);
        machine(
                OptionalInt.of(0),
                new GuestThread(77, "CPU 0/KVM", CpuSet.of(5)),
                new GuestThread(77, "CPU 1/KVM", CpuSet.of(6)),
                new GuestThread(88, "CPU 0/KVM", CpuSet.of(1)));

        assertThat(look()).singleElement().satisfies(finding -> {
            assertThat(finding.cause()).contains("process 77 ");
            assertThat(finding.measure().text()).isEqualTo("1 guest on a far node");
        });

        machine(OptionalInt.of(0), new GuestThread(77, "CPU 0/KVM", CpuSet.of(1, 5)));
        assertThat(look()).isEmpty();
    }

    @Test
    void shouldSayNothingOfOneNodeOrOfLcoresThatAreNotPinned() {
        machine(OptionalInt.of(1));
        assertThat(look()).isEmpty();
        lcoresOn(0, 1);
        patient.machine = new MachineFacts(Map.of(0, 0, 1, 0), OptionalInt.of(0), 0, 0, 1 << 21, List.of());
        assertThat(look()).isEmpty();
    }
}
