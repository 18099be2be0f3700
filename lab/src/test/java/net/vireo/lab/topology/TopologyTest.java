// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class TopologyTest {
    private static final ComputeNode NODE = new ComputeNode("compute1", 0xc0000201, 0x020000000101L);
    private static final VirtualNetwork RED = new VirtualNetwork("red", 0x78000000, 24);
    private static final VirtualNetwork BLUE = new VirtualNetwork("blue", 0x78000000, 24);

    private static Topology of(final Guest... guests) {
        return new Topology("t", "", new Fabric(24, 1500), List.of(NODE), List.of(RED, BLUE), List.of(guests));
    }

    @Test
    void shouldAllowTheSameAddressInTwoNetworks() {
        final Topology topology =
                of(new Guest("a", "red", "compute1", 4, 1, 17), new Guest("b", "blue", "compute1", 4, 2, 18));

        assertThat(topology.guestsIn(BLUE)).extracting(Guest::name).containsExactly("b");
        assertThat(topology.guestsOn(NODE)).hasSize(2);
    }

    @Test
    void shouldRefuseTheSameAddressTwiceInOneNetwork() {
        assertThatThrownBy(() ->
                        of(new Guest("a", "red", "compute1", 4, 1, 17), new Guest("b", "red", "compute1", 4, 2, 18)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("address");
    }

    @Test
    void shouldRefuseALabelTwice() {
        assertThatThrownBy(() ->
                        of(new Guest("a", "red", "compute1", 4, 1, 17), new Guest("b", "blue", "compute1", 4, 2, 17)))
                .hasMessageContaining("label");
    }

    @Test
    void shouldRefuseAGuestOfAnUnknownNodeOrNetwork() {
        assertThatThrownBy(() -> of(new Guest("a", "red", "nowhere", 4, 1, 17))).hasMessageContaining("node");
        assertThatThrownBy(() -> of(new Guest("a", "green", "compute1", 4, 1, 17)))
                .hasMessageContaining("network");
    }

    @Test
    void shouldRefuseANameThatNoInterfaceCanHave() {
        assertThatThrownBy(() -> new Guest("a-name-of-sixteen", "red", "compute1", 4, 1, 17))
                .hasMessageContaining("15");
    }

    @Test
    void shouldSayWhichGuestIsMissing() {
        assertThatThrownBy(() -> of().guest("g9"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("g9");
    }

    @Test
    void shouldGiveBothTenantsTheSameAddressesInTheTwoNodeLab() {
        final Topology lab = Scenarios.TWO_NODES;

        assertThat(lab.guest("g2-vm0").address()).isEqualTo(lab.guest("b2-vm0").address());
        assertThat(lab.guest("g2-vm1").address()).isEqualTo(lab.guest("b2-vm1").address());
        assertThat(lab.guest("g2-vm0").node()).isEqualTo(lab.guest("g2-vm2").node());
        assertThat(lab.guestsIn(lab.network("red")))
                .extracting(Guest::address)
                .doesNotContain(lab.guest("b2-vm2").address());
        assertThat(Scenarios.named("two-nodes")).contains(lab);
        assertThat(Scenarios.named("three-nodes")).isEmpty();
    }
}
