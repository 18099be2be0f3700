// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.vireo.lab.capture.FrameReader;
import net.vireo.lab.capture.LabelledMarker;
import net.vireo.lab.capture.Sighting;
import net.vireo.lab.capture.Sighting.Malformed;
import net.vireo.lab.capture.Sighting.Other;
import net.vireo.lab.capture.Sighting.Plain;
import net.vireo.lab.capture.Sighting.Tunnelled;
import net.vireo.lab.topology.Encap;
import net.vireo.lab.topology.Family;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.Scenarios;
import net.vireo.lab.topology.Topology;
import org.junit.jupiter.api.Test;

class FloodTest {
    private static final Topology LAB = Scenarios.TWO_NODES;
    private static final Guest ATTACKER = LAB.guest("g2-vm0");

    private static List<Sighting> sightings() {
        return Flood.frames(LAB, ATTACKER).stream()
                .map(frame -> FrameReader.read(frame, frame.length, frame.length))
                .toList();
    }

    @Test
    void shouldTryEveryWayIn() {
        final Guest victim = LAB.guest("b2-vm1");

        assertThat(sightings())
                .contains(new Plain(ATTACKER.address(Family.IPV4), victim.address(Family.IPV4), 17))
                .contains(new Plain(LAB.guest("b2-vm2").address(Family.IPV4), victim.address(Family.IPV4), 17))
                .contains(new Plain(ATTACKER.address6(), victim.address6(), 17))
                .contains(new Plain(LAB.guest("b2-vm2").address6(), victim.address6(), 17))
                .contains(new Other(0x8847))
                .anyMatch(sighting -> isTunnelled(sighting, Encap.UDP, victim.label()))
                .anyMatch(sighting -> isTunnelled(sighting, Encap.GRE, victim.label()))
                .anyMatch(sighting -> isTunnelled(sighting, Encap.VXLAN, 5002))
                .noneMatch(Malformed.class::isInstance);
    }

    private static boolean isTunnelled(final Sighting sighting, final Encap encap, final int id) {
        return sighting instanceof Tunnelled tunnelled && tunnelled.encap() == encap && tunnelled.id() == id;
    }

    @Test
    void shouldNeverAddressItself() {
        assertThat(sightings())
                .noneMatch(sighting -> sighting instanceof Plain plain
                        && (plain.destination().equals(ATTACKER.address(Family.IPV4))
                                || plain.destination().equals(ATTACKER.address6())));
    }

    @Test
    void shouldBeRecognisedUnderAForeignLabel() {
        final LabelledMarker marker = new LabelledMarker(
                Flood.forgedText(ATTACKER), java.util.Set.of(LAB.guest("b2-vm1").label()));

        Flood.frames(LAB, ATTACKER).forEach(frame -> marker.frame(frame, frame.length, frame.length, 0));

        assertThat(marker.seen()).isEqualTo(4);
    }
}
