// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import net.vireo.agent.Samples;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.service.Ipv4Prefix;
import net.vireo.agent.service.Ipv6Prefix;
import net.vireo.agent.service.dhcp.ClasslessRoute;
import net.vireo.agent.service.dhcp.DhcpOption;
import net.vireo.packet.Ipv6Address;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundGuestTest {
    private static final int VM1 = 0x0a01_0004;
    private static final int VM2 = 0x0a01_0005;
    private static final int GATEWAY = 0x0a01_0001;
    private static final int NAME_SERVER = 0x0a01_0002;
    private static final int METADATA = 0xa9fe_a9fe;
    private static final Ipv6Address GATEWAY_6 = new Ipv6Address(0xfd00_0001_0000_0000L, 1);

    @TempDir
    private Path files;

    private Database database;

    @BeforeEach
    void write() throws IOException {
        database = new Database(files);
    }

    private BoundGuest guest(final String name) {
        final OperState state = database.state();
        return new BoundGuest(state, state.port(name).orElseThrow(), new Zones(state));
    }

    /** Another network with one port, {@code vm7}. */
    private BoundGuest inNetwork(final String network) throws IOException {
        database.with(network + """
                ---
                kind: Port
                apiVersion: vireo.net/v1
                uuid: 0aa1b2c3-0000-4000-8000-000000000007
                name: vm7
                network: other
                mac: 02:00:00:00:01:07
                addresses: 10.7.0.7
                device: tap-vm7
                """);
        return guest("vm7");
    }

    @Test
    void shouldGiveAddressesTheLengthOfTheirSubnets() {
        final BoundGuest vm1 = guest("vm1");

        assertThat(vm1.mac()).isEqualTo(0x0200_0000_0104L);
        assertThat(vm1.ipv4()).containsExactly(new Ipv4Prefix(VM1, 24));
        assertThat(vm1.ipv6()).containsExactly(new Ipv6Prefix(new Ipv6Address(0xfd00_0001_0000_0000L, 4), 64));
    }

    @Test
    void shouldGiveAnAddressOutsideOfAllSubnetsToItsHostOnly() throws IOException {
        final BoundGuest vm7 = inNetwork("{kind: VirtualNetwork, apiVersion: vireo.net/v1, name: other}\n");

        assertThat(vm7.ipv4()).containsExactly(new Ipv4Prefix(0x0a07_0007, 32));
        assertThat(vm7.gateway4()).isZero();
        assertThat(vm7.serviceAddress4()).isZero();
        assertThat(vm7.dhcpEnabled()).isFalse();
        assertThat(vm7.dnsServers4()).isEmpty();
        assertThat(vm7.gateway6()).isEmpty();
    }

    @Test
    void shouldTellWhatDhcpTells() {
        final BoundGuest vm1 = guest("vm1");

        assertThat(vm1.dhcpEnabled()).isTrue();
        assertThat(vm1.hostName()).isEqualTo("vm1");
        assertThat(vm1.domainName()).isEqualTo("red.example");
        assertThat(vm1.gateway4()).isEqualTo(GATEWAY);
        assertThat(vm1.dnsServers4()).containsExactly(NAME_SERVER);
        assertThat(vm1.dnsServers6()).as("no name server there: the gateway").containsExactly(GATEWAY_6);
        assertThat(vm1.dhcpOptions()).containsExactly(DhcpOption.ofText("interface-mtu", "1400"));
    }

    @Test
    void shouldLeaveRoomForTheTunnelInTheMtu() throws IOException {
        assertThat(guest("vm1").mtuBytes()).isEqualTo(1450);

        database.replacing("20-networks.yaml", Samples.NETWORKS.replace("vni: 5001", "vni: 5001\nmtu: 1300"));
        assertThat(guest("vm1").mtuBytes()).isEqualTo(1300);
    }

    @Test
    void shouldTellTheTenantsNameServersOfEachFamily() throws IOException {
        database.replacing(
                "20-networks.yaml",
                Samples.NETWORKS.replace("{mode: default,", "{mode: tenant, servers: [10.1.0.53, 'fd00:1::53'],"));
        final BoundGuest vm1 = guest("vm1");

        assertThat(vm1.dnsServers4()).containsExactly(0x0a01_0035);
        assertThat(vm1.dnsServers6()).containsExactly(new Ipv6Address(0xfd00_0001_0000_0000L, 0x53));
    }

    @Test
    void shouldTellNoNameServerWhereNobodyAnswers() throws IOException {
        database.replacing("20-networks.yaml", Samples.NETWORKS.replace("{mode: default,", "{mode: none,"));

        assertThat(guest("vm1").dnsServers4()).isEmpty();
        assertThat(guest("vm1").dnsServers6()).isEmpty();
    }

    @Test
    void shouldTellTheWaysOfItsSubnetThatItsFamilyCanSay() throws IOException {
        database.replacing("20-networks.yaml", Samples.NETWORKS.replace("dns-server: 10.1.0.2}", """
                dns-server: 10.1.0.2, routes: [{prefix: 10.9.0.0/16, via: 10.1.0.9}, {prefix: 'fd09::/16', via: 'fd00:1::9'}]}"""));

        assertThat(guest("vm1").hostRoutes())
                .containsExactly(new ClasslessRoute(new Ipv4Prefix(0x0a09_0000, 16), 0x0a01_0009));
    }

    @Test
    void shouldKnowWhichAddressesTheNodeAnswers() {
        final BoundGuest vm1 = guest("vm1");

        assertThat(vm1.isServiceAddress(GATEWAY)).isTrue();
        assertThat(vm1.isServiceAddress(NAME_SERVER)).isTrue();
        assertThat(vm1.isServiceAddress(METADATA)).isTrue();
        assertThat(vm1.isServiceAddress(0xa9fe_a97b))
                .as("the link-local service 169.254.169.123")
                .isTrue();
        assertThat(vm1.isServiceAddress(VM2)).isFalse();
        assertThat(vm1.isServiceAddress(0xcb00_7101)).as("another network's").isFalse();
        assertThat(vm1.isServiceAddress(GATEWAY_6)).isTrue();
        assertThat(vm1.isServiceAddress(new Ipv6Address(0xfd00_0001_0000_0000L, 4)))
                .isFalse();
    }

    @Test
    void shouldSpeakForAGuestHereByItsOwnMacWhileItIsActive() {
        assertThat(guest("vm1").proxyMac(VM2)).as("not plugged yet").isEmpty();

        database.plug(true);
        assertThat(guest("vm1").proxyMac(VM2)).hasValue(0x0200_0000_0105L);

        database.plug(false);
        assertThat(guest("vm1").proxyMac(VM2)).isEmpty();
    }

    @Test
    void shouldSpeakForNobodyUnknownInABridgedSubnetAndForTheRestOfTheWorld() {
        assertThat(guest("vm1").proxyMac(0x0a01_0063)).isEmpty();
        assertThat(guest("vm1").proxyMac(0x0808_0808)).hasValue(Vif.ROUTER_MAC);
        assertThat(guest("vm1").proxyMac(new Ipv6Address(0xfd00_0001_0000_0000L, 0x63)))
                .isEmpty();
    }

    @Test
    void shouldSpeakForEverybodyWhereFramesAreOnlyRouted() throws IOException {
        final BoundGuest vm7 = inNetwork("""
                kind: VirtualNetwork
                apiVersion: vireo.net/v1
                name: other
                mode: l3
                subnets: [{prefix: 10.7.0.0/24, gateway: 10.7.0.1, dhcp: false}]
                """);

        assertThat(vm7.proxyMac(0x0a07_0063)).hasValue(Vif.ROUTER_MAC);
        assertThat(vm7.dhcpEnabled()).isFalse();
        assertThat(vm7.dhcp6Enabled()).isFalse();
        assertThat(vm7.managedAddresses()).isFalse();
    }

    @Test
    void shouldNotTakeTheGuestsOfAnotherNetworkForItsOwn() throws IOException {
        final BoundGuest vm7 = inNetwork("""
                kind: VirtualNetwork
                apiVersion: vireo.net/v1
                name: other
                subnets: [{prefix: 10.1.0.0/16, gateway: 10.1.0.1}]
                """);

        assertThat(vm7.proxyMac(VM1)).isEmpty();
        assertThat(vm7.ipv4()).as("10.7.0.7 is in no subnet").containsExactly(new Ipv4Prefix(0x0a07_0007, 32));
    }

    @Test
    void shouldAdvertiseTheGatewayOfTheSecondFamily() {
        assertThat(guest("vm1").gateway6()).contains(GATEWAY_6);
        assertThat(guest("vm1").managedAddresses()).isTrue();
        assertThat(guest("vm1").autonomousAddresses()).isFalse();
    }
}
