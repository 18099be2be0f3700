// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.Frames.BROADCAST;
import static net.vireo.vrouter.graph.Frames.FAR_GUEST;
import static net.vireo.vrouter.graph.Frames.GUEST;
import static net.vireo.vrouter.graph.Frames.GUEST_MAC;
import static net.vireo.vrouter.graph.Frames.ROUTER_MAC;
import static net.vireo.vrouter.graph.Frames.arp;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.table.Route;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** ARP of guests: sheet 2.4. */
class ArpProxyTest {
    private final OneNode lab = new OneNode();

    @AfterEach
    void close() {
        assertThat(lab.node.ledger().broken()).isEmpty();
        lab.close();
    }

    private List<byte[]> answers(final long destination, final byte[] arp) {
        lab.guest.send(ethernet(destination, GUEST_MAC, 0x0806, arp));
        lab.node.settle();
        return lab.guest.receive();
    }

    private void assertDropped(final byte[] arp, final DropReason reason) {
        assertThat(answers(BROADCAST, arp)).isEmpty();
        assertThat(lab.node.drops()).containsOnlyKeys(reason);
    }

    @Test
    void shouldAnswerWithTheRoutersMac() {
        final byte[] reply = ethernet(GUEST_MAC, ROUTER_MAC, 0x0806, arp(2, ROUTER_MAC, FAR_GUEST, GUEST_MAC, GUEST));
        assertThat(answers(BROADCAST, arp(1, GUEST_MAC, GUEST, 0, FAR_GUEST))).containsExactly(reply);
        assertThat(answers(ROUTER_MAC, arp(1, GUEST_MAC, GUEST, 0, FAR_GUEST)))
                .as("a unicast request, to refresh")
                .containsExactly(reply);
    }

    @Test
    void shouldCutThePaddingOfAMinimalFrame() {
        final byte[] padded = java.util.Arrays.copyOf(arp(1, GUEST_MAC, GUEST, 0, FAR_GUEST), 46);
        assertThat(answers(BROADCAST, padded))
                .singleElement()
                .satisfies(frame -> assertThat(frame).hasSize(42));
    }

    @Test
    void shouldNotAnswerForAnAddressWithoutAProxyRoute() {
        assertDropped(arp(1, GUEST_MAC, GUEST, 0, 0x78000063), DropReason.ARP_NOT_PROXIED);
    }

    @Test
    void shouldNotAnswerWhereTheRouteAsksToFlood() {
        lab.node.tables.putRoute(
                TestNode.RED,
                new Route(0x78000063, 32, TestNode.TUNNEL_NEXTHOP, 1, Route.FLAG_ARP_PROXY | Route.FLAG_ARP_FLOOD));
        assertDropped(arp(1, GUEST_MAC, GUEST, 0, 0x78000063), DropReason.ARP_NOT_PROXIED);
    }

    @Test
    void shouldNotAnswerAnnouncementsAndReplies() {
        assertDropped(arp(1, GUEST_MAC, GUEST, 0, GUEST), DropReason.ARP_NOT_PROXIED);
        assertDropped(arp(2, GUEST_MAC, GUEST, ROUTER_MAC, FAR_GUEST), DropReason.ARP_NOT_PROXIED);
    }

    @Test
    void shouldHandRepliesToTheRouterToTheAgent() {
        assertThat(answers(ROUTER_MAC, arp(2, GUEST_MAC, GUEST, ROUTER_MAC, FAR_GUEST)))
                .isEmpty();
        assertThat(lab.node.drops()).as("there is no agent").containsOnlyKeys(DropReason.TRAP_NO_IF);
    }

    @Test
    void shouldAnswerAProbeOfAGuestThatHasNoAddressYet() {
        assertThat(answers(BROADCAST, arp(1, GUEST_MAC, 0, 0, FAR_GUEST))).hasSize(1);
    }

    @Test
    void shouldRefuseMalformedArp() {
        final byte[] wrongHardware = arp(1, GUEST_MAC, GUEST, 0, FAR_GUEST);
        wrongHardware[1] = 6;
        assertDropped(wrongHardware, DropReason.INVALID_ARP);
        assertDropped(java.util.Arrays.copyOf(arp(1, GUEST_MAC, GUEST, 0, FAR_GUEST), 27), DropReason.INVALID_ARP);
        assertDropped(arp(7, GUEST_MAC, GUEST, 0, FAR_GUEST), DropReason.INVALID_ARP);
    }
}
