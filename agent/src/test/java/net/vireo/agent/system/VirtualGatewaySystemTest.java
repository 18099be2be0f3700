// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import net.vireo.linux.netlink.Link;
import net.vireo.linux.netlink.RtNetlink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A network exported to the host by an interface of the host: both reach each other by real pings. */
@Tag("system")
@Tag("tap")
@Timeout(300)
class VirtualGatewaySystemTest {
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
            subnets: [{prefix: 10.1.0.0/24, gateway: 10.1.0.1}]
            ---
            kind: Port
            apiVersion: vireo.net/v1
            uuid: 0aa1b2c3-0000-4000-8000-000000000001
            name: left
            network: red
            mac: 02:00:00:00:01:04
            addresses: [10.1.0.4]
            device: tapleft
            ---
            kind: Port
            apiVersion: vireo.net/v1
            uuid: 0aa1b2c3-0000-4000-8000-000000000002
            name: right
            network: red
            mac: 02:00:00:00:01:05
            addresses: [10.1.0.5]
            policy: false
            device: tapright
            """;

    private static final String FILE = """
            kind: VirtualGateway
            apiVersion: vireo.net/v1
            name: out
            network: red
            device: vgw0
            """;

    @TempDir
    private Path directory;

    private ServedNode node;

    @BeforeEach
    void start() throws IOException {
        node = new ServedNode(directory, CONFIG);
        // The host's own address, and one of a network behind it.
        node.giveHostItsAddress(0xc000_0201);
        try (RtNetlink links = RtNetlink.open()) {
            links.addAddress(links.link("lo").index(), 0xc633_6401, 32);
        }
    }

    @AfterEach
    void stop() {
        node.close();
        try (RtNetlink links = RtNetlink.open()) {
            links.deleteAddress(links.link("lo").index(), 0xc633_6401, 32);
        }
    }

    @Test
    void shouldExportANetworkToTheHostAndTakeItBack() throws Exception {
        node.left.udhcpc();
        node.right.udhcpc();
        assertThat(ask(
                        "POST",
                        "[{\"interface\": \"vgw0\", \"routing-instance\": \"default-domain:admin:red:red\","
                                + " \"subnets\": [{\"ip-address\": \"10.1.0.0\", \"prefix-len\": 24}],"
                                + " \"routes\": [{\"ip-address\": \"0.0.0.0\", \"prefix-len\": 0}]}]"))
                .isEqualTo("200 {}");
        awaitRoute(true);
        assertBothWays();

        node.restartAgent();
        assertThat(ask("GET", "")).contains("\"interface\" : \"vgw0\"").contains("\"routing-instance\" : \"red\"");
        node.settle(2);
        awaitRoute(true);
        assertBothWays();

        assertThat(ask("DELETE", "[{\"interface\": \"vgw0\"}]")).isEqualTo("200 {}");
        await().atMost(ServedNode.PATIENCE).until(() -> link().isEmpty());
        awaitRoute(false);
        assertThat(node.left.run("ping", "-c", "1", "-W", "2", "192.0.2.1")).contains(" 0 received");
        assertThat(ask("DELETE", "[{\"interface\": \"vgw0\"}]")).startsWith("404 { no gateway was added");
    }

    @Test
    void shouldDoTheSameByAFileAndNameWhatIsWrong() throws Exception {
        node.left.udhcpc();
        node.right.udhcpc();
        node.configure("gateway.yaml", FILE);
        awaitRoute(true);
        assertBothWays();
        // Only what is named leads out any more, and only what is named leads in.
        node.configure("gateway.yaml", FILE + "subnets: [10.1.0.4/32]\nroutes: [198.51.100.0/24]\n");
        await().atMost(ServedNode.PATIENCE).until(() -> hasRoute(0x0a01_0004, 32) && !hasRoute(0x0a01_0000, 24));
        await().atMost(ServedNode.PATIENCE)
                .until(() ->
                        node.left.run("ping", "-c", "1", "-W", "2", "192.0.2.1").contains(" 0 received"));
        assertThat(node.left.run("ping", "-c", "1", "-W", "30", "198.51.100.1")).contains(" 1 received");

        node.configure("gateway.yaml", FILE.replace("vgw0", "tapleft"));
        await().atMost(ServedNode.PATIENCE)
                .until(() -> node.agent.rows("problems").toString().contains("tapleft is another port's or gateway's"));
        await().atMost(ServedNode.PATIENCE).until(() -> link().isEmpty());
    }

    /** The guest with policy and the one without: the host reaches them, they reach the host and what is behind it. */
    private void assertBothWays() {
        final String pinged = ping("10.1.0.4");
        assertThat(pinged).as("the host to a guest with policy%s", seen()).contains(" 3 received");
        assertThat(ping("10.1.0.5")).as("the host to a guest without").contains(" 3 received");
        for (final GuestLink guest : new GuestLink[] {node.left, node.right}) {
            assertThat(guest.run("ping", "-c", "3", "-i", "0.2", "-W", "30", "192.0.2.1"))
                    .as("to the host")
                    .contains(" 3 received");
            assertThat(guest.run("ping", "-c", "3", "-i", "0.2", "-W", "30", "198.51.100.1"))
                    .as("to what is behind the host")
                    .contains(" 3 received");
        }
    }

    /** Where packets went, for messages. */
    private String seen() {
        return String.join(
                "\n",
                "",
                VireoProcess.tool(directory.resolve("node"), "dropstats", "--log"),
                VireoProcess.tool(directory.resolve("node"), "flow", "-l"),
                VireoProcess.tool(directory.resolve("node"), "vif", "--list"),
                GuestLink.print("ip", "route"),
                GuestLink.print("ip", "neigh"));
    }

    private static String ping(final String address) {
        return GuestLink.print("ping", "-c", "3", "-i", "0.2", "-W", "30", address);
    }

    private String ask(final String method, final String body) throws IOException {
        return node.agent.answer(method, "/gateway", body);
    }

    private static Optional<Link> link() {
        try (RtNetlink links = RtNetlink.open()) {
            return links.findLink("vgw0");
        }
    }

    private static boolean hasRoute(final int prefix, final int length) {
        try (RtNetlink links = RtNetlink.open()) {
            return links.routes().stream()
                    .anyMatch(route -> route.prefix() == prefix && route.prefixLength() == length);
        }
    }

    private static void awaitRoute(final boolean there) {
        await().atMost(ServedNode.PATIENCE).until(() -> hasRoute(0x0a01_0000, 24) == there);
    }
}
