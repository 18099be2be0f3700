// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class TopologyTest {
    private static final ComputeNode NODE = new ComputeNode("compute1", 0xc0000201, 0x020000000101L);
    private static final VirtualNetwork RED = network("red", false, 0);
    private static final VirtualNetwork BLUE = network("blue", true, 60);

    private static VirtualNetwork network(final String name, final boolean bridged, final int broadcastLabel) {
        return new VirtualNetwork(
                name,
                bridged,
                new VirtualNetwork.Prefix(IpAddress.v4(0x78000000), 24),
                new VirtualNetwork.Prefix(new IpAddress(0xfd00_0120_0000_0000L, 0), 64),
                bridged ? 5002 : 5001,
                broadcastLabel);
    }

    private static Guest guest(
            final String name, final String network, final String node, final int address, final int label) {
        return new Guest(name, network, node, address, new IpAddress(1, address), label, label, 0);
    }

    private static Topology of(final Guest... guests) {
        return new Topology(
                "t", "", Encap.UDP, false, new Fabric(24, 1500), List.of(NODE), List.of(RED, BLUE), List.of(guests));
    }

    @Test
    void shouldAllowTheSameAddressInTwoNetworks() {
        final Topology topology = of(guest("a", "red", "compute1", 4, 17), guest("b", "blue", "compute1", 4, 18));

        assertThat(topology.guestsIn(BLUE)).extracting(Guest::name).containsExactly("b");
        assertThat(topology.guestsOn(NODE)).hasSize(2);
    }

    @Test
    void shouldRefuseTheSameAddressTwiceInOneNetwork() {
        assertThatThrownBy(() -> of(guest("a", "red", "compute1", 4, 17), guest("b", "red", "compute1", 4, 18)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("address");
    }

    @Test
    void shouldRefuseALabelTwice() {
        assertThatThrownBy(() -> of(guest("a", "red", "compute1", 4, 17), guest("b", "blue", "compute1", 4, 17)))
                .hasMessageContaining("label");
    }

    @Test
    void shouldRefuseALabelForPacketsThatIsTakenForFrames() {
        final Guest bridged = new Guest("b", "blue", "compute1", 5, new IpAddress(1, 5), 2, 18, 17);

        assertThatThrownBy(() -> of(guest("a", "red", "compute1", 4, 17), bridged))
                .hasMessageContaining("label");
        assertThatThrownBy(() -> of(
                        new Guest("b", "blue", "compute1", 5, new IpAddress(1, 5), 2, 18, 18),
                        guest("a", "red", "compute1", 4, 17)))
                .hasMessageContaining("label");
    }

    @Test
    void shouldRefuseTheSameIpv6AddressTwiceInOneNetwork() {
        assertThatThrownBy(() -> of(
                        new Guest("a", "red", "compute1", 4, new IpAddress(1, 4), 1, 17, 0),
                        new Guest("b", "red", "compute1", 5, new IpAddress(1, 4), 2, 18, 0)))
                .hasMessageContaining("address");
    }

    @Test
    void shouldTellWhatATunnelPacketCarries() {
        final Guest red = guest("a", "red", "compute1", 4, 17);
        final Guest blue = new Guest("b", "blue", "compute1", 4, new IpAddress(1, 4), 2, 18, 19);
        final Topology udp = of(red, blue);
        final Topology vxlan = udp.with(Encap.VXLAN);

        assertThat(udp.tunnelId(red)).isEqualTo(17);
        assertThat(udp.tunnelId(blue)).isEqualTo(19);
        assertThat(udp.broadcastId(BLUE, NODE)).isEqualTo(60);
        assertThat(udp.tunnelIds(RED)).containsExactly(17);
        assertThat(udp.tunnelIds(BLUE)).containsExactlyInAnyOrder(18, 19, 60);
        assertThat(vxlan.tunnelId(red)).isEqualTo(5001);
        assertThat(vxlan.tunnelId(blue)).isEqualTo(5002);
        assertThat(vxlan.broadcastId(BLUE, NODE)).isEqualTo(5002);
        assertThat(vxlan.tunnelIds(BLUE)).containsExactly(5002);
    }

    @Test
    void shouldRefuseAGuestOfAnUnknownNodeOrNetwork() {
        assertThatThrownBy(() -> of(guest("a", "red", "nowhere", 4, 17))).hasMessageContaining("node");
        assertThatThrownBy(() -> of(guest("a", "green", "compute1", 4, 17))).hasMessageContaining("network");
    }

    @Test
    void shouldRefuseANameThatNoInterfaceCanHave() {
        assertThatThrownBy(() -> guest("a-name-of-sixteen", "red", "compute1", 4, 17))
                .hasMessageContaining("15");
    }

    @Test
    void shouldSayWhichGuestIsMissing() {
        assertThatThrownBy(() -> of().guest("g9"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("g9");
    }

    @Test
    void shouldListTheScenariosAsJson() {
        final var list = new JsonMapper().readTree(Scenarios.json());

        assertThat(list.path("scenarios")
                        .valueStream()
                        .map(lab -> lab.path("name").asString()))
                .containsExactly("two-nodes", "flows", "one-node");
        assertThat(list.path("encaps").valueStream().map(encap -> encap.asString()))
                .containsExactly("udp", "gre", "vxlan");
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
