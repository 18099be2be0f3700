// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import net.vireo.cli.Run;
import net.vireo.cli.run.AgentService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server that answers as an agent does. */
class PortCommandsTest {
    private static final String VM1 = "0aa1b2c3-0000-4000-8000-000000000001";
    private static final String NOBODY = "0aa1b2c3-0000-4000-8000-00000000000f";

    @TempDir
    private Path directory;

    private FakeAgent pages;
    private FakeAgent ports;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, String> answers = new HashMap<>(Map.of(
            "GET /api/ports",
            "[{\"name\": \"vm1\", \"uuid\": \"" + VM1 + "\", \"device\": \"tap-vm1\", \"state\": \"active\"}]",
            "POST /port",
            "{}",
            "DELETE /port/" + VM1,
            "{}",
            "GET /port",
            "[{\"id\": \"" + VM1 + "\", \"system-name\": \"tap-vm1\", \"link-state\": true, \"author\": \"x\","
                    + " \"time\": \"now\"}, {\"id\": \"" + NOBODY + "\", \"system-name\": \"tap9\"}]"));

    @BeforeEach
    void start() throws IOException {
        pages = new FakeAgent(directory.resolve(AgentService.PAGES_SOCKET), this::answer);
        ports = new FakeAgent(directory.resolve(AgentService.PORT_API_SOCKET), this::answer);
        Files.writeString(directory.resolve(AgentService.PORTS_FILE), "{}");
    }

    private String answer(final String request) {
        final String[] words = request.split(" ", 3);
        final String what = words[0] + " " + words[1];
        asked.add(what + " " + request.replaceFirst("(?s).*?\r\n\r\n", "").replaceAll("\\s", ""));
        return FakeAgent.http(answers.containsKey(what) ? 200 : 404, answers.getOrDefault(what, "{ Not Found }"));
    }

    @AfterEach
    void stop() throws IOException {
        pages.close();
        ports.close();
    }

    private Run port(final String... arguments) {
        final List<String> all = new ArrayList<>(List.of("port"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--sock-dir", directory.toString()));
        return Run.of(all.toArray(String[]::new));
    }

    @Test
    void shouldAddAPortByItsName() {
        final Run run = port("add", "vm1", "--device", "tap-vm1");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("added tap-vm1 to port vm1\n");
        assertThat(asked).contains("POST /port {\"type\":0,\"id\":\"" + VM1 + "\",\"system-name\":\"tap-vm1\"}");
    }

    @Test
    void shouldSayThatAFilesDeviceStays() {
        assertThat(port("add", "vm1", "--device", "tap9").out())
                .isEqualTo("added tap9 to port vm1; it had tap-vm1, and keeps that if its file says so\n");
    }

    @Test
    void shouldSayThatAnAddedPortIsNotConfigured() {
        final Run run = port("add", NOBODY, "--device", "tap9");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("no port with this UUID is configured, it waits until one is");
    }

    @Test
    void shouldSayWhichPortWasMeant() {
        final Run run = port("add", "vm2", "--device", "tap9");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("no port called 'vm2' is configured, did you mean 'vm1'?");
        assertThat(asked).noneMatch(request -> request.startsWith("POST"));
    }

    @Test
    void shouldDeleteAPortByItsNameAndSayWhenNobodyAddedIt() {
        assertThat(port("del", "vm1").exitCode()).isZero();
        answers.remove("DELETE /port/" + VM1);

        final Run again = port("del", "vm1");

        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err()).contains("nobody added port vm1", "vireo port list");
    }

    @Test
    void shouldListAddedPortsWithTheirNamesAndStates() {
        assertThat(port("list").out().lines())
                .anySatisfy(line -> assertThat(line).containsSubsequence(VM1, "vm1", "tap-vm1", "active"))
                .anySatisfy(line -> assertThat(line).containsSubsequence(NOBODY, "tap9", "no such port is configured"));
    }

    @Test
    void shouldPrintAnExampleOfEitherNode() {
        assertThat(Run.of("agent", "example").out()).contains("name: compute1\n", "via: compute2");
        assertThat(Run.of("agent", "example", "--of", "compute2").out()).contains("name: compute2\n", "via: compute1");
        assertThat(Run.of("agent", "example", "--of", "x").exitCode()).isEqualTo(2);
    }
}
