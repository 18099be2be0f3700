// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What guests ask of their network with programs that exist: nslookup, ping, traceroute, curl. */
@Tag("system")
@Tag("tap")
@Timeout(300)
class AgentServicesSystemTest {
    private static final String CONFIG = """
        kind: Agent
        apiVersion: vireo.net/v1
        name: compute1
        address: 192.0.2.1
        fabric: {device: fabric0}
        name-servers: [127.0.0.54]
        metadata: {address: 127.0.0.80, port: 8775, secret: shared}
        ---
        kind: VirtualNetwork
        apiVersion: vireo.net/v1
        name: red
        subnets:
          - {prefix: 10.1.0.0/24, gateway: 10.1.0.1}
          - {prefix: fd00:1::/64, gateway: fd00:1::1}
        dns: {mode: virtual, domain: red.example}
        ---
        kind: Port
        apiVersion: vireo.net/v1
        uuid: 0aa1b2c3-0000-4000-8000-000000000001
        name: left
        network: red
        mac: 02:00:00:00:01:04
        addresses: [10.1.0.4, "fd00:1::4"]
        device: tapleft
        ---
        kind: Port
        apiVersion: vireo.net/v1
        uuid: 0aa1b2c3-0000-4000-8000-000000000002
        name: right
        network: red
        mac: 02:00:00:00:01:05
        addresses: [10.1.0.5, "fd00:1::5"]
        device: tapright
        ---
        kind: Peer
        apiVersion: vireo.net/v1
        name: compute2
        address: 192.0.2.2
        mac: 02:00:00:00:f0:02
        ---
        kind: Route
        apiVersion: vireo.net/v1
        network: red
        prefix: 10.9.0.0/24
        via: compute2
        label: 17
        """;

    /** As long as a name may be: a query with it is longer than the head of a packet. */
    private static final String LONG_NAME = ("a".repeat(60) + ".").repeat(4) + "example";

    @TempDir
    private Path directory;

    private ServedNode node;

