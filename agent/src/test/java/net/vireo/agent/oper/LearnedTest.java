// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.oper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.vireo.agent.Samples;
import net.vireo.agent.config.ConfigDirectory;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.tables.MacItem;
import net.vireo.cli.tables.NexthopItem;
import net.vireo.cli.tables.NodeState;
import net.vireo.cli.text.Mac;
import net.vireo.vrouter.table.BridgeKey;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What services find out becomes tables. */
class LearnedTest {
    private static final long GROUP_MAC = 0x01005e010203L;
    private static final String MORE = """
        kind: VirtualNetwork
        apiVersion: vireo.net/v1
        name: green
        multicast: snooping
        vni: 5007
        subnets:
          - {prefix: 10.7.0.0/24, gateway: 10.7.0.1}
        ---
        kind: Port
        apiVersion: vireo.net/v1
        uuid: 0aa1b2c3-0000-4000-8000-000000000071
        name: green1
        network: green
        mac: 02:00:00:00:07:04
        addresses: [10.7.0.4]
        device: tap-green1
        health-checks: [web]
        ---
        kind: Port
        apiVersion: vireo.net/v1
        uuid: 0aa1b2c3-0000-4000-8000-000000000072
        name: green2
        network: green
        mac: 02:00:00:00:07:05
        addresses: [10.7.0.5]
        device: tap-green2
        ---
        kind: Route
        apiVersion: vireo.net/v1
        network: green
        prefix: 10.7.0.100/32
        paths: [{via: green1}, {via: green2}]
        ---
        kind: FloatingIp
        apiVersion: vireo.net/v1
        name: green1-outside
        address: 203.0.113.77
        network: public
        port: green1
        ---
        kind: ServiceHealthCheck
        apiVersion: vireo.net/v1
        name: web
        monitor: http
        """;

    @TempDir
    private Path files;

    @BeforeEach
    void write() throws IOException {
        Samples.write(files);
        Files.writeString(files.resolve("70-more.yaml"), MORE);
    }

    private OperState build(final Learned learned) {
        final ConfigDirectory directory = new ConfigDirectory(files);
        final OperState state =
                OperBuilder.build(directory.current(), Map.of(), learned, new NodeNames(""), new NodeState());
        assertThat(directory.problems()).isEmpty();
        return state;
    }

    private static Learned ill(final String port) {
        return Learned.NOTHING.withIll(new TreeMap<>(Map.of(port, "it does not answer")));
    }

    private static Learned listeners(final List<String> ports) {
        final SortedMap<Long, List<String>> groups = new TreeMap<>();
        if (!ports.isEmpty()) {
            groups.put(GROUP_MAC, ports);
        }
        return Learned.NOTHING.withListeners(new TreeMap<>(Map.of("green", groups)));
    }

    private static boolean hasRoute(final OperState state, final String network, final String prefix) {
        final int vrf = state.network(network).orElseThrow().vrf();
        return state.wanted().routes().containsKey(new NodeNames.RouteKey(vrf, prefix));
    }

    private static NexthopItem mac(final OperState state, final long mac) {
        final MacItem item = state.wanted()
                .macs()
                .get(new NodeNames.RouteKey(state.network("green").orElseThrow().vrf(), Mac.text(mac)));
        return item == null ? null : state.wanted().nexthops().get(item.nexthop());
    }

