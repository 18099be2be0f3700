// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.vireo.cli.run.Supervisor.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With shells for children; what they do about real deaths is in the lab's kill test. */
class SupervisorTest {
    @TempDir
    private Path directory;

    private final List<Role> started = new ArrayList<>();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    private int run(final String script) {
        return new Supervisor(
                        "compute1",
                        directory.resolve("node"),
                        (parent, role) -> {
                            started.add(role);
                            return new ProcessBuilder("sh", "-c", script).start();
                        },
                        new PrintStream(log, true, StandardCharsets.UTF_8))
                .run();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, 143})
    void shouldEndAsADataPlaneEndedThatNeverForwarded(final int exitCode) {
        assertThat(run("exit " + exitCode)).isEqualTo(exitCode);
        assertThat(started).containsExactly(Role.FIRST);
        assertThat(log.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void shouldSayWhichDataPlaneIsToBeWhat() {
        final ChildLine line = new ChildLine(List.of("vireo", "run", "vrouter", "--fresh", "--node", "a"));
        final Path parent = Path.of("/x/parent.7");

        assertThat(line.words(parent, Role.FIRST))
                .containsExactly("vireo", "run", "vrouter", "--fresh", "--node", "a", "--parent", "/x/parent.7");
        assertThat(line.words(parent, Role.NEXT))
                .containsExactly("vireo", "run", "vrouter", "--node", "a", "--parent", "/x/parent.7");
        assertThat(line.words(parent, Role.SPARE))
                .containsExactly("vireo", "run", "vrouter", "--node", "a", "--parent", "/x/parent.7", "--spare");
    }
}
