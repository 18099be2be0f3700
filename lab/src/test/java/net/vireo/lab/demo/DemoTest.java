// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import net.vireo.lab.host.LabFiles;
import net.vireo.lab.host.Launcher;
import net.vireo.lab.shelf.Console;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

class DemoTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    private Path program;

    @BeforeEach
    void makeAProgram() throws Exception {
        program = Files.writeString(directory.resolve("vireo"), "#!/bin/sh\necho \"one $*\"\necho two\nexit $CODE\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private Stagehand stage() {
        return stage(true);
    }

    private Stagehand stage(final boolean alive) {
        return new Stagehand(
                new LabFiles(directory),
                new Launcher(List.of("env", "CODE=0", program.toString())),
                new Console("http://127.0.0.1:1/"),
                new PrintStream(said, true, StandardCharsets.UTF_8),
                () -> alive);
    }

    @Test
    void shouldWaitForNothingOfALabThatHasEnded() throws Exception {
        final Stagehand stage = stage(false);
        stage.claimWithin(3600, "it will be so", () -> false, () -> "");
        assertThat(report(stage).passed()).isFalse();
    }

    @Test
    void shouldShowTheCommandThatItRunsAndTheLinesThatMatter() throws Exception {
        final Stagehand stage = stage();
        assertThat(stage.show(line -> line.startsWith("one"), "doctor", "--node", "x")
                        .ok())
                .isTrue();
        assertThat(said.toString(StandardCharsets.UTF_8))
                .isEqualTo("    $ vireo doctor --node x\n      one doctor --node x\n");
        assertThat(stage.commands()).containsExactly("vireo doctor --node x");
    }

    @Test
    void shouldFailAStepOfWhichOneClaimIsWrongOrWithoutAny() throws Exception {
        final Stagehand stage = stage();
        stage.claim("it is so", true, "");
        assertThat(report(stage).passed()).isTrue();
        stage.claimWithin(0, "it will be so", () -> false, () -> "it was not");
        assertThat(report(stage).passed()).isFalse();
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("ok    it is so", "FAIL  it will be so: it was not");
        assertThat(report(stage()).passed()).isFalse();
        assertThat(new JsonMapper().writeValueAsString(report(stage).tree())).contains("\"detail\":\"it was not\"");
    }

    private static StepReport report(final Stagehand stage) {
        return new StepReport(1, "t", "http://x/", stage.commands(), stage.claims(), 1.25);
    }

    @Test
    void shouldHaveNoJsonWhereAToolPrintsNone() throws Exception {
        assertThat(stage().json("flow").isEmpty()).isTrue();
    }

    @Test
    void shouldLeadThroughSevenStatesInWholeSentences() {
        assertThat(Script.STEPS).hasSize(7).allSatisfy(step -> {
            assertThat(step.text()).endsWith(".");
            assertThat(step.page()).matches("(node=[a-z0-9]+(&vif=3)?)?&?(screen=(map|walk))?");
        });
    }

    @Test
    void shouldTellOfARuleInThreeWholeSentencesAndTouchNothingBefore() {
        final LabFiles files = new LabFiles(directory);
        try (PolicyStory story = new PolicyStory(files)) {
            assertThat(story.steps())
                    .hasSize(3)
                    .allSatisfy(step -> assertThat(step.text()).endsWith("."));
        }
        assertThat(files.lab()).doesNotExist();
    }

    @Test
    void shouldRefuseAWayOfLeadingThatContradictsItself() {
        for (final String[] wrong :
                new String[][] {{"--no-wait", "--pace", "3"}, {"--pace", "-1"}, {"--pace", "601"}, {"-o", "xml"}}) {
            for (final Object command : new Object[] {new LabDemoCommand(), new LabPolicyCommand()}) {
                final StringWriter errors = new StringWriter();
                assertThat(new CommandLine(command)
                                .setErr(new PrintWriter(errors))
                                .execute(wrong))
                        .as(String.join(" ", wrong))
                        .isEqualTo(2);
                assertThat(errors.toString()).startsWith("--");
            }
        }
    }
}
