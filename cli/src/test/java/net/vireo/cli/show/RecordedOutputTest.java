// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import net.vireo.cli.ReplayServer;
import net.vireo.cli.Run;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Our tools print what Contrail's tools printed when they were answered the same bytes. Where they do not, the reason
 * is in {@link #DEVIATIONS}.
 */
class RecordedOutputTest {
    private static final String TITLE_TWICE = "Statistics for core 1\n\nStatistics for core 1\n\n";

    /** What we print otherwise on purpose: the original's text and ours. */
    private static final Map<String, List<String>> DEVIATIONS = Map.of(
            // Prints its title twice.
            "dropstats --core 1", List.of(TITLE_TWICE, "Statistics for core 1\n\n"),
            // Leaves the last line of a service interface open.
            "vif --get 3", List.of("100:2, ", "100:2, \n"),
            // Has a slip in one of its labels.
            "vrmemstats", List.of("Mirror MetMirror Meta           42", "Mirror Meta                     42"),
            // An error is no result: it is on the error stream, with exit code 1, and no empty table above it.
            "mpls --get 43",
                    List.of(
                            "MPLS Input Label Map\n\n   Label    NextHop\n-------------------\nvRouter(Response):",
                            "vRouter(Response):"));

    @TempDir
    private Path directory;

    static Stream<Recording> conversations() {
        return Recording.read("conversations.txt").stream();
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void shouldPrintWhatTheOriginalToolPrints(final Recording recording) throws IOException {
        final Run run = replay(recording);

        final List<String> deviation = DEVIATIONS.getOrDefault(recording.command(), List.of("", ""));
        final String expected = recording.prints().replace(deviation.getFirst(), deviation.getLast());
        assertThat(run.out() + firstLine(run.err())).isEqualTo(expected);
        assertThat(run.exitCode()).isEqualTo(expected.startsWith("vRouter(Response)") ? 1 : 0);
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void shouldPrintValidJsonForTheSameAnswers(final Recording recording) throws IOException {
        final Run run = replay(recording, "-o", "json");

        if (run.exitCode() == 0 && !recording.prints().isEmpty()) {
            Json.check(run.out());
        }
    }

    private Run replay(final Recording recording, final String... options) throws IOException {
        final AtomicInteger next = new AtomicInteger();
        try (ReplayServer server = new ReplayServer(directory, request -> recording.answer(next.getAndIncrement()))) {
            final List<String> arguments =
                    new ArrayList<>(List.of(recording.command().split(" ")));
            arguments.addAll(List.of("--sock-dir", directory.toString()));
            arguments.addAll(List.of(options));
            final Run run = Run.of(arguments.toArray(String[]::new));
            assertThat(server.requests()).as(recording.command()).hasSameSizeAs(recording.requests());
            return run;
        }
    }

    private static String firstLine(final String text) {
        return text.isEmpty() ? "" : text.substring(0, text.indexOf('\n') + 1);
    }
}
