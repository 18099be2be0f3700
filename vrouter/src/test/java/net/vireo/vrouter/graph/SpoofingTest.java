// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import static net.vireo.vrouter.graph.Frames.BROADCAST;
import static net.vireo.vrouter.graph.Frames.FAR_GUEST;
import static net.vireo.vrouter.graph.Frames.GUEST;
import static net.vireo.vrouter.graph.Frames.GUEST_MAC;
import static net.vireo.vrouter.graph.Frames.ROUTER_MAC;
import static net.vireo.vrouter.graph.Frames.arp;
import static net.vireo.vrouter.graph.Frames.ethernet;
import static net.vireo.vrouter.graph.Frames.ipv4;
import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A guest speaks for itself only. */
class SpoofingTest {
    private static final long OTHER_MAC = 0x0200000000eeL;
    private static final int OTHER = 0x780000ee;

    private final OneNode lab = new OneNode();

    @AfterEach
    void close() {
        assertThat(lab.node.ledger().broken()).isEmpty();
        lab.close();
    }

    private void assertSpoofed(final byte[] frame) {
        final long before = lab.node.drops(DropReason.SPOOFED_SOURCE);
        assertThat(lab.guestToFabric(frame)).isEmpty();
        assertThat(lab.guest.receive()).isEmpty();
        assertThat(lab.node.drops(DropReason.SPOOFED_SOURCE)).isEqualTo(before + 1);
        assertThat(lab.node.counters.vifDrop(TestNode.RED_VIF, DropReason.SPOOFED_SOURCE))
                .isEqualTo(before + 1);
    }

    private void assertPasses(final byte[] frame) {
        assertThat(lab.guestToFabric(frame)).as("drops: %s", lab.node.drops()).hasSize(1);
    }

    @Test
    void shouldDropAnotherMac() {
        assertSpoofed(ethernet(ROUTER_MAC, OTHER_MAC, 0x0800, ipv4(0, 0, 64, 17, GUEST, FAR_GUEST, OneNode.payload())));
    }

    @Test
    void shouldDropAnotherAddress() {
        assertSpoofed(OneNode.fromGuest(ipv4(0, 0, 64, 17, OTHER, FAR_GUEST, OneNode.payload())));
    }

    @Test
    void shouldDropArpForAnotherAddressOrMac() {
        assertSpoofed(ethernet(BROADCAST, GUEST_MAC, 0x0806, arp(1, GUEST_MAC, OTHER, 0, FAR_GUEST)));
        assertSpoofed(ethernet(BROADCAST, GUEST_MAC, 0x0806, arp(1, OTHER_MAC, GUEST, 0, FAR_GUEST)));
        assertSpoofed(ethernet(BROADCAST, GUEST_MAC, 0x0806, arp(2, GUEST_MAC, OTHER, 0, FAR_GUEST)));
    }

    @Test
    void shouldKnowTheGuestsMacFromItsNextHopWhenTheVifHasTheRouters() {
        lab.node.tables.putVif(new Vif(
                TestNode.RED_VIF,
                Vif.TYPE_VIRTUAL,
                1,
                "v3",
                TestNode.RED,
                65535,
                0,
                ROUTER_MAC,
                GUEST,
                1514,
                TestNode.RED_VIF,
                -1,
                Vif.NONE));
        assertSpoofed(ethernet(ROUTER_MAC, OTHER_MAC, 0x0800, ipv4(0, 0, 64, 17, GUEST, FAR_GUEST, OneNode.payload())));
        assertPasses(OneNode.fromGuest(FAR_GUEST, 64, 17, OneNode.payload()));
    }

    @Test
    void shouldNotCheckAnAddressThatTheVifDoesNotState() {
        lab.node.tables.putVif(TestNode.vif(TestNode.RED_VIF, Vif.TYPE_VIRTUAL, TestNode.RED, GUEST_MAC, 0));
        assertPasses(OneNode.fromGuest(ipv4(0, 0, 64, 17, OTHER, FAR_GUEST, OneNode.payload())));
    }

    @Test
    void shouldNameAnAddressRequestWhatItIs() {
        lab.guest.send(ethernet(BROADCAST, GUEST_MAC, 0x0800, ipv4(0, 0, 64, 17, 0, -1, OneNode.payload())));
        lab.node.settle();
        assertThat(lab.node.drops()).containsOnlyKeys(DropReason.BROADCAST_FROM_GUEST);
    }
}
