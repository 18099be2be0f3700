// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import net.vireo.agent.Samples;
import net.vireo.agent.flow.FloatingIp;
import net.vireo.agent.flow.FlowRoute;
import net.vireo.agent.flow.FlowVif;
import net.vireo.agent.host.Doors;
import net.vireo.agent.oper.OperPort;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.policy.IpAddress;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeViewTest {
    @TempDir
    private Path files;

    private Database database;
    private OperState state;

    @BeforeEach
    void write() throws IOException {
        database = new Database(files);
    }

    private NodeView view() {
        state = database.state();
        return new NodeView(state, new Policies(state.config()), Doors.NONE);
    }

    private int vrf(final String network) {
        return state.network(network).orElseThrow().vrf();
    }

    private OperPort port(final String name) {
        return state.port(name).orElseThrow();
    }

    private FlowRoute route(final NodeView view, final String network, final String address) {
        return view.route(vrf(network), IpAddress.of(address));
    }

    @Test
    void shouldShowAnActivePortAsAGuestsInterface() {
        final NodeView view = view();

        final FlowVif vm1 = view.vif(port("vm1").vif());
        assertThat(vm1.kind()).isEqualTo(FlowVif.Kind.GUEST);
        assertThat(vm1.keyNexthop()).isEqualTo(port("vm1").nexthop());
        assertThat(vm1.network()).isEqualTo("red");
        assertThat(vm1.vrf()).isEqualTo(vrf("red"));
        assertThat(vm1.owner()).isEqualTo(Samples.VM1);
        assertThat(vm1.policy()).isTrue();
        assertThat(vm1.rpf()).isTrue();
        assertThat(vm1.securityGroups()).hasSize(1);
        assertThat(vm1.services())
                .containsExactlyInAnyOrder(
                        IpAddress.of("10.1.0.1"), IpAddress.of("10.1.0.2"), IpAddress.of("fd00:1::1"));
    }

    /** Else sessions of both would have one name, and the answers of one go to the other. */
    @Test
    void shouldGiveAFloatingAddressToThePortThatWasThereFirst() throws IOException {
        database.plug(true)
                .with("{kind: FloatingIp, apiVersion: vireo.net/v1, name: again, address: 203.0.113.7, network:"
                        + " public, port: vm2}");
        final NodeView view = view();

        assertThat(view.vif(port("vm1").vif()).floatingIps()).hasSize(1);
        assertThat(view.vif(port("vm2").vif()).floatingIps()).isEmpty();
        assertThat(route(view, "public", "203.0.113.7").vif())
                .isEqualTo(port("vm1").vif());
        assertThat(state.problems())
                .contains("FloatingIp again: address 203.0.113.7 in network public is FloatingIp vm1-outside's:"
                        + " it is left out");
    }

    @Test
    void shouldShowAPortOnlyWhileItIsActive() {
        assertThat(view().vif(3)).isNotNull();
        assertThat(port("vm2").isActive()).isFalse();
        assertThat(view().vif(4)).isNull();

        database.plug(true);
        final NodeView plugged = view();
        assertThat(plugged.vif(port("vm2").vif())).isNotNull();
        assertThat(route(plugged, "red", "10.1.0.5").vif())
                .isEqualTo(port("vm2").vif());

        database.plug(false);
        final NodeView disabled = view();
        assertThat(port("vm2").vif()).isEqualTo(-1);
        assertThat(route(disabled, "red", "10.1.0.5").vif()).isEqualTo(FlowRoute.NONE);
    }

    @Test
    void shouldKnowTheNodesOwnInterfaces() {
        final NodeView view = view();

        assertThat(view.vif(Vif.FABRIC_INDEX).kind()).isEqualTo(FlowVif.Kind.FABRIC);
        assertThat(view.vif(Vif.HOST_INDEX).kind()).isEqualTo(FlowVif.Kind.HOST);
        assertThat(view.vif(Vif.AGENT_INDEX)).isNull();
        assertThat(view.vif(99)).isNull();
    }

    @Test
    void shouldTakeTheLongestPrefix() throws IOException {
        database.with("""
            {kind: Route, apiVersion: vireo.net/v1, network: red, prefix: 10.9.0.0/16, via: compute2, label: 40}
            ---
            {kind: Route, apiVersion: vireo.net/v1, network: red, prefix: 10.9.8.0/24, via: discard}
            ---
            {kind: Route, apiVersion: vireo.net/v1, network: red, prefix: 10.9.8.7/32, via: compute2, label: 41}
            """);
        final NodeView view = view();

        assertThat(route(view, "red", "10.9.8.7").prefix()).hasToString("10.9.8.7/32");
        assertThat(route(view, "red", "10.9.8.7").kind()).isEqualTo(FlowRoute.Kind.REMOTE);
        assertThat(route(view, "red", "10.9.8.6").prefix()).hasToString("10.9.8.0/24");
        assertThat(route(view, "red", "10.9.8.6").kind()).isNotEqualTo(FlowRoute.Kind.REMOTE);
        assertThat(route(view, "red", "10.9.7.1").prefix()).hasToString("10.9.0.0/16");
        assertThat(route(view, "red", "11.0.0.1")).isNull();
        assertThat(route(view, "public", "10.9.8.7")).isNull();
        assertThat(view.route(77, IpAddress.of("10.9.8.7"))).isNull();
    }

    @Test
    void shouldKeepTheFamiliesApart() throws IOException {
        database.with(
                "{kind: Route, apiVersion: vireo.net/v1, network: red, prefix: 0.0.0.0/0, via: compute2, label: 40}\n");
        final NodeView view = view();

        assertThat(route(view, "red", "fd00:1::4").vif()).isEqualTo(port("vm1").vif());
        assertThat(route(view, "red", "8.8.8.8").kind()).isEqualTo(FlowRoute.Kind.REMOTE);
        assertThat(route(view, "red", "2001:db8::1")).isNull();
    }

    @Test
    void shouldLeadToGuestsHereToOtherNodesAndToItself() {
        final NodeView view = view();

        final FlowRoute here = route(view, "red", "10.1.0.4");
        assertThat(here.kind()).isEqualTo(FlowRoute.Kind.LOCAL);
        assertThat(here.vif()).isEqualTo(port("vm1").vif());
        assertThat(here.networks()).containsExactly("red");
        assertThat(here.securityGroups()).isEqualTo(view.vif(port("vm1").vif()).securityGroups());
        assertThat(route(view, "red", "10.1.0.9").kind()).isEqualTo(FlowRoute.Kind.REMOTE);
        assertThat(route(view, "red", "10.1.0.1").kind()).isEqualTo(FlowRoute.Kind.NODE);
    }

    @Test
    void shouldListTheWaysOfAnAddressThatHasSeveral() throws IOException {
        database.with("""
            kind: Peer
            apiVersion: vireo.net/v1
            name: compute3
            address: 192.0.2.3
            ---
            kind: Route
            apiVersion: vireo.net/v1
            network: red
            prefix: 10.8.0.0/16
            paths:
              - {via: compute2, label: 50}
              - {via: compute3, label: 51}
            """);
        final FlowRoute route = route(view(), "red", "10.8.1.1");

        assertThat(route.kind()).isEqualTo(FlowRoute.Kind.ECMP);
        assertThat(route.members())
                .hasSize(2)
                .allSatisfy(member -> assertThat(member.vif()).isEqualTo(FlowRoute.NONE));
    }

    @Test
    void shouldTakeANexthopForTheGuestBehindIt() {
        final NodeView view = view();
        final OperPort vm1 = port("vm1");

        assertThat(view.vifOfKey(vm1.nexthop()).id()).isEqualTo(vm1.vif());
        assertThat(view.vifOfKey(state.wanted().labels().get(vm1.bridgeLabel()).nexthop())
                        .id())
                .isEqualTo(vm1.vif());
        assertThat(view.vifOfKey(0)).isNull();
        assertThat(view.vifOfKey(route(view, "red", "10.1.0.1").nexthop()))
                .as("the agent is no guest")
                .isNull();
        assertThat(view.vifOfKey(12_345)).isNull();
    }

    @Test
    void shouldGiveAPortItsFloatingAddresses() {
        final NodeView view = view();

        assertThat(view.vif(port("vm1").vif()).floatingIps())
                .containsExactly(
                        FloatingIp.of(IpAddress.of("203.0.113.7"), IpAddress.of("10.1.0.4"), vrf("public"), "public"));
        assertThat(route(view, "public", "203.0.113.7").vif())
                .isEqualTo(port("vm1").vif());
    }

    @Test
    void shouldLeaveOutFloatingAddressesThatLeadNowhere() throws IOException {
        database.with("""
            {kind: FloatingIp, apiVersion: vireo.net/v1, name: a, address: 203.0.113.8, network: nowhere, port: vm1}
            ---
            {kind: FloatingIp, apiVersion: vireo.net/v1, name: b, address: 203.0.113.9, network: public, port: nobody}
            ---
            {kind: FloatingIp, apiVersion: vireo.net/v1, name: c, address: '2001:db8::7', network: public, port: vm2}
            """);
        database.plug(true);
        final NodeView view = view();

        assertThat(view.vif(port("vm1").vif()).floatingIps()).hasSize(1);
        assertThat(view.vif(port("vm2").vif()).floatingIps())
                .as("it has no address of that family")
                .isEmpty();
    }

    @Test
    void shouldNotRouteForABridgedNetwork() throws IOException {
        database.with("""
            {kind: VirtualNetwork, apiVersion: vireo.net/v1, name: wire, mode: l2}
            ---
            kind: Port
            apiVersion: vireo.net/v1
            uuid: 0aa1b2c3-0000-4000-8000-000000000007
            name: vm7
            network: wire
            mac: 02:00:00:00:01:07
            addresses: 10.7.0.7
            device: tap-vm7
            policy: false
            """);
        final NodeView view = view();

        final FlowVif vm7 = view.vif(port("vm7").vif());
        assertThat(vm7.ipv4()).isFalse();
        assertThat(vm7.ipv6()).isFalse();
        assertThat(vm7.policy()).isFalse();
        assertThat(route(view, "wire", "10.7.0.7")).isNull();
    }
}
