// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.vireo.cli.ReplayServer;
import net.vireo.cli.Run;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordedRequestTest {
    private static final int HEADER_HEX_DIGITS = 48;

    /** An answer to anything: vr_response with code 0. */
    private static final String DONE = "36000000000000000000000000000000010000001e000100"
            + "0000000b76725f726573706f6e73650800010000000408000200000000" + "00";

    /** What our tools do not offer; each belongs to a part of the router that is not there yet. */
    private static final List<String> NOT_OFFERED = List.of("--oif 0,1", "--kernel");

    /** What our tools send otherwise on purpose. */
    private static final List<String> OTHERWISE = List.of(
            // We say that a tunnel forwards IPv4 (family 2): the original leaves 0 and then cannot print its ends.
            "nh --create 45",
            "nh --create 47",
            "nh --create 48",
            // The original maps the flow table that it asks for; we page through it. The fields that it leaves unset
            // are memory garbage in requests for mirrors and VRFs, which need none of them. Of --fc it sends but one:
            // what belongs to its second mark is lost.
            "flow ",
            "mirror --get",
            "mirror --dump",
            "mirror --delete",
            "vrftable --get",
            "vrftable --dump",
            "qosmap --set-qos",
            // The original first changes the vif it is going to change, with nothing in the request.
            "vif --set",
            // The original asks where it may map the bridge table first.
            "--family bridge",
            // The original sets burst tokens to 0 when it is asked for something else.
            "--set-log-level",
            "--enable-log-type",
            // The original looks the index up itself in this mode; we send the list as it does in its other mode.
            "--xconnect",
            // The original sends a get in this mode, which clears nothing; we send a reset as it does in its other
            // mode.
            "dropstats --clear");

    @TempDir
    private Path directory;

    static Stream<Recording> requests() {
        return Recording.read("requests.txt").stream().filter(r -> !matches(r, NOT_OFFERED) && !matches(r, OTHERWISE));
    }

    static Stream<Recording> notOffered() {
        return Recording.read("requests.txt").stream().filter(recording -> matches(recording, NOT_OFFERED));
    }

    private static boolean matches(final Recording recording, final List<String> parts) {
        return parts.stream().anyMatch(recording.command()::contains);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void shouldSendWhatTheOriginalToolSends(final Recording recording) throws IOException {
        try (ReplayServer server = new ReplayServer(directory, request -> List.of(DONE))) {
            final Run run = run(recording);

            assertThat(payloads(server.requests())).as(run.err()).isEqualTo(expected(recording));
        }
    }

    @ParameterizedTest
    @MethodSource("notOffered")
    void shouldSayWhatIsWrongWithAnOptionThatIsNotOffered(final Recording recording) throws IOException {
        try (ReplayServer server = new ReplayServer(directory, request -> List.of(DONE))) {
            final Run run = run(recording);

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err())
                    .startsWith("vireo "
                            + recording
                                    .command()
                                    .substring(0, recording.command().indexOf(' ')) + ": ");
            assertThat(server.requests()).isEmpty();
        }
    }

    private Run run(final Recording recording) {
        final List<String> arguments =
                new ArrayList<>(List.of(recording.command().split(" ")));
        arguments.addAll(List.of("--sock-dir", directory.toString()));
        return Run.of(arguments.toArray(String[]::new));
    }

    /** Before an add, the original asks for an interface that does not exist; we do not. */
    private static List<String> expected(final Recording recording) {
        final List<String> payloads = payloads(recording.requests());
        return recording.command().startsWith("vif --add") ? List.of(payloads.getLast()) : payloads;
    }

    private static List<String> payloads(final List<String> messages) {
        return messages.stream()
                .map(message -> message.substring(HEADER_HEX_DIGITS))
                .toList();
    }
}
