// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import net.vireo.lab.capture.Sighting;
import net.vireo.lab.capture.Sighting.Malformed;
import net.vireo.lab.capture.Sighting.Plain;
import net.vireo.lab.capture.Sighting.Tunnelled;
import net.vireo.lab.capture.Tally;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.Scenarios;
import net.vireo.lab.topology.Topology;
import org.junit.jupiter.api.Test;

class TunnelProofTest {
    private static final Topology LAB = Scenarios.TWO_NODES;
    private static final Guest FROM = LAB.guest("g2-vm0");
    private static final Guest BESIDE = LAB.guest("g2-vm2");
    private static final Guest TO = LAB.guest("g2-vm1");

    private final Map<Sighting, Long> seen = new HashMap<>();

    private void tunnelled(final Guest source, final Guest destination, final int label, final long count) {
        seen.put(new Tunnelled(0xc0000201, 0xc0000202, label, source.address(), destination.address(), 1), count);
    }

    private TunnelProof proof(final Guest to) {
        return TunnelProof.of(LAB, FROM, to, 10, new Tally(seen, 0));
    }

    @Test
    void shouldHoldWhenBothWaysAreUnderTheReceiversLabel() {
        tunnelled(FROM, TO, TO.label(), 10);
        tunnelled(TO, FROM, FROM.label(), 10);

        assertThat(proof(TO).holds()).isTrue();
        assertThat(proof(TO).text()).isEqualTo("10 + 10 in MPLSoUDP, labels 19/17, 0 outside");
    }

    @Test
    void shouldNotHoldWhenOneWayIsMissing() {
        tunnelled(FROM, TO, TO.label(), 10);

        assertThat(proof(TO).holds()).isFalse();
    }

    @Test
    void shouldNotHoldUnderTheOtherTenantsLabel() {
        tunnelled(FROM, TO, LAB.guest("b2-vm1").label(), 10);
        tunnelled(TO, FROM, FROM.label(), 10);

        assertThat(proof(TO).holds()).isFalse();
    }

    @Test
    void shouldNotHoldWhenAGuestsPacketIsInTheOpen() {
        tunnelled(FROM, TO, TO.label(), 10);
        tunnelled(TO, FROM, FROM.label(), 10);
        seen.put(new Plain(FROM.address(), TO.address(), 1), 1L);

        assertThat(proof(TO).holds()).isFalse();
        assertThat(proof(TO).text()).contains("1 OUTSIDE");
    }

    @Test
    void shouldNotHoldWhenAFrameIsMalformed() {
        tunnelled(FROM, TO, TO.label(), 10);
        tunnelled(TO, FROM, FROM.label(), 10);
        seen.put(new Malformed("x"), 1L);

        assertThat(proof(TO).holds()).isFalse();
    }

    @Test
    void shouldHoldInsideANodeOnlyWhenNothingIsOnTheFabric() {
        assertThat(proof(BESIDE).holds()).isTrue();
        tunnelled(FROM, BESIDE, BESIDE.label(), 1);

        assertThat(proof(BESIDE).holds()).isFalse();
    }
}
