// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SlowGuestCheckTest {
    private final Patient patient = new Patient();

    private List<Finding> look() {
        return new SlowGuestCheck().look(patient.facts());
    }

    private void guest(final long sent, final long refused) {
        patient.guest = Patient.guest(
                new PortFacts(sent, refused, 0),
                new QueueFacts(List.of(10), List.of(), 1),
                new LcoreTraffic(10, 0, 0, sent, refused));
    }

    @Test
    void shouldNameTheGuestWhoseRingOverflowsWhatItLosesAndTheMend() {
        guest(9000, 1000);

        final Finding finding = look().getFirst();
        assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        assertThat(finding.cause())
                .isEqualTo("vif0/3 (web): its guest empties its 1 ring too seldom for the bursts that come");
        assertThat(finding.measure().text())
                .isEqualTo("1000 of 10000 packets found the ring full (10.0 %, TX port errors)");
        assertThat(finding.cost()).isEqualTo("500 packets for this guest a second are lost");
        assertThat(finding.fix()).startsWith("vireo vrouter --tx-wait-us 500 ").contains("ethtool -G", "combined 2");
    }

    @Test
    void shouldCallItSevereFromHalfOnAndSayWhenAGuestTakesNothingAtAll() {
        guest(1000, 1000);
        assertThat(look().getFirst().severity()).isEqualTo(Severity.SEVERE);

        guest(0, 1000);
        assertThat(look().getFirst().cause()).contains("takes nothing from its full ring");
    }

    @Test
    void shouldKeepQuietAboutFewErrorsASmallShareAndOtherInterfaces() {
        assertThat(look()).isEmpty();
        guest(1000, 99);
        assertThat(look()).isEmpty();
        guest(1_000_000, 9000);
        assertThat(look()).isEmpty();
        guest(9000, 1000);
        final VifFacts spoilt = patient.guest;
        patient.guest = new VifFacts(
                spoilt.title(),
                spoilt.kind(),
                false,
                spoilt.mtuBytes(),
                spoilt.port(),
                spoilt.queues(),
                spoilt.lcores());
        assertThat(look()).isEmpty();
        patient.guest = new VifFacts(
                spoilt.title(),
                VifFacts.Kind.FABRIC,
                true,
                spoilt.mtuBytes(),
                spoilt.port(),
                spoilt.queues(),
                spoilt.lcores());
        assertThat(look()).isEmpty();
    }
}
