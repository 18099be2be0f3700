// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import net.vireo.agent.Samples;
import net.vireo.agent.config.Config;
import net.vireo.agent.config.ConfigDirectory;
import net.vireo.agent.config.ConfigSource;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.port.PortTable;
import net.vireo.agent.program.NameJournal;
import net.vireo.agent.program.Programmer;
import net.vireo.agent.verdict.VerdictPlan;
import net.vireo.sandesh.VrouterException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rounds that fail. */
class EngineTest {
    private static final Duration GENEROUS = Duration.ofSeconds(60);

    @TempDir
    private Path node;

    @TempDir
    private Path files;

    @TempDir
    private Path state;

    private final AtomicInteger connects = new AtomicInteger();
    private final AtomicInteger heard = new AtomicInteger();

    @BeforeEach
    void write() throws IOException {
        Samples.write(files);
    }

    private Engine engine(final ConfigSource source, final Function<OperState, VerdictPlan> verdicts)
            throws IOException {
        final Programmer programmer = new Programmer(
                () -> {
                    connects.incrementAndGet();
                    throw new VrouterException("nobody is there", "", null);
                },
                new NameJournal(node),
                0);
        final Engine engine = new Engine(source, new PortTable(state.resolve("ports")), programmer, verdicts);
        engine.onChange(heard::incrementAndGet);
        return engine;
    }

    @Test
    void shouldTakeAChangeInOnceMoreWhenTheRoundThatHadItFailed() throws IOException {
        final AtomicInteger asked = new AtomicInteger();
        try (Engine engine = engine(new ConfigDirectory(files), built -> {
            if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("the first time is a bad time");
            }
            return VerdictPlan.NONE;
        })) {
            engine.start();

            await().atMost(GENEROUS).untilAsserted(() -> assertThat(heard).hasPositiveValue());
            assertThat(engine.state().isReady()).isTrue();
            await().atMost(GENEROUS)
                    .untilAsserted(
                            () -> assertThat(engine.status().configProblems()).isEmpty());
        }
    }

    @Test
    void shouldTryTheDataPlaneAlthoughTheConfigurationCannotBeRead() throws IOException {
        final ConfigSource broken = new ConfigSource() {
            @Override
            public Config current() {
                throw new IllegalStateException("there is a fault in a reader");
            }

            @Override
            public List<String> problems() {
                return List.of();
            }
        };
        try (Engine engine = engine(broken, built -> VerdictPlan.NONE)) {
            engine.start();

            await().atMost(GENEROUS).untilAsserted(() -> assertThat(connects).hasValueGreaterThan(1));
            await().atMost(GENEROUS)
                    .untilAsserted(() -> assertThat(engine.status().configProblems())
                            .anySatisfy(problem -> assertThat(problem).contains("there is a fault in a reader")));
        }
    }
}
