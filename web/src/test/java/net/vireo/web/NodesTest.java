// SPDX-License-Identifier: Apache-2.0
package net.vireo.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that come and go while the console runs, as a planted fault's do. */
@Timeout(120)
class NodesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path run;

    @Test
    void shouldNoticeNodesThatComeAndGoAndComeAgain() throws Exception {
        try (Console console = new Console(run, "vm", "", Server.Limits.USUAL)) {
            for (int time = 0; time < 2; time++) {
                assertThat(console.get("/api/v1/nodes").body()).doesNotContain("faulty");
                try (StandInNode faulty = new StandInNode(run, "faulty", "five")) {
                    assertThat(faulty).isNotNull();
                    await().atMost(PATIENCE)
                            .until(() ->
                                    console.get("/api/v1/nodes").body().contains("\"name\":\"faulty\",\"alive\":true"));
                    await().atMost(PATIENCE)
                            .until(() ->
                                    console.get("/api/v1/nodes/faulty/snapshot").statusCode() == 200);
                }
                remove(run.resolve("nodes").resolve("faulty"));
                assertThat(console.get("/api/v1/nodes/faulty/snapshot").statusCode())
                        .isEqualTo(404);
            }
        }
    }

    private static void remove(final Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (final IOException stays) {
                    throw new UncheckedIOException(stays);
                }
            });
        }
    }
}