    @BeforeEach
    void start() throws IOException {
        node = new ServedNode(directory, CONFIG);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void shouldAnswerNamesOfTheNetworkAndForwardOthers() throws Exception {
        node.left.udhcpc();
        try (StandInNameServer server = new StandInNameServer("127.0.0.54", "198.51.100.77")) {
            assertThat(node.left.nslookup("right.red.example", "10.1.0.1"))
                    .contains("Address: 10.1.0.5")
                    .contains("Address: fd00:1::5");
            assertThat(node.left.nslookup("10.1.0.5", "10.1.0.1")).contains("name = right.red.example");
            assertThat(node.left.nslookup("nobody.red.example", "10.1.0.1")).contains("NXDOMAIN");
            assertThat(server.ports())
                    .as("names of the network are told to nobody")
                    .isEmpty();

            assertThat(node.left.nslookup("www.example", "10.1.0.1")).contains("Address: 198.51.100.77");
            assertThat(node.left.nslookup(LONG_NAME, "10.1.0.1")).contains("Address: 198.51.100.77");
            assertThat(server.ports())
                    .as("each query leaves from a port of its own")
                    .hasSizeGreaterThanOrEqualTo(4);
        }
    }

    @Test
    void shouldAnswerEchoesAsLongAsTheLinkCarries() {
        node.left.udhcpc();
        assertThat(node.left.run("ping", "-c", "3", "-i", "0.2", "-W", "10", "-s", "1400", "10.1.0.1"))
                .contains(" 3 received");
    }

    @Test
    void shouldTellGuestsWhereTheirPacketsEnd() {
        node.left.udhcpc();
        assertThat(node.left.run("busybox", "traceroute", "-n", "-q", "1", "-w", "10", "-m", "1", "10.9.0.7"))
                .as("the way leads through the gateway")
                .containsPattern("1  10\\.1\\.0\\.1 ");
        assertThat(node.left.run("ping", "-c", "1", "-W", "10", "-t", "1", "10.9.0.7"))
                .contains("From 10.1.0.1")
                .contains("Time to live exceeded");
        // 1500 less IPv4, UDP and MPLS
        assertThat(node.left.run("ping", "-c", "1", "-W", "10", "-M", "do", "-s", "1472", "10.9.0.7"))
                .contains("From 10.1.0.1")
                .contains("mtu = 1468");
    }

    @Test
    void shouldBeTheRouterOfAKernelsIpv6() {
        await().atMost(ServedNode.PATIENCE)
                .untilAsserted(() -> assertThat(node.left.run("ip", "-6", "route", "show", "default"))
                        .contains("via fe80::200:5eff:fe00:100 dev tapleft proto ra"));
        node.left.run("ip", "address", "add", "fd00:1::4/64", "dev", "tapleft", "nodad");
        assertThat(node.left.run("ping", "-6", "-c", "3", "-i", "0.2", "-W", "10", "-s", "1400", "fd00:1::1"))
                .contains(" 3 received");
        assertThat(node.left.nslookup("right.red.example", "fd00:1::1")).contains("Address: 10.1.0.5");
    }

    @Test
    void shouldTellOthersWhereAGuestIsNow() throws Exception {
        node.right.udhcpc();
        node.right.run(
                "ip", "neigh", "replace", "10.1.0.4", "lladdr", "02:00:00:00:99:99", "dev", "tapright", "nud", "stale");
        node.configure(
                "node.yaml", CONFIG.replace("device: tapleft", "device: tapleft\ndhcp-options: {domain-name: x}"));
        await().atMost(ServedNode.PATIENCE)
                .untilAsserted(() -> assertThat(node.right.run("ip", "neigh", "show", "10.1.0.4"))
                        .contains("02:00:00:00:01:04"));
    }

    @Test
    void shouldAnswerMetadataItselfAndRelayOtherServices() throws Exception {
        node.giveHostItsAddress(0xc000_0201);
        node.configure(
                "node.yaml",
                CONFIG.replace("{address: 127.0.0.80, port: 8775, secret: shared}", "{mode: built-in}") + """
                    ---
                    kind: LinkLocalService
                    apiVersion: vireo.net/v1
                    name: packages
                    address: 169.254.7.7
                    port: 3142
                    targets: [127.0.0.81, 127.0.0.80]
                    target-port: 8780
                    """);
        node.left.udhcpc();
        try (StandInMetadata packages = new StandInMetadata("127.0.0.80", 8780)) {
            node.agent.awaitDoors(4);
            node.settle(2);
            assertThat(node.left.curl("http://169.254.7.7:3142/list")).contains("GET /list");
            assertThat(packages.headers("Host")).contains("169.254.7.7:3142");
        }
        assertThat(node.left.curl("http://169.254.169.254/latest/meta-data/local-ipv4"))
                .isEqualTo("10.1.0.4");
        assertThat(node.left.curl("http://169.254.169.254/openstack/latest/meta_data.json"))
                .contains("\"uuid\":\"0aa1b2c3-0000-4000-8000-000000000001\"")
                .contains("\"hostname\":\"left\"");
    }

    @Test
    void shouldTakeMetadataRequestsToTheServiceAndSayWhoAsks() throws Exception {
        node.giveHostItsAddress(0xc000_0201);
        node.left.udhcpc();
        node.agent.awaitDoors(2);
        try (StandInMetadata nova = new StandInMetadata("127.0.0.80", 8775)) {
            assertThat(node.left.curl("http://169.254.169.254/openstack/latest/meta_data.json"))
                    .as("services: %s", node.agent.rows("services"))
                    .contains("GET /openstack/latest/meta_data.json");
            assertThat(nova.headers("X-Forwarded-For")).containsExactly("10.1.0.4");
            assertThat(nova.headers("X-Instance-ID")).containsExactly("0aa1b2c3-0000-4000-8000-000000000001");
            // printf ID | openssl dgst -sha256 -hmac shared
            assertThat(nova.headers("X-Instance-ID-Signature"))
                    .containsExactly("bdcf78a7b5583c25f6978461b93868f4efd0da3df846a0e6d912fddfb87a70bc");

            node.right.udhcpc();
            assertThat(node.right.curl("http://169.254.169.254/")).contains("GET /");
            assertThat(nova.headers("X-Forwarded-For")).containsExactly("10.1.0.4", "10.1.0.5");
        }
    }
}
