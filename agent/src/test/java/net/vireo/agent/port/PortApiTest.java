// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import net.vireo.agent.Samples;
import net.vireo.agent.config.ConfigDirectory;
import net.vireo.agent.http.LocalServer;
import net.vireo.agent.oper.OperBuilder;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.oper.PluggedPort;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.tables.NodeState;
import net.vireo.cli.text.JsonValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortApiTest {
    private static final String UUID_1 = "0aa1b2c3-0000-4000-8000-000000000001";
    private static final String UUID_2 = "0aa1b2c3-0000-4000-8000-000000000002";
    private static final String PORT = "{\"type\": 0, \"id\": \"" + UUID_1 + "\", \"instance-id\": \"" + UUID_2
            + "\", \"display-name\": \"vm1\", \"ip-address\": \"0.0.0.0\", \"rx-vlan-id\": -1, \"tx-vlan-id\": -1,"
            + " \"mac-address\": \"02:00:00:00:01:04\", \"system-name\": \"tap-vm1\"}";

    @TempDir
    private Path directory;

    private PortTable table;
    private OperState state = OperState.empty();
    private LocalServer server;

    @BeforeEach
    void start() throws IOException {
        table = new PortTable(directory);
        server = new LocalServer(0, "ports", new PortApi(table, PortApiTest::call, () -> state));
    }

    private static <T> T call(final Callable<T> work) throws Exception {
        return work.call();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private record Answer(int status, String body) {}

    private Answer ask(final String method, final String path, final String body, final String... headers)
            throws IOException {
        final HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + server.port() + path).toURL().openConnection();
        connection.setRequestMethod(method);
        for (int i = 0; i < headers.length; i += 2) {
            connection.setRequestProperty(headers[i], headers[i + 1]);
        }
        if (!body.isEmpty()) {
            connection.setDoOutput(true);
            connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        }
        final int status = connection.getResponseCode();
        try (InputStream in = status == 200 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Answer(status, in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void shouldAddShowAndDeleteAPort() throws IOException, JsonValue.Malformed {
        assertThat(ask("POST", "/port", PORT)).isEqualTo(new Answer(200, "{}"));

        final Map<?, ?> shown =
                (Map<?, ?>) JsonValue.parse(ask("GET", "/port/" + UUID_1, "").body());
        assertThat(shown.get("system-name")).isEqualTo("tap-vm1");
        assertThat(shown.get("rx-vlan-id")).isEqualTo(-1L);
        assertThat(shown.get("author")).isEqualTo("port-api");
        assertThat(shown.get("time")).isNotNull();
        assertThat(table.plugged().get(UUID.fromString(UUID_1)).device()).isEqualTo("tap-vm1");

        assertThat(ask("DELETE", "/port/" + UUID_1, "")).isEqualTo(new Answer(200, "{}"));
        assertThat(ask("GET", "/port/" + UUID_1, "")).isEqualTo(new Answer(404, "{ Not Found }"));
        assertThat(ask("DELETE", "/port/" + UUID_1, "").status()).isEqualTo(404);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldRememberPortsOverARestart() throws IOException {
        ask("POST", "/port", "[" + PORT + ", " + PORT.replace(UUID_1, UUID_2).replace("tap-vm1", "tap-vm2") + "]");
        ask("PUT", "/disable-port/" + UUID_2, "");
        final String before = ask("GET", "/port/" + UUID_1, "").body();
        Files.writeString(directory.resolve("broken"), "{");

        table = new PortTable(directory);
        server.close();
        server = new LocalServer(0, "ports", new PortApi(table, PortApiTest::call, () -> state));

        assertThat(ask("GET", "/port/" + UUID_1, "").body()).isEqualTo(before);
        assertThat(table.plugged().get(UUID.fromString(UUID_1)).enabled()).isTrue();
        assertThat(table.plugged().get(UUID.fromString(UUID_2)).enabled()).isFalse();
        assertThat(table.problems()).singleElement().asString().contains("broken: no JSON");
        ask("PUT", "/enable-port/" + UUID_2, "");
        assertThat(table.plugged().values()).allMatch(PluggedPort::enabled);
    }

    @Test
    void shouldAnswerWhatIsWrongInBracesAndAddNothing() throws IOException {
        assertThat(ask("POST", "/port", "{").body()).startsWith("{ the body is no JSON, line 1");
        assertThat(ask("POST", "/port", "{\"type\": 0}").body()).isEqualTo("{ no id, expected the UUID of a port }");
        assertThat(ask("POST", "/port", PORT.replace(UUID_1, "vm1")).body()).startsWith("{ 'vm1' is no UUID");
        assertThat(ask("POST", "/port", PORT.replace("tap-vm1", "../../etc")).body())
                .startsWith("{ system-name is '../../etc'");
        assertThat(ask("POST", "/port", PORT.replace("\"type\": 0", "\"type\": 7"))
                        .body())
                .startsWith("{ type is 7");
        assertThat(ask("POST", "/port", "[" + PORT + ", 5]").status()).isEqualTo(500);
        assertThat(ask("GET", "/port/../" + UUID_1, "").status()).isEqualTo(404);
        assertThat(ask("GET", "/port/%2e%2e%2fx", "").status()).isIn(404, 500);
        assertThat(ask("POST", "/nothing", "{}").body()).isEqualTo("{ Not Found }");
        assertThat(table.all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: 127.0.0.1\r\nOrigin: http://example.org",
                "Host: example.org",
                "Host: 127.0.0.1.example.org:9091"
            })
    void shouldRefuseWhatABrowserSendsForSomebodyElsesPage(final String headers) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            final byte[] body = PORT.getBytes(StandardCharsets.UTF_8);
            client.getOutputStream()
                    .write(("POST /port HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\nContent-Length: "
                                    + body.length + "\r\n\r\n" + PORT)
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 403 ");
        }
        assertThat(table.all()).isEmpty();
    }

    @Test
    void shouldLetGoOfPortsThatNobodyAddsAgainAfterASync() throws IOException {
        ask("POST", "/port", PORT);
        ask("POST", "/port", PORT.replace(UUID_1, UUID_2).replace("tap-vm1", "tap-vm2"));
        table.tick(0);
        ask("POST", "/syncports", "{}");
        final long syncedNs = System.nanoTime();
        ask("POST", "/port", PORT);
        assertThat(table.tick(syncedNs)).isTrue();
        assertThat(table.tick(syncedNs + 30_000_000_000L)).isFalse();
        assertThat(table.all()).hasSize(2);

        assertThat(table.tick(syncedNs + 61_000_000_000L)).isTrue();

        assertThat(table.all()).extracting(StoredPort::uuid).isEqualTo(List.of(UUID.fromString(UUID_1)));
    }

    @Test
    void shouldTakeAVhostUserPort() throws IOException {
        ask("POST", "/port", PORT.replace("\"type\": 0", "\"type\": 0, \"vhostuser-mode\": 1"));

        assertThat(table.plugged().values())
                .singleElement()
                .satisfies(port ->
                        assertThat(port.socket().orElseThrow().guestListens()).isTrue());
    }

    @Test
    void shouldTellOfAMachineWhatIsConfiguredForIt(@TempDir final Path files) throws IOException {
        final String machine = "0aa1b2c3-0000-4000-8000-0000000000aa";
        assertThat(ask(
                        "POST",
                        "/vm",
                        "{\"vm-uuid\": \"" + machine + "\", \"vm-name\": \"pod1\", \"vmi-uuid\": \"" + Samples.VM2
                                + "\", \"host-ifname\": \"veth2\", \"vn-uuid\": \"" + UUID_1 + "\"}"))
                .isEqualTo(new Answer(200, "{}"));
        assertThat(ask("GET", "/vm/" + machine, ""))
                .as("not configured yet")
                .isEqualTo(new Answer(404, "{ Not Found }"));
        assertThat(ask("GET", "/vm-cfg/pod1", "").status()).isEqualTo(404);

        Samples.write(files);
        state = OperBuilder.build(
                new ConfigDirectory(files).current(), table.plugged(), new NodeNames(""), new NodeState());

        for (final String path : List.of("/vm/" + machine, "/vm/" + machine + "/" + Samples.VM2)) {
            assertThat(ask("GET", path, "").body().replaceAll("\\s", ""))
                    .contains("\"id\":\"" + Samples.VM2 + "\"")
                    .contains("\"vm-uuid\":\"" + machine + "\"")
                    .contains("\"system-name\":\"veth2\"")
                    .contains("\"ip-address\":\"10.1.0.5\",\"plen\":24,\"dns-server\":\"10.1.0.2\"")
                    .contains("\"gateway\":\"10.1.0.1\"")
                    .contains("\"rx-vlan-id\":-1");
        }
        assertThat(ask("GET", "/vm-cfg/pod1", "").body().replaceAll("\\s", ""))
                .contains("\"vn-name\":\"red\"")
                .contains("\"sub-interface\":false");
        assertThat(ask("GET", "/vm/" + machine + "/" + UUID_1, "").status()).isEqualTo(404);

        assertThat(ask("DELETE", "/vm/" + machine, "")).isEqualTo(new Answer(200, "{}"));
        assertThat(ask("GET", "/port/" + Samples.VM2, "").status()).isEqualTo(404);
        assertThat(ask("DELETE", "/vm/" + machine, "").status()).isEqualTo(404);
    }

    @Test
    void shouldAddNoPortThatCannotBeKept() throws IOException {
        Files.createDirectory(directory.resolve(UUID_1));
        Files.createFile(directory.resolve(UUID_1).resolve("in-the-way"));

        final Answer refused = ask("POST", "/port", PORT);

        assertThat(refused.status()).isEqualTo(500);
        assertThat(refused.body()).startsWith("{ cannot write " + directory.resolve(UUID_1));
        assertThat(ask("GET", "/port", "").body()).isEqualToIgnoringWhitespace("[]");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).as("nothing is left behind").containsExactly(directory.resolve(UUID_1));
        }
    }

    @Test
    void shouldSayWhichFilesAreNoPortsAsLongAsTheyAreThere() throws Exception {
        ask("POST", "/port", PORT);
        Files.copy(directory.resolve(UUID_1), directory.resolve("copy"));
        Files.writeString(directory.resolve(UUID_2), "{");
        Files.writeString(directory.resolve(UUID_2 + ".new"), "half");
        final PortTable later = new PortTable(directory);

        assertThat(later.all()).hasSize(1);
        assertThat(later.problems())
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).contains("is port " + UUID_1 + "; call the file like that"))
                .anySatisfy(problem -> assertThat(problem).contains("remove it, or add the port again"));
        assertThat(directory.resolve(UUID_2 + ".new")).doesNotExist();

        Files.delete(directory.resolve("copy"));
        later.add(PortReader.read(JsonValue.parse(PORT.replace(UUID_1, UUID_2)), "test", ""));
        assertThat(later.problems()).isEmpty();
    }

    @Test
    void shouldSayWhatAMachineLacks() throws IOException {
        assertThat(ask("POST", "/vm", "{\"vm-uuid\": \"" + UUID_1 + "\", \"host-ifname\": \"veth2\"}"))
                .isEqualTo(new Answer(500, "{ no vmi-uuid, expected a text }"));
        assertThat(ask("POST", "/vm", "[7]").body()).contains("expected an object");
        assertThat(ask("GET", "/vm/nonsense", "").body()).contains("'nonsense' is no UUID");
        assertThat(ask("GET", "/port/" + UUID_1 + "/" + UUID_2, "").status()).isEqualTo(404);
    }
}
