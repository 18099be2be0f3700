// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.vireo.vrouter.counter.DropReason;
import org.junit.jupiter.api.Test;

class FabricMtuCheckTest {
    private final Patient patient = new Patient();

    private List<Finding> look() {
        return new FabricMtuCheck().look(patient.facts());
    }

    private void fabric(final int mtuBytes) {
        patient.fabric = new VifFacts(
                "vif0/0", VifFacts.Kind.FABRIC, false, mtuBytes, PortFacts.NONE, QueueFacts.UNKNOWN, List.of());
    }

    @Test
    void shouldFindAFabricThatIsTooNarrowAndNoneWhenItIsWidened() {
        fabric(1514);
        patient.fragmented = 300;
        patient.drops.put(DropReason.MTU_EXCEEDED, 100L);

        final Finding finding = look().getFirst();
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.cause())
                .isEqualTo("vif0/3 (web): its guest may send 1500 bytes, the tunnel adds 32 to 50, and the fabric"
                        + " carries 1500");
        assertThat(finding.measure().text()).isEqualTo("300 packets were cut in two and 100 dropped for their size");
        assertThat(finding.cost()).startsWith("200 packets a second");
        assertThat(finding.fix()).contains("mtu 1550", "mtu 1450");

        fabric(1564);
        patient.fragmented = 0;
        patient.drops.clear();
        assertThat(look()).isEmpty();
    }

    @Test
    void shouldBeSevereWhenMostIsLost() {
        fabric(0); // not stated: 1500
        patient.drops.put(DropReason.FRAGMENTATION_NEEDED, 100L);
        assertThat(look().getFirst().severity()).isEqualTo(Severity.SEVERE);
    }

    @Test
    void shouldNotBlameTheFabricForOneLargePacketOrForItsNeighbours() {
        fabric(1514);
        patient.fragmented = 19;
        assertThat(look()).isEmpty();
        patient.fragmented = 300;
        fabric(9014);
        assertThat(look()).isEmpty();
    }
}
