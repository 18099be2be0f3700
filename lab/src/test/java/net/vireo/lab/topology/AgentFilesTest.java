// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentFilesTest {
    private static final Topology LAB = Scenarios.TWO_NODES.withAgents();
    private static final ComputeNode FIRST = LAB.node("compute1");

    private static List<String> documents(final String text) {
        return Arrays.asList(text.split("---\n", -1));
    }

    private static String file(final Topology lab, final String name) {
        return AgentFiles.of(lab, FIRST, Map.of()).get(name);
    }

    @Test
    void shouldHaveAFileForEachThingThatAPersonWouldLookFor() {
        assertThat(AgentFiles.of(LAB, FIRST, Map.of()))
                .containsOnlyKeys("node.yaml", "networks.yaml", "ports.yaml", "policy.yaml", "remote.yaml")
                .allSatisfy((name, text) -> assertThat(documents(text))
                        .allSatisfy(document -> assertThat(document)
                                .startsWith("kind: ")
                                .contains("\napiVersion: vireo.net/v1\n")
                                .endsWith("\n")));
    }

    /** An agent takes an empty file for a mistake. */
    @Test
    void shouldHaveNoEmptyFileForASingleNode() {
        final Topology lab = Scenarios.ONE_NODE.withAgents();

        assertThat(AgentFiles.of(lab, lab.nodes().getFirst(), Map.of()))
                .doesNotContainKey("remote.yaml")
                .allSatisfy((name, text) -> assertThat(text).as(name).isNotBlank());
    }

    @Test
    void shouldNameTheNodeAndItsPeers() {
        assertThat(file(LAB, "node.yaml")).isEqualTo("""
            kind: Agent
            apiVersion: vireo.net/v1
            name: compute1
            address: 192.0.2.1
            fabric: {device: fabric0, mac: "02:00:00:00:01:01", mtu: 1500}
            encapsulation: udp
            metadata: {address: 192.0.2.1, port: 8775, secret: only-in-labs}
            ---
            kind: Peer
            apiVersion: vireo.net/v1
            name: compute2
            address: 192.0.2.2
            """);
    }

    @Test
    void shouldLetGuestsMakeTheirIpv6AddressesAndGetTheOthersByDhcp() {
        assertThat(documents(file(LAB, "networks.yaml")))
                .hasSize(3)
                .first()
                .asString()
                .contains(
                        """
                        mode: l3
                        mtu: 1500
                        """,
                        "prefix: 120.0.0.0/24, gateway: 120.0.0.1}",
                        "\"fd00:120::/64\", gateway: \"fd00:120::1\", dhcp: false}");
    }

    @Test
    void shouldHaveAPortForEachGuestOfTheNode() {
        assertThat(documents(file(LAB, "ports.yaml")))
                .hasSameSizeAs(LAB.guestsOn(FIRST))
                .anySatisfy(port -> assertThat(port)
                        .contains(
                                "name: g2-vm0\n",
                                "network: red\n",
                                "mac: \"02:00:78:00:10:04\"\n",
                                "addresses: [120.0.0.4, \"fd00:120::78ff:fe00:1004\"]\n",
                                "device: g2-vm0\n",
                                "security-groups: open\n",
                                "label: 17\n"));
    }

    @Test
    void shouldNameTheSocketOfAMachineInPlaceOfADevice() {
        final Map<String, VhostPort> sockets = Map.of("g2-vm0", new VhostPort("/run/a", false, 2));

        assertThat(AgentFiles.of(LAB, FIRST, sockets).get("ports.yaml"))
                .contains("vhost-user: {path: \"/run/a\", mode: server, queues: 2}")
                .doesNotContain("device: g2-vm0\n");
    }

    @Test
    void shouldRouteToGuestsElsewhereAndToNoneHere() {
        assertThat(documents(file(LAB, "remote.yaml")))
                .filteredOn(route -> route.contains("network: red\n"))
                .hasSize(2)
                .allSatisfy(route -> assertThat(route).contains("host-name: g2-vm1\nvia: compute2\nlabel: 19\n"));
        assertThat(file(LAB, "remote.yaml")).contains("kind: MacRoute", "kind: Broadcast");
    }

    @Test
    void shouldNumberNetworksInsteadOfLabelsOverVxlan() {
        final Topology vxlan = LAB.with(Encap.VXLAN);

        assertThat(file(vxlan, "networks.yaml")).contains("vni: 5001\n").doesNotContain("label");
        assertThat(file(vxlan, "ports.yaml")).doesNotContain("label");
        assertThat(file(vxlan, "remote.yaml")).doesNotContain("label");
    }

    @Test
    void shouldGuardOneGuestAndOpenWhatIsAskedFor() {
        assertThat(LabPolicy.groupOf(LAB.guest(LabPolicy.GUARDED))).isEqualTo("web");
        assertThat(LabPolicy.groupOf(LAB.guest(LabPolicy.ASKING))).isEqualTo("open");
        assertThat(LAB.networkOf(LAB.guest(LabPolicy.GUARDED))).isEqualTo(LAB.networkOf(LAB.guest(LabPolicy.ASKING)));
        assertThat(LabPolicy.text(List.of())).contains("ports: 80,").doesNotContain("8080");
        assertThat(LabPolicy.text(List.of(LabPolicy.CLOSED_PORT))).contains("ports: 80,", "ports: 8080,");
    }

    /** The example of RFC 2464 section 4. */
    @Test
    void shouldMakeAddressesOfMacsAsKernelsDo() {
        final Guest guest = new Guest("a", "red", "n", 4, new IpAddress(0xfe80L << 48, 4), 0x34_56_78_9a_bc_deL, 17, 0);

        assertThat(guest.withMadeAddress().address6()).hasToString("fe80::3656:78ff:fe9a:bcde");
    }
}
