// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import net.vireo.cli.text.IpPrefix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Guests that fall ill and get well: Linux, FRR's bfdd and busybox's httpd say so; packets of another guest show it. */
@Tag("system")
@Tag("tap")
@Timeout(400)
class HealthSystemTest {
    private static final String CONFIG = """
        kind: Agent
        apiVersion: vireo.net/v1
        name: compute1
        address: 192.0.2.1
        fabric: {device: fabric0}
        ---
        kind: VirtualNetwork
        apiVersion: vireo.net/v1
        name: red
        mode: l3
        subnets:
          - {prefix: 10.1.0.0/24, gateway: 10.1.0.1}
        ---
        kind: Port
        apiVersion: vireo.net/v1
        uuid: 0aa1b2c3-0000-4000-8000-000000000001
        name: left
        network: red
        mac: 02:00:00:00:01:04
        addresses: [10.1.0.4]
        device: tapleft
        health-checks: [alive]
        ---
        kind: Port
        apiVersion: vireo.net/v1
        uuid: 0aa1b2c3-0000-4000-8000-000000000002
        name: right
        network: red
        mac: 02:00:00:00:01:05
        addresses: [10.1.0.5]
        device: tapright
        ---
        kind: Route
        apiVersion: vireo.net/v1
        network: red
        prefix: 10.1.0.100/32
        via: left
        ---
        kind: ServiceHealthCheck
        apiVersion: vireo.net/v1
        name: alive
        """;

    @TempDir
    private Path directory;

    private ServedNode node;

    private void start(final String check) throws IOException {
        node = new ServedNode(directory, CONFIG + check);
        node.left.udhcpc();
        node.right.udhcpc();
    }

    @AfterEach
    void stop() {
        if (node != null) {
            node.close();
        }
    }

    private Map<String, Object> check() throws IOException {
        return node.agent.table("health-checks").getFirst();
    }

    private void awaitState(final String state, final String why) {
        await().atMost(ServedNode.PATIENCE)
                .untilAsserted(() -> assertThat(check())
                        .as("services: %s", node.agent.rows("services"))
                        .containsEntry("state", state)
                        .containsEntry("why", why));
    }

    /** Waits until routes to the guest's address and to what is behind it are in the data plane, or gone. */
    private void awaitRoutes(final boolean there) throws IOException {
        final int vrf = node.agent.table("networks").stream()
                .mapToInt(network -> ((Number) network.get("vrf")).intValue())
                .findFirst()
                .orElseThrow();
        final TableDump tables = new TableDump(directory.resolve("node"));
        tables.awaitRoute(vrf, IpPrefix.host(0x0a01_0004), there);
        tables.awaitRoute(vrf, IpPrefix.host(0x0a01_0064), there);
    }

    private void assertWell() throws IOException {
        awaitRoutes(true);
        await().atMost(ServedNode.PATIENCE)
                .untilAsserted(() -> assertThat(node.right.ping("10.1.0.4", 2)).contains(" 2 received"));
    }

    private void assertIll(final String why) throws IOException {
        awaitRoutes(false);
        assertThat(node.right.run("ping", "-c", "2", "-i", "0.2", "-W", "2", "10.1.0.4"))
                .contains(" 0 received");
        assertThat(node.agent.table("problems"))
                .anySatisfy(problem -> assertThat(problem)
                        .containsEntry("where", "guests")
                        .containsEntry(
                                "problem", "port left is ill, no route leads to it: health check alive: " + why));
        assertThat(node.agent.table("ports").getFirst()).containsEntry("state", "ill: health check alive: " + why);
        assertThat(node.agent.status()).containsEntry("activePorts", 2L);
    }

    @Test
    void shouldPingAGuestAndTakeItsRoutesAway() throws Exception {
        start("""
            monitor: ping
            delay: 3s
            timeout: 3s
            retries: 2
            """);
        awaitState("up", "answers echoes");
        assertWell();

        node.left.run("sh", "-c", "echo 1 > /proc/sys/net/ipv4/icmp_echo_ignore_all");
        awaitState("down", "no answer in time");
        assertIll("no answer in time");
        node.left.run("sh", "-c", "echo 0 > /proc/sys/net/ipv4/icmp_echo_ignore_all");
        awaitState("up", "answers echoes");
        assertWell();
    }

    @Test
    void shouldBelieveABfdSession() throws Exception {
        assertThat(FrrBfd.isThere())
                .as("FRR's bfdd is installed (Debian: apt-get install frr)")
                .isTrue();
        final FrrBfd frr = new FrrBfd(directory, "10.1.0.4", "10.1.0.1");
        start("""
            monitor: bfd
            delay: 1s
            timeout: 1s
            retries: 5
            """);
        awaitState("down", "no BFD session came up");
        assertIll("no BFD session came up");

        try (GuestProgram peer = frr.start(node.left)) {
            await().atMost(ServedNode.PATIENCE)
                    .untilAsserted(() -> assertThat(check())
                            .as("%s %s", node.agent.rows("services"), Files.readString(frr.log()))
                            .containsEntry("state", "up"));
            assertWell();
            assertThat(peer.isAlive()).isTrue();
        }
        awaitState("down", "BFD session went down: nothing was heard in time");
        assertIll("BFD session went down: nothing was heard in time");
        try (GuestProgram again = frr.start(node.left)) {
            awaitState("up", "BFD session is up");
            assertWell();
            assertThat(again.isAlive()).isTrue();
        }
    }

    @Test
    void shouldAskAGuestOverHttp() throws Exception {
        final Path site = Files.createDirectory(directory.resolve("site"));
        Files.writeString(site.resolve("health"), "well\n");
        start("""
            monitor: http
            delay: 5s
            timeout: 5s
            retries: 1
            port: 8080
            url-path: /health
            expected-codes: [200]
            """);
        await().atMost(ServedNode.PATIENCE)
                .untilAsserted(() -> assertThat(node.agent.table("problems"))
                        .anySatisfy(problem -> assertThat(problem)
                                .containsEntry(
                                        "problem",
                                        "health checks over HTTP go from the node's address, which the host does not"
                                                + " have: give vhost0 192.0.2.1")));
        node.giveHostItsAddress(0xc000_0201);
        final Path log = directory.resolve("httpd");
        try (GuestProgram server =
                new GuestProgram(node.left, log, "busybox", "httpd", "-f", "-p", "8080", "-h", site.toString())) {
            awaitState("up", "status 200");
            assertWell();
            Files.move(site.resolve("health"), site.resolve("other"));
            awaitState("down", "status 404");
            assertIll("status 404");
            Files.move(site.resolve("other"), site.resolve("health"));
            awaitState("up", "status 200");
            assertWell();
            assertThat(server.isAlive()).isTrue();
        }
        await().atMost(ServedNode.PATIENCE)
                .untilAsserted(() -> assertThat(check()).containsEntry("state", "down"));
        assertThat((String) check().get("why")).startsWith("not reached: ");
    }
}