    @Test
    void shouldLeadNoRouteToAPortThatIsIll() {
        final OperState well = build(Learned.NOTHING);
        assertThat(hasRoute(well, "green", "10.7.0.4/32")).isTrue();
        assertThat(hasRoute(well, "public", "203.0.113.77/32")).isTrue();

        final OperState ill = build(ill("green1"));
        assertThat(hasRoute(ill, "green", "10.7.0.4/32")).isFalse();
        assertThat(hasRoute(ill, "public", "203.0.113.77/32")).isFalse();
        assertThat(hasRoute(ill, "green", "10.7.0.5/32")).isTrue();
        final int vrf = ill.network("green").orElseThrow().vrf();
        assertThat(ill.wanted()
                        .routes()
                        .get(new NodeNames.RouteKey(vrf, "10.7.0.100/32"))
                        .nexthop())
                .as("of two ways the other is left")
                .isEqualTo(ill.port("green2").orElseThrow().nexthop());
        assertThat(ill.port("green1").orElseThrow())
                .isEqualTo(well.port("green1").orElseThrow());
        assertThat(ill.port("green1").orElseThrow().isActive()).isTrue();
        assertThat(ill.wanted().macs().keySet())
                .as("frames go on")
                .isEqualTo(well.wanted().macs().keySet());
        assertThat(ill.wanted().labels()).isEqualTo(well.wanted().labels());
    }

    @Test
    void shouldKeepAWayForTheHostsChecksHoweverAGuestIs() {
        for (final Learned learned : List.of(Learned.NOTHING, ill("green1"))) {
            final OperState state = build(learned);
            final int vrf = state.checkVrf("green").orElseThrow();
            assertThat(vrf).isNotEqualTo(state.network("green").orElseThrow().vrf());
            assertThat(state.wanted()
                            .routes()
                            .get(new NodeNames.RouteKey(vrf, "10.7.0.4/32"))
                            .nexthop())
                    .isEqualTo(state.port("green1").orElseThrow().nexthop());
            assertThat(state.checkVrf("red")).isEmpty();
        }
    }

    @Test
    void shouldFloodGroupsWhileItIsNotKnownWhoListens() {
        final OperState state = build(Learned.NOTHING);
        assertThat(state.wanted()
                                .vifs()
                                .get(state.port("green1").orElseThrow().vif())
                                .flags()
                        & Vif.FLAG_IGMP)
                .as("guests are asked")
                .isNotZero();
        assertThat(state.wanted()
                                .vifs()
                                .get(state.port("vm1").orElseThrow().vif())
                                .flags()
                        & Vif.FLAG_IGMP)
                .isZero();
        assertThat(mac(state, BridgeKey.OTHER_GROUPS_4)).isNull();
    }

    @Test
    void shouldGiveAGroupToItsListeners() {
        final OperState state = build(listeners(List.of("green2", "gone", "vm1")));
        final NexthopItem group = mac(state, GROUP_MAC);
        assertThat(group.members()).hasSize(1);
        final NexthopItem members =
                state.wanted().nexthops().get(group.members().getFirst());
        assertThat(members.members()).as("who is here, and of the network").hasSize(1);
        assertThat(state.wanted().nexthops().get(members.members().getFirst()).vif())
                .isEqualTo(state.port("green2").orElseThrow().vif());
        assertThat(mac(state, BridgeKey.OTHER_GROUPS_4).members()).isEmpty();
        assertThat(mac(state, BridgeKey.OTHER_GROUPS_6).members()).isEmpty();

        assertThat(mac(build(listeners(List.of())), GROUP_MAC)).isNull();
    }

    @Test
    void shouldSayWhatCannotBeChecked() throws IOException {
        Files.writeString(files.resolve("80-wrong.yaml"), """
            kind: VirtualNetwork
            apiVersion: vireo.net/v1
            name: frames
            mode: l2
            vni: 5008
            health-checks: [wen]
            ---
            kind: Port
            apiVersion: vireo.net/v1
            uuid: 0aa1b2c3-0000-4000-8000-000000000081
            name: frames1
            network: frames
            mac: 02:00:00:00:08:04
            addresses: [10.8.0.4]
            device: tap-frames1
            health-checks: web
            """);
        assertThat(build(Learned.NOTHING).problems())
                .contains(
                        "VirtualNetwork frames: health check wen is not configured, did you mean 'web'? it is left out",
                        "Port frames1: health check web needs a network of mode l3 or l2_l3: it is left out");
    }
}
