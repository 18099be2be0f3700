// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeYamlTest {
    private static String yaml(final Encap encap) {
        final Topology lab = Scenarios.TWO_NODES.with(encap);
        return NodeYaml.of(lab, lab.node("compute1"));
    }

    @Test
    void shouldDescribeANodeWithItsGuestsAndTheWaysToTheOthers() {
        assertThat(yaml(Encap.GRE)).isEqualTo("""
                        kind: Node
                        apiVersion: vireo.net/v1
                        node:
                          name: compute1
                          address: 192.0.2.1
                          encap: gre
                          fabric: {device: fabric0, mac: "02:00:00:00:01:01", mtu: 1500}
                        networks:
                          - {name: red, vrf: 1}
                          - {name: blue, vrf: 2}
                          - {name: green, vrf: 3, mode: l2_l3, prefixes: [120.0.0.0/24, "fd00:120::/64"], broadcast-label: 60}
                        peers:
                          - {name: compute2, address: 192.0.2.2}
                        interfaces:
                          - {name: g2-vm0, device: g2-vm0, network: red, address: 120.0.0.4, address6: "fd00:120::4", mac: "02:00:78:00:10:04", label: 17}
                          - {name: g2-vm2, device: g2-vm2, network: red, address: 120.0.0.5, address6: "fd00:120::5", mac: "02:00:78:00:10:05", label: 18}
                          - {name: b2-vm0, device: b2-vm0, network: blue, address: 120.0.0.4, address6: "fd00:120::4", mac: "02:00:78:00:20:04", label: 33}
                          - {name: g3-vm0, device: g3-vm0, network: green, address: 120.0.0.4, address6: "fd00:120::4", mac: "02:00:78:00:30:04", label: 49, bridge-label: 50}
                          - {name: g3-vm2, device: g3-vm2, network: green, address: 120.0.0.6, address6: "fd00:120::6", mac: "02:00:78:00:30:06", label: 53, bridge-label: 54}
                        routes:
                          - {network: red, prefix: "120.0.0.3/32", via: compute2, label: 19}
                          - {network: red, prefix: "fd00:120::3/128", via: compute2, label: 19}
                          - {network: blue, prefix: "120.0.0.3/32", via: compute2, label: 34}
                          - {network: blue, prefix: "fd00:120::3/128", via: compute2, label: 34}
                          - {network: blue, prefix: "120.0.0.9/32", via: compute2, label: 35}
                          - {network: blue, prefix: "fd00:120::9/128", via: compute2, label: 35}
                          - {network: green, prefix: "120.0.0.3/32", via: compute2, label: 51, mac: "02:00:78:00:30:03"}
                          - {network: green, prefix: "fd00:120::3/128", via: compute2, label: 51, mac: "02:00:78:00:30:03"}
                        macs:
                          - {network: green, mac: "02:00:78:00:30:03", via: compute2, label: 52}
                        broadcast:
                          - {network: green, via: compute2, label: 61}
                        """);
        assertThat(yaml(Encap.UDP)).isEqualTo(yaml(Encap.GRE).replace("encap: gre", "encap: udp"));
    }

    @Test
    void shouldNameNetworksNotGuestsWhereATunnelCarriesAVni() {
        assertThat(yaml(Encap.VXLAN))
                .contains("encap: vxlan", "{name: red, vrf: 1, vni: 5001}", "\"fd00:120::/64\"], vni: 5003}")
                .contains("{network: green, mac: \"02:00:78:00:30:03\", via: compute2}")
                .doesNotContain("label");
    }

    @Test
    void shouldGiveEachGuestAPolicyInTheLabOfFlows() {
        final String flows = NodeYaml.of(Scenarios.FLOWS, Scenarios.FLOWS.node("compute1"));

        assertThat(flows).contains("label: 17, policy: true}", "bridge-label: 50, policy: true}");
        assertThat(flows.replace(", policy: true", "")).isEqualTo(yaml(Encap.UDP));
    }

    @Test
    void shouldWriteAddressesAsText() {
        assertThat(Addresses.ipv4(0xffffffff)).isEqualTo("255.255.255.255");
        assertThat(Addresses.ipv4(0x0a000001)).isEqualTo("10.0.0.1");
        assertThat(Addresses.mac(0x0a0b0c0d0e0fL)).isEqualTo("0a:0b:0c:0d:0e:0f");
        assertThat(Addresses.mac(0xffffff000000L)).isEqualTo("ff:ff:ff:00:00:00");
    }

    @Test
    void shouldNameTheSocketOfAGuestThatIsAMachine() {
        final String machines = NodeYaml.of(
                Scenarios.TWO_NODES,
                Scenarios.TWO_NODES.node("compute1"),
                Map.of(
                        "g2-vm0", new VhostPort("/run/a", false, 1),
                        "g3-vm0", new VhostPort("/run/b", true, 2)));

        assertThat(machines)
                .contains("{name: g2-vm0, port: {vhost-user: \"/run/a\", mode: server, queues: 1}, network: red,")
                .contains("{name: g3-vm0, port: {vhost-user: \"/run/b\", mode: client, queues: 2}, network: green,")
                .contains("{name: g2-vm2, device: g2-vm2, network: red,");
    }
}
