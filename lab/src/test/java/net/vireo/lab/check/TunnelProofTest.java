// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import net.vireo.lab.capture.Inner;
import net.vireo.lab.capture.Sighting;
import net.vireo.lab.capture.Sighting.Malformed;
import net.vireo.lab.capture.Sighting.Plain;
import net.vireo.lab.capture.Sighting.Tunnelled;
import net.vireo.lab.capture.Tally;
import net.vireo.lab.topology.Encap;
import net.vireo.lab.topology.Family;
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
        tunnelled(source, destination, label, Inner.NO_MAC, Encap.UDP, count);
    }

    private void tunnelled(
            final Guest source,
            final Guest destination,
            final int id,
            final long mac,
            final Encap encap,
            final long count) {
        final Inner inner = new Inner(mac, 0x0800, source.address(Family.IPV4), destination.address(Family.IPV4), 1);
        final int from = LAB.node(source.node()).address();
        final int to = LAB.node(destination.node()).address();
        seen.put(new Tunnelled(encap, from, to, id, inner), count);
    }

    private TunnelProof proof(final Guest to) {
        return proof(LAB, FROM, to, Family.IPV4);
    }

    private TunnelProof proof(final Topology lab, final Guest from, final Guest to, final Family family) {
        return TunnelProof.of(lab, from, to, family, 10, new Tally(seen, 0));
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
        seen.put(new Plain(FROM.address(Family.IPV4), TO.address(Family.IPV4), 1), 1L);

        assertThat(proof(TO).holds()).isFalse();
        assertThat(proof(TO).text()).contains("1 OUTSIDE");
    }

    @Test
    void shouldNotHoldForTheOtherFamily() {
        tunnelled(FROM, TO, TO.label(), 10);
        tunnelled(TO, FROM, FROM.label(), 10);

        assertThat(proof(LAB, FROM, TO, Family.IPV6).holds()).isFalse();
    }

    @Test
    void shouldNotHoldInAnotherKindOfTunnel() {
        tunnelled(FROM, TO, TO.label(), Inner.NO_MAC, Encap.GRE, 10);
        tunnelled(TO, FROM, FROM.label(), Inner.NO_MAC, Encap.GRE, 10);

        assertThat(proof(TO).holds()).isFalse();
        assertThat(proof(LAB.with(Encap.GRE), FROM, TO, Family.IPV4).holds()).isTrue();
    }

    @Test
    void shouldAskForFramesToTheGuestInABridgedNetwork() {
        final Guest from = LAB.guest("g3-vm0");
        final Guest to = LAB.guest("g3-vm1");
        tunnelled(from, to, to.bridgeLabel(), to.mac(), Encap.UDP, 10);
        tunnelled(to, from, from.bridgeLabel(), from.mac(), Encap.UDP, 10);

        assertThat(proof(LAB, from, to, Family.IPV4).holds()).isTrue();
        seen.clear();
        tunnelled(from, to, to.label(), 10);
        tunnelled(to, from, from.label(), 10);

        assertThat(proof(LAB, from, to, Family.IPV4).holds()).isFalse();
    }

    @Test
    void shouldAskForFramesToTheRouterInARoutedNetworkOverVxlan() {
        final Topology vxlan = LAB.with(Encap.VXLAN);
        tunnelled(FROM, TO, 5001, 0x00005e000100L, Encap.VXLAN, 10);
        tunnelled(TO, FROM, 5001, 0x00005e000100L, Encap.VXLAN, 10);

        assertThat(proof(vxlan, FROM, TO, Family.IPV4).holds()).isTrue();
        assertThat(proof(vxlan, FROM, TO, Family.IPV4).text()).isEqualTo("10 + 10 in VXLAN, VNI 5001, 0 outside");
        seen.clear();
        tunnelled(FROM, TO, 5001, TO.mac(), Encap.VXLAN, 10);
        tunnelled(TO, FROM, 5001, FROM.mac(), Encap.VXLAN, 10);

        assertThat(proof(vxlan, FROM, TO, Family.IPV4).holds()).isFalse();
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
