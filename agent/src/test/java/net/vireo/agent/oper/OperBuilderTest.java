// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.oper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import net.vireo.agent.Samples;
import net.vireo.agent.config.ConfigDirectory;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.tables.NodeState;
import net.vireo.cli.tables.RouteItem;
import net.vireo.cli.text.IpPrefix;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperBuilderTest {
    @TempDir
    private Path files;

    private final Map<UUID, PluggedPort> plugged = new HashMap<>();

    @BeforeEach
    void write() throws IOException {
        Samples.write(files);
    }

    private OperState build() {
        return build(new NodeNames(""));
    }

    private OperState build(final NodeNames names) {
        return OperBuilder.build(new ConfigDirectory(files).current(), plugged, names, new NodeState());
    }

    private void plug(final String device, final boolean enabled) {
        final UUID uuid = UUID.fromString(Samples.VM2);
        plugged.put(uuid, new PluggedPort(uuid, device, Optional.empty(), enabled));
    }

    private static RouteItem route(final OperState state, final String network, final String prefix) {
        final int vrf = state.network(network).orElseThrow().vrf();
        return state.wanted().routes().get(new NodeNames.RouteKey(vrf, prefix));
    }

    @Test
    void shouldGiveAPortItsVifItsLabelsAndItsRoutes() {
        final OperState state = build();

        final OperPort vm1 = state.port("vm1").orElseThrow();
        assertThat(vm1.isActive()).isTrue();
        assertThat(state.portAt(vm1.vif())).contains(vm1);
        final int flags = state.wanted().vifs().get(vm1.vif()).flags();
        assertThat(flags & (Vif.FLAG_POLICY | Vif.FLAG_DHCP | Vif.FLAG_L2 | Vif.FLAG_L3))
                .isEqualTo(Vif.FLAG_POLICY | Vif.FLAG_DHCP | Vif.FLAG_L2 | Vif.FLAG_L3);
        assertThat(state.wanted().labels().get(vm1.label()).nexthop()).isEqualTo(vm1.nexthop());
        assertThat(vm1.bridgeLabel()).isNotEqualTo(vm1.label()).isGreaterThanOrEqualTo(16);
        assertThat(route(state, "red", "10.1.0.4/32").nexthop()).isEqualTo(vm1.nexthop());
        assertThat(route(state, "red", "fd00:1::4/128").label()).isEqualTo(vm1.label());
    }

    @Test
    void shouldLeadWhatTheAgentAnswersToTheAgent() {
        final OperState state = build();

        final int agent = route(state, "red", "10.1.0.1/32").nexthop();
        assertThat(state.wanted().nexthops().get(agent).vif()).isEqualTo(Vif.AGENT_INDEX);
        for (final String address :
                new String[] {"10.1.0.2/32", "fd00:1::1/128", "169.254.169.254/32", "169.254.169.123/32"}) {
            assertThat(route(state, "red", address).nexthop()).as(address).isEqualTo(agent);
        }
    }

    @Test
    void shouldLeadAFloatingAddressToItsPort() {
        final OperState state = build();

        assertThat(route(state, "public", "203.0.113.7/32").nexthop())
                .isEqualTo(state.port("vm1").orElseThrow().nexthop());
    }

    @Test
    void shouldGiveAPortNoLabelThatANetworkHas() throws IOException {
        Files.writeString(
                files.resolve("20-networks.yaml"),
                Samples.NETWORKS.replace("vni: 5001\n", "vni: 5001\nbroadcast-label: 16\n"));

        final OperPort vm1 = build().port("vm1").orElseThrow();
        assertThat(vm1.label()).isGreaterThan(16).isNotEqualTo(vm1.bridgeLabel());
        assertThat(vm1.bridgeLabel()).isGreaterThan(16);

        Files.writeString(
                files.resolve("30-ports.yaml"), Samples.PORTS.replace("device: tap-vm1", "device: tap-vm1\nlabel: 16"));
        assertThat(build().port("vm1").orElseThrow().reason()).isEqualTo("label 16 is network red's");
    }

    /** As when a guest has moved here and a file still says where it was (sheet control-plane 4.2). */
    @Test
    void shouldPreferAGuestHereToWhatIsSaidOfItsAddressElsewhere() throws IOException {
        final String stale = """
            kind: Route
            apiVersion: vireo.net/v1
            network: red
            prefix: 10.1.0.4/32
            via: compute2
            label: 30
            ---
            kind: MacRoute
            apiVersion: vireo.net/v1
            network: red
            mac: 02:00:00:00:01:04
            via: compute2
            label: 31
            """;
        Files.writeString(files.resolve("60-more.yaml"), stale);

        final OperState state = build();

        final OperPort vm1 = state.port("vm1").orElseThrow();
        assertThat(route(state, "red", "10.1.0.4/32").nexthop()).isEqualTo(vm1.nexthop());
        final NodeNames.RouteKey frames = new NodeNames.RouteKey(vm1.vrf(), "02:00:00:00:01:04");
        final NodeState wanted = state.wanted();
        assertThat(wanted.nexthops().get(wanted.macs().get(frames).nexthop()).vif())
                .isEqualTo(vm1.vif());
        assertThat(state.problems())
                .anySatisfy(problem -> assertThat(problem).contains("Route 10.1.0.4/32 in red", "vm1"))
                .anySatisfy(problem -> assertThat(problem).contains("MacRoute", "vm1"));

        Files.writeString(files.resolve("30-ports.yaml"), Samples.PORTS.replace("device: tap-vm1\n", ""));
        assertThat(route(build(), "red", "10.1.0.4/32").label()).isEqualTo(30);
    }

    /** Else packets of the one would come out in the other. */
    @Test
    void shouldLeaveANumberToTheNetworkThatWasThereFirst() throws IOException {
        Files.writeString(
                files.resolve("20-networks.yaml"),
                Samples.NETWORKS.replace("vni: 5001\n", "vni: 5001\nbroadcast-label: 16\n")
                        + "---\n"
                        + "{kind: VirtualNetwork, apiVersion: vireo.net/v1, name: blue, vni: 5001, broadcast-label:"
                        + " 16}\n");

        final OperState state = build();

        assertThat(state.problems())
                .anySatisfy(problem -> assertThat(problem).contains("VirtualNetwork blue", "vni 5001", "red"))
                .anySatisfy(problem -> assertThat(problem).contains("VirtualNetwork blue", "label 16", "red"));
        final int red = state.network("red").orElseThrow().vrf();
        assertThat(state.wanted()
                        .nexthops()
                        .get(state.wanted().vnis().get(5001).nexthop())
                        .vrf())
                .isEqualTo(red);
        assertThat(state.wanted()
                        .nexthops()
                        .get(state.wanted().labels().get(16).nexthop())
                        .vrf())
                .isEqualTo(red);
    }

    @Test
    void shouldSayWhyAPortIsNotActive() throws IOException {
        assertThat(build().port("vm2").orElseThrow().reason()).contains("nobody has added it by the port API");

        plug("tap-vm1", true);
        assertThat(build().port("vm2").orElseThrow().reason()).isEqualTo("device tap-vm1 is port vm1's");

        plug("tap-vm2", false);
        assertThat(build().port("vm2").orElseThrow().reason()).isEqualTo("disabled by the port API");

        plug("tap-vm2", true);
        assertThat(build().port("vm2").orElseThrow().isActive()).isTrue();

        Files.delete(files.resolve("20-networks.yaml"));
        assertThat(build().port("vm2").orElseThrow().reason()).isEqualTo("network red is not configured");
    }

    @Test
    void shouldKeepEveryIdWhenSomethingComesBeforeIt() throws IOException {
        final OperState before = build();
        Files.writeString(files.resolve("15-first.yaml"), """
            kind: VirtualNetwork
            apiVersion: vireo.net/v1
            name: aaa
            ---
            kind: Port
            apiVersion: vireo.net/v1
            uuid: 0aa1b2c3-0000-4000-8000-000000000009
            name: first
            network: aaa
            mac: 02:00:00:00:09:04
            addresses: [10.9.0.4]
            device: tap-first
            """);

        final OperState after = build(before.names());

        assertThat(after.port("vm1")).isEqualTo(before.port("vm1"));
        assertThat(after.network("red")).isEqualTo(before.network("red"));
        assertThat(after.port("first").orElseThrow().isActive()).isTrue();
        assertThat(after.port("first").orElseThrow().label())
                .isNotIn(before.port("vm1").orElseThrow().label());
    }

    @Test
    void shouldGiveWayToALabelThatSomebodyChose() throws IOException {
        final int given = build().port("vm1").orElseThrow().label();
        Files.writeString(
                files.resolve("30-ports.yaml"),
                Samples.PORTS.replace("addresses: 10.1.0.5", "addresses: 10.1.0.5\nlabel: " + given));
        plug("tap-vm2", true);

        final OperState state = build();

        assertThat(state.port("vm2").orElseThrow().label()).isEqualTo(given);
        assertThat(state.port("vm1").orElseThrow().label()).isNotEqualTo(given);
    }

    @Test
    void shouldNameWhatCannotBeDoneAndDoTheRest() throws IOException {
        Files.writeString(
                files.resolve("40-remote.yaml"),
                Samples.REMOTE.replace("via: compute2\nlabel: 30", "via: compute3\nlabel: 30"));

        final OperState state = build();

        assertThat(state.problems())
                .containsExactly(
                        "Route 10.1.0.9/32 in red: compute3 is no peer and no active port, did you mean 'compute2'?");
        assertThat(route(state, "red", "10.1.0.9/32")).isNull();
        assertThat(route(state, "public", "203.0.113.7/32")).isNotNull();
    }

    @Test
    void shouldNameWhatNobodyConfigured() throws IOException {
        Files.writeString(
                files.resolve("30-ports.yaml"), Samples.PORTS.replace("security-groups: web", "security-groups: wbe"));
        Files.writeString(
                files.resolve("20-networks.yaml"),
                Samples.NETWORKS.replace("name: red\n", "name: red\npolicies: red-to-publik\n"));
        Files.writeString(
                files.resolve("50-policies.yaml"),
                Samples.POLICIES.replace("remote: {group: web}", "remote: {group: elsewhere}"));
        Files.writeString(
                files.resolve("60-floating.yaml"),
                "{kind: FloatingIp, apiVersion: vireo.net/v1, name: out, address: 203.0.113.8, network: public, port:"
                        + " vm1, fixed-address: 'fd00:1::4'}\n");
        Files.writeString(files.resolve("70-groups.yaml"), """
            {kind: SecurityGroup, apiVersion: vireo.net/v1, name: a, id: 7}
            ---
            {kind: SecurityGroup, apiVersion: vireo.net/v1, name: b, id: 7}
            """);

        final OperState state = build();

        assertThat(state.problems())
                .containsExactlyInAnyOrder(
                        "Port vm1: security group wbe is not configured, did you mean 'web'? it allows nothing to the"
                                + " port",
                        "VirtualNetwork red: policy red-to-publik is not configured, did you mean 'red-to-public'?"
                                + " it is left out",
                        "SecurityGroup web: security group elsewhere is not configured: its rule matches nobody",
                        "SecurityGroup b: id 7 is SecurityGroup a's: it has a number of its own here",
                        "FloatingIp out: fixed-address fd00:1::4 is of another family than 203.0.113.8:"
                                + " nothing is translated");
        assertThat(state.port("vm1").orElseThrow().isActive()).isTrue();
    }

    @Test
    void shouldBeTheSameForTheSameInput() {
        final OperState state = build();
        final OperState again = build(state.names());

        assertThat(again.names()).isEqualTo(state.names());
        assertThat(again.wanted().routes()).isEqualTo(state.wanted().routes());
        assertThat(again.networkOf(state.network("red").orElseThrow().vrf())
                        .orElseThrow()
                        .config()
                        .subnetOf(IpPrefix.host(0x0a01_0004)))
                .isPresent();
    }
}
