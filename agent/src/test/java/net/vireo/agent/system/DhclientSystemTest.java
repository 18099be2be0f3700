// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** ISC's dhclient, the client of many distributions, gets a guest's addresses and options of both families, and releases. */
@Tag("system")
@Tag("tap")
@Timeout(300)
class DhclientSystemTest {
    private static final String DEVICE = "tapleft";

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
        mtu: 1400
        subnets:
          - {prefix: 10.1.0.0/24, gateway: 10.1.0.1, routes: [{prefix: 10.9.0.0/16, via: 10.1.0.9}]}
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
        """;

    private static final String WISHES = """
        option rfc3442-classless-static-routes code 121 = array of unsigned integer 8;
        request subnet-mask, routers, domain-name-servers, domain-name, host-name, interface-mtu,
                rfc3442-classless-static-routes, dhcp6.name-servers, dhcp6.domain-search;
        timeout 60;
        """;

    /** Notes what it is told, and sets addresses as a distribution's script does. */
    private static final String SCRIPT = """
        #!/bin/sh
        env | grep -E '^(reason|new_|old_ip)' >> NOTES
        case $reason in
          BOUND|RENEW|REBIND) ip address replace "$new_ip_address/$new_subnet_mask" dev "$interface" ;;
          BOUND6|RENEW6|REBIND6)
            ip address replace "$new_ip6_address/$new_ip6_prefixlen" dev "$interface" nodad ;;
          RELEASE) ip address flush dev "$interface" scope global ;;
          RELEASE6) ip address delete "$old_ip6_address/$old_ip6_prefixlen" dev "$interface" ;;
        esac
        exit 0
        """;

    @TempDir
    private Path directory;

    private ServedNode node;
    private Path notes;

    @BeforeEach
    void start() throws IOException {
        node = new ServedNode(directory, CONFIG);
        notes = directory.resolve("notes");
        Files.writeString(directory.resolve("wishes"), WISHES);
        final Path script = directory.resolve("script");
        Files.writeString(script, SCRIPT.replace("NOTES", notes.toString()));
        assertThat(script.toFile().setExecutable(true)).isTrue();
    }

    /** A client that was not told to go stays: it is ended by its number. */
    @AfterEach
    void stop() throws IOException {
        for (final String family : new String[] {"-4", "-6"}) {
            final Path pid = directory.resolve("pid" + family);
            if (Files.exists(pid)) {
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                        .ifPresent(ProcessHandle::destroyForcibly);
            }
        }
        node.close();
    }

    @Test
    void shouldGiveDhclientAnAddressAndOptionsAndTakeItsRelease() throws Exception {
        final String said = dhclient("-4", "-1");
        assertThat(noted())
                .as(said)
                .contains("reason=BOUND")
                .contains("new_ip_address=10.1.0.4")
                .contains("new_subnet_mask=255.255.255.0")
                .contains("new_domain_name_servers=10.1.0.1")
                .contains("new_domain_name=red.example")
                .contains("new_host_name=left")
                .contains("new_interface_mtu=1400")
                // RFC 3442: 10.9.0.0/16 by 10.1.0.9, and the default route, in place of a router
                .contains("new_rfc3442_classless_static_routes=16 10 9 10 1 0 9 0 10 1 0 1");
        assertThat(node.left.run("ping", "-c", "1", "-W", "30", "10.1.0.1")).contains(" 1 received");

        assertThat(dhclient("-4", "-r")).contains("DHCPRELEASE");
        assertThat(noted()).contains("reason=RELEASE");
        await().atMost(ServedNode.PATIENCE)
                .untilAsserted(() -> assertThat(counts("DHCP")).contains("release=1"));
        assertThat(counts("DHCP")).doesNotContain("nak", "malformed");
    }

    @Test
    void shouldGiveDhclientAnIpv6AddressAndOptionsAndTakeItsRelease() throws Exception {
        // It speaks from the kernel's link-local address, which is looked for on the link first (RFC 4862 5.4).
        await().atMost(ServedNode.PATIENCE)
                .untilAsserted(
                        () -> assertThat(node.left.run("ip", "-6", "address", "show", "dev", DEVICE, "scope", "link"))
                                .contains("fe80:")
                                .doesNotContain("tentative"));
        final String said = dhclient("-6", "-1");
        assertThat(noted())
                .as(said)
                .contains("reason=BOUND6")
                .contains("new_ip6_address=fd00:1::4")
                .contains("new_dhcp6_name_servers=fd00:1::1")
                .contains("new_dhcp6_domain_search=red.example");
        assertThat(node.left.run("ping", "-6", "-c", "1", "-W", "30", "fd00:1::1"))
                .contains(" 1 received");

        assertThat(dhclient("-6", "-r")).contains("Release");
        assertThat(noted()).contains("reason=RELEASE6");
        await().atMost(ServedNode.PATIENCE)
                .untilAsserted(() -> assertThat(counts("DHCPv6")).contains("release=1"));
        assertThat(counts("DHCPv6")).doesNotContain("malformed", "invalid");
    }

    private String noted() throws IOException {
        return Files.readString(notes);
    }

    private String counts(final String service) throws IOException {
        return node.agent.table("services").stream()
                .filter(row -> service.equals(row.get("service")))
                .map(row -> String.valueOf(row.get("counts")))
                .findFirst()
                .orElse("");
    }

    /** Runs it with files of this test's own; once it has a lease it goes on in the background. */
    private String dhclient(final String family, final String what) {
        final List<String> command = new ArrayList<>(List.of("dhclient", family, "-v", what));
        command.addAll(List.of("-cf", directory.resolve("wishes").toString()));
        command.addAll(List.of("-lf", directory.resolve("leases" + family).toString()));
        command.addAll(List.of("-pf", directory.resolve("pid" + family).toString()));
        command.addAll(List.of("-sf", directory.resolve("script").toString(), DEVICE));
        return node.left.run(command.toArray(String[]::new));
    }
}
