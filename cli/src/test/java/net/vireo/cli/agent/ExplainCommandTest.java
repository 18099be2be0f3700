// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.vireo.cli.Run;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server that answers as an agent does. */
class ExplainCommandTest {
    @TempDir
    private Path directory;

    private FakeAgent agent;
    private String asked;
    private int status = 200;
    private String answer = """
        {"from": "vm1", "source": "10.1.0.4", "destination": "10.1.0.5", "to": "vm2", "allowed": true,
         "reason": "", "rule": "web #0", "steps": ["route 10.1.0.5/32 by next hop to vm2", "passes, by web #0"]}
        """;

    @BeforeEach
    void start() throws IOException {
        agent = new FakeAgent(directory.resolve("agent-pages.sock"), request -> {
            asked = request.split(" ", 3)[1];
            return FakeAgent.http(status, answer);
        });
        Files.writeString(directory.resolve("agent.json"), "{}");
    }

    @AfterEach
    void stop() throws IOException {
        agent.close();
    }

    private Run explain(final String... arguments) {
        final List<String> all = new ArrayList<>(List.of("explain"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--sock-dir", directory.toString()));
        return Run.of(all.toArray(String[]::new));
    }

    @Test
    void shouldSayThatItIsAllowedAndByWhat() {
        final Run run = explain("--from", "vm1", "--to", "vm2", "--tcp", "80");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(asked).isEqualTo("/api/explain?from=vm1&to=vm2&protocol=6&port=80");
        assertThat(run.out())
                .startsWith("vm1 (10.1.0.4) to vm2 (10.1.0.5): allowed\n")
                .contains("  route 10.1.0.5/32 by next hop to vm2\n", "  passes, by web #0\n");
    }

    @Test
    void shouldEndWithOneWhenItIsDenied() {
        answer = answer.replace("true", "false");

        final Run run = explain("--from", "vm1", "--to", "10.1.0.5", "--udp", "53", "--source-port", "5", "-o", "json");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(asked).isEqualTo("/api/explain?from=vm1&to=10.1.0.5&protocol=17&port=53&source-port=5");
        assertThat(run.out()).contains("\"allowed\" : false", "\"rule\" : \"web #0\"");
    }

    @Test
    void shouldNotCallAnAgentThatAnswersNonsenseADenial() {
        answer = "[]";
        assertThat(explain("--from", "vm1", "--to", "vm2", "--tcp", "80").exitCode())
                .isEqualTo(2);
        status = 500;
        assertThat(explain("--from", "vm1", "--to", "vm2", "--tcp", "80").exitCode())
                .isEqualTo(2);
    }

    @Test
    void shouldCallAWrongNameWrongUsage() {
        status = 400;
        answer = "there is no port 'vm3', did you mean 'vm1'?";

        final Run run = explain("--from", "vm3", "--to", "fd00::1", "--icmp");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("there is no port 'vm3', did you mean 'vm1'?");
        assertThat(asked).isEqualTo("/api/explain?from=vm3&to=fd00%3A%3A1&protocol=58");
    }

    @Test
    void shouldAskForWhatIsToBeSent() {
        assertThat(explain("--from", "vm1", "--to", "vm2").exitCode()).isEqualTo(2);
        assertThat(explain("--from", "vm1", "--to", "vm2", "--tcp", "80", "--icmp")
                        .err())
                .contains("choose one of --tcp, --udp, --icmp, --protocol");
        assertThat(explain("--from", "vm1", "--to", "vm2", "--tcp", "70000").err())
                .contains("--tcp is 70000, expected 0 .. 65535");
        assertThat(asked).isNull();
    }

    /** Killed: its files are still there. */
    @Test
    void shouldSayThatTheAgentDoesNotAnswer() throws IOException {
        agent.close();

        final Run run = explain("--from", "vm1", "--to", "vm2", "--tcp", "80");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("does not answer at", "agent-pages.sock", "vireo run agent");
    }

    @Test
    void shouldSayThatNoAgentRuns() throws IOException {
        Files.delete(directory.resolve("agent.json"));

        final Run run = explain("--from", "vm1", "--to", "vm2", "--tcp", "80");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("no agent runs").contains("vireo run agent");
    }
}
