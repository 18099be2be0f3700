// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.vireo.cli.ReplayServer;
import net.vireo.cli.failure.CommandFailed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
    @TempDir
    private Path root;

    private ReplayServer running(final String node) throws IOException {
        return new ReplayServer(Files.createDirectories(root.resolve("nodes").resolve(node)), request -> List.of());
    }

    @Test
    void shouldLieWhereTheEnvironmentSays() {
        final Map<String, String> xdg = Map.of("XDG_RUNTIME_DIR", "/run/user/7");

        assertThat(RunDirectory.of(Map.of("VIREO_RUN_DIR", "/x"), 0).root()).isEqualTo(Path.of("/x"));
        assertThat(RunDirectory.of(xdg, 0).root()).isEqualTo(Path.of("/run/vireo"));
        assertThat(RunDirectory.of(xdg, 7).root()).isEqualTo(Path.of("/run/user/7/vireo"));
        assertThat(RunDirectory.of(Map.of(), 7).root()).isEqualTo(Path.of("/tmp/vireo-7"));
    }

    @Test
    void shouldTakeTheOnlyNodeThatRuns() throws IOException {
        try (ReplayServer one = running("compute1")) {
            Files.createDirectories(root.resolve("nodes/dead"));

            assertThat(new RunDirectory(root).only().name()).isEqualTo("compute1");
            assertThat(one.requests()).isEmpty();
        }
    }

    @Test
    void shouldListTheNodesWhenMoreThanOneRuns() throws IOException {
        try (ReplayServer one = running("compute1");
                ReplayServer two = running("compute2")) {
            assertThatThrownBy(() -> new RunDirectory(root).only())
                    .isInstanceOfSatisfying(CommandFailed.class, failure -> {
                        assertThat(failure.getMessage()).isEqualTo("2 nodes are running: compute1, compute2");
                        assertThat(failure.mend()).contains("--node compute1");
                    });
            assertThat(one.requests()).isEqualTo(two.requests());
        }
    }

    @Test
    void shouldSayHowToStartOneWhenNoneRuns() {
        assertThatThrownBy(() -> new RunDirectory(root).only()).isInstanceOfSatisfying(CommandFailed.class, failure -> {
            assertThat(failure.getMessage()).startsWith("no node is running");
            assertThat(failure.mend()).contains("vireo lab", "vireo run vrouter");
        });
    }

    @Test
    void shouldListTheNodesThereAreForAnUnknownName() throws IOException {
        Files.createDirectories(root.resolve("nodes/compute1"));

        assertThatThrownBy(() -> new RunDirectory(root).named("compute9"))
                .isInstanceOfSatisfying(
                        CommandFailed.class,
                        failure -> assertThat(failure.mend()).endsWith("compute1"));
    }

    @Test
    void shouldNotTakeASocketThatNobodyListensOnForARunningNode() throws IOException {
        running("compute1").close();

        assertThat(root.resolve("nodes/compute1/dpdk_netlink")).exists();
        assertThat(new RunDirectory(root).running()).isEmpty();
    }
}
