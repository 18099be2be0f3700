// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import net.vireo.lab.host.Commands;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However the lab ends, nothing of it is left: no process, no namespace, no socket, no file. */
@Tag("system")
@Tag("lab")
class LabEndsSystemTest {
    private static final Duration START = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    /** A lab whose data planes and guests are there. */
    private LabProcess started(final String... options) throws IOException {
        final LabProcess lab = LabProcess.start(directory, options);
        lab.awaitOutput("data planes", START);
        assertThat(lab.processes()).hasSizeGreaterThan(4);
        assertThat(lab.files().node("compute1").resolve("dpdk_netlink")).exists();
        return lab;
    }

    private static void signal(final ProcessHandle process, final String name) throws InterruptedException {
        assertThat(Commands.run(List.of("sh", "-c", "kill -" + name + " " + process.pid()), 5000)
                        .ok())
                .isTrue();
    }

    private static void assertPrintsWhatItHasAndLeavesNothing(final LabProcess lab, final String signal)
            throws Exception {
        lab.awaitOutput("ok ", START);

        signal(lab.process().toHandle(), signal);

        assertThat(lab.awaitEnd(Duration.ofSeconds(15))).isNotZero();
        assertThat(lab.output()).contains("not run").containsPattern("[1-9][0-9]* of [0-9]+ passed");
        lab.assertNothingIsLeft();
    }

    @ParameterizedTest
    @CsvSource({"TERM,--agent", "HUP,--no-agent"})
    void shouldPrintWhatItHasAndLeaveNothingWhenToldToEnd(final String signal, final String option) throws Exception {
        assertPrintsWhatItHasAndLeavesNothing(started(option), signal);
    }

    @Test
    void shouldLeaveNothingWhenTheProcessBetweenIsKilled() throws Exception {
        final LabProcess lab = started("--no-agent");
        final ProcessHandle unshare = lab.process()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains("unshare"))
                .findFirst()
                .orElseThrow();

        unshare.destroyForcibly();

        assertThat(lab.awaitEnd(Duration.ofSeconds(15))).isNotZero();
        lab.assertNothingIsLeft();
    }

    @Test
    void shouldRefuseASecondLabAndLeaveNothingWhenTheOuterProcessIsKilled() throws Exception {
        final LabProcess lab = started();
        final Process second = lab.startTool("lab");
        final String said = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(second.waitFor()).isEqualTo(1);
        assertThat(said).contains("a lab already runs").contains("vireo lab stop");
        assertThat(lab.process().isAlive()).isTrue();
        lab.process().destroyForcibly();
        lab.assertNothingIsLeft();
    }

    /** One that is killed while it starts; the next is whole, and ends in order. */
    @Test
    void shouldStartAtOnceAfterOneThatWasKilled() throws Exception {
        final LabProcess killed = LabProcess.start(directory);
        killed.awaitOutput("guests", START);
        killed.process().destroyForcibly();

        assertPrintsWhatItHasAndLeavesNothing(LabProcess.start(directory), "INT");
    }

    @Test
    void shouldSayThatNoLabRuns() throws Exception {
        final LabProcess lab = LabProcess.start(directory, "shell", "g2-vm0");

        assertThat(lab.awaitEnd(START)).isEqualTo(1);
        assertThat(lab.errors()).contains("no lab runs in").contains("vireo lab --keep");
    }
}
