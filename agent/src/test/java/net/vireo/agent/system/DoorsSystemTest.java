// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.vireo.linux.NetNamespace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Services behind the host's doors, asked by programs that exist: names over TCP by glibc's resolver, a link-local service
 * over UDP by nslookup; and what guests hear who ask where nobody serves.
 */
@Tag("system")
@Tag("tap")
@Timeout(300)
class DoorsSystemTest {
    /** More than a datagram takes: 16 bytes each. */
    private static final int MANY = 90;

    private static final String CONFIG = """
        kind: Agent
        apiVersion: vireo.net/v1
        name: compute1
        address: 192.0.2.1
        fabric: {device: fabric0}
        name-servers: [127.0.0.54]
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
        kind: LinkLocalService
        apiVersion: vireo.net/v1
        name: resolver
        address: 169.254.7.8
        port: 53
        targets: [127.0.0.54]
        target-port: 53
        """;

    @TempDir
    private Path directory;

    private ServedNode node;

    @BeforeEach
    void start() throws IOException {
        node = new ServedNode(directory, CONFIG + manyRoutes());
        node.giveHostItsAddress(0xc000_0201);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    /** A name that has many addresses. */
    private static String manyRoutes() {
        final StringBuilder text = new StringBuilder();
        for (int i = 1; i <= MANY; i++) {
            text.append("""
                ---
                kind: Route
                apiVersion: vireo.net/v1
                network: red
                prefix: 10.9.0.%d/32
                host-name: many
                via: discard
                """.formatted(i));
        }
        return text.toString();
    }

    @Test
    void shouldAnswerNamesOverTcpAndServicesOverUdp() throws Exception {
        node.left.udhcpc();
        // Names over TCP; the service over TCP and over UDP.
        node.agent.awaitDoors(3);
        try (StandInNameServer server = new StandInNameServer("127.0.0.54", "198.51.100.77")) {
            assertThat(getent("right.red.example", "options use-vc"))
                    .as("glibc over TCP: %s", node.agent.rows("services"))
                    .contains("10.1.0.5");
            assertThat(getent("many.red.example", "").lines().distinct().count())
                    .as("glibc over UDP is told to ask over TCP: %s", node.agent.rows("services"))
                    .isEqualTo(MANY);
            assertThat(getent("www.example", "options use-vc")).contains("198.51.100.77");
            assertThat(counts("DNS")).contains("by-tcp=").contains("truncated=");

            assertThat(severalAtOnce()).containsExactlyInAnyOrder(1, 2, 3);

            assertThat(node.left.nslookup("www.example", "169.254.7.8"))
                    .as("a service over UDP: %s", node.agent.rows("services"))
                    .contains("Address: 198.51.100.77");
            assertThat(counts("link-local services")).contains("datagram=").doesNotContain("stranger");
            assertThat(server.ports()).isNotEmpty();
        }
    }

    @Test
    void shouldTellAtOnceThatNobodyServes() throws Exception {
        node.left.udhcpc();
        node.left.run("ip", "address", "add", "fd00:1::4/64", "dev", "tapleft", "nodad");
        node.agent.awaitDoors(3);
        assertThat(node.left.curl("http://10.1.0.1:81/")).containsPattern("(?i)refused|couldn't connect");
        assertThat(node.left.curl("http://[fd00:1::1]:81/")).containsPattern("(?i)refused|couldn't connect");
        assertThat(counts("unserved")).contains("reset=");
        try (UdpGuest guest = new UdpGuest(node.left.namespace(), "tapleft")) {
            assertThat(guest.isRefused("10.1.0.1", 9999)).isTrue();
            assertThat(guest.isRefused("fd00:1::1", 9999)).isTrue();
            assertThat(guest.isRefused("169.254.7.8", 9999))
                    .as("a service's address, another port: %s", node.agent.rows("services"))
                    .isTrue();
        }
        assertThat(counts("unserved")).contains("unreachable=");
    }

    private String counts(final String service) throws IOException {
        return node.agent.table("services").stream()
                .filter(row -> service.equals(row.get("service")))
                .map(row -> String.valueOf(row.get("counts")))
                .findFirst()
                .orElse("");
    }

    /** What glibc's resolver finds, an address a line. */
    private String getent(final String name, final String options) throws IOException {
        final Path file = directory.resolve("resolv.conf");
        Files.writeString(file, "nameserver 10.1.0.1\n" + options + "\n");
        final String said = node.left.run(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount --bind " + file + " /etc/resolv.conf && getent ahostsv4 " + name);
        final StringBuilder addresses = new StringBuilder();
        said.lines()
                .map(line -> line.split(" ", 2)[0])
                .forEach(address -> addresses.append(address).append('\n'));
        return addresses.toString();
    }

    /** Three questions in one write: every one is answered, in whatever order. @return the numbers of the answers */
    private List<Integer> severalAtOnce() throws IOException {
        // Connected there too: only then the kernel makes it.
        try (Socket socket = NetNamespace.call(node.left.namespace(), () -> new Socket("10.1.0.1", 53))) {
            socket.setSoTimeout(30_000);
            final ByteBuffer questions = ByteBuffer.allocate(512);
            for (int id = 1; id <= 3; id++) {
                questions.put(question(id, id == 1 ? "www.example" : "right.red.example"));
            }
            socket.getOutputStream().write(questions.array(), 0, questions.position());
            final DataInputStream in = new DataInputStream(socket.getInputStream());
            final List<Integer> ids = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                final byte[] answer = new byte[in.readUnsignedShort()];
                in.readFully(answer);
                ids.add(ByteBuffer.wrap(answer).getShort() & 0xffff);
            }
            socket.shutdownOutput();
            assertThat(in.read()).as("the other end closes too").isNegative();
            return ids;
        }
    }

    private static byte[] question(final int id, final String name) {
        final ByteBuffer message = ByteBuffer.allocate(128).position(2);
        message.putShort((short) id).putShort((short) 0x0100).putShort((short) 1);
        message.putShort((short) 0).putShort((short) 0).putShort((short) 0);
        for (final String label : name.split("\\.", -1)) {
            message.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
        }
        message.put((byte) 0).putShort((short) 1).putShort((short) 1);
        message.putShort(0, (short) (message.position() - 2));
        return Arrays.copyOf(message.array(), message.position());
    }
}
