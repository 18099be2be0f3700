// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NodeYamlTest {
    @Test
    void shouldDescribeANodeWithItsGuestsAndTheRoutesToTheOthers() {
        final Topology lab = Scenarios.TWO_NODES;

        assertThat(NodeYaml.of(lab, lab.node("compute1"))).isEqualTo("""
                        kind: Node
                        apiVersion: vireo.net/v1
                        node:
                          name: compute1
                          address: 192.0.2.1
                          fabric: {device: fabric0, mac: "02:00:00:00:01:01", mtu: 1500}
                        networks:
                          - {name: red, vrf: 1}
                          - {name: blue, vrf: 2}
                        peers:
                          - {name: compute2, address: 192.0.2.2}
                        interfaces:
                          - {name: g2-vm0, device: g2-vm0, network: red, address: 120.0.0.4, mac: "02:00:78:00:10:04", label: 17}
                          - {name: g2-vm2, device: g2-vm2, network: red, address: 120.0.0.5, mac: "02:00:78:00:10:05", label: 18}
                          - {name: b2-vm0, device: b2-vm0, network: blue, address: 120.0.0.4, mac: "02:00:78:00:20:04", label: 33}
                        routes:
                          - {network: red, prefix: 120.0.0.3/32, via: compute2, label: 19}
                          - {network: blue, prefix: 120.0.0.3/32, via: compute2, label: 34}
                          - {network: blue, prefix: 120.0.0.9/32, via: compute2, label: 35}
                        """);
    }

    @Test
    void shouldWriteAddressesAsText() {
        assertThat(Addresses.ipv4(0xffffffff)).isEqualTo("255.255.255.255");
        assertThat(Addresses.ipv4(0x0a000001)).isEqualTo("10.0.0.1");
        assertThat(Addresses.mac(0x0a0b0c0d0e0fL)).isEqualTo("0a:0b:0c:0d:0e:0f");
        assertThat(Addresses.mac(0xffffff000000L)).isEqualTo("ff:ff:ff:00:00:00");
    }
}
