// SPDX-License-Identifier: Apache-2.0
package net.vireo.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The API of the fault shelf, with a kept lab behind it and without. */
@Timeout(120)
class FaultShelfTest {
    private static final String FAULTS = "/api/v1/faults";
    private static final String LIST = "{\"faults\":[{\"name\":\"gre-funnel\",\"title\":\"<b>\",\"page\":69,"
            + "\"what\":\"..\",\"state\":\"planting\",\"node\":\"faulty\",\"vif\":\"\",\"message\":\"\"}]}";

    @TempDir
    private Path run;

    private Console console;

    @BeforeEach
    void open() throws IOException {
        console = new Console(run, "vm", "", Server.Limits.USUAL);
    }

    @AfterEach
    void close() {
        console.close();
    }

    /** A lab that answers each line with the same. */
    private final class Lab implements AutoCloseable {
        private final List<String> asked = new CopyOnWriteArrayList<>();
        private final ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);

        Lab(final String answer) throws IOException {
            server.bind(UnixDomainSocketAddress.of(run.resolve("shelf")));
            Thread.ofVirtual().start(() -> serve(answer));
        }

        private void serve(final String answer) {
            try {
                while (true) {
                    try (SocketChannel client = server.accept()) {
                        final ByteBuffer line = ByteBuffer.allocate(4096);
                        while (line.position() == 0 || line.get(line.position() - 1) != '\n') {
                            client.read(line);
                        }
                        asked.add(StandardCharsets.UTF_8.decode(line.flip()).toString());
                        client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
                    }
                }
            } catch (final ClosedChannelException over) {
                // The test is over.
            } catch (final IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    @Test
    void shouldSayThatThereIsNoShelf() throws Exception {
        final HttpResponse<String> answer = console.get(FAULTS);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"faults\":[],\"why\":\"no kept lab is behind this console\"}");
        assertThat(console.post(FAULTS + "/gre-funnel/plant", "X-Vireo", "1").statusCode())
                .isEqualTo(409);
    }

    @Test
    void shouldHandRequestsToTheLabAndItsAnswersBack() throws Exception {
        try (Lab lab = new Lab(LIST + "\n")) {
            assertThat(console.get(FAULTS).body())
                    .contains("\"name\":\"gre-funnel\"", "\"state\":\"planting\"", "\"page\":69")
                    .contains("\"title\":\"\\u003cb\\u003e\"");
            final HttpResponse<String> planted = console.post(FAULTS + "/gre-funnel/plant", "X-Vireo", "1");
            assertThat(planted.statusCode()).as(planted.body()).isEqualTo(200);
            assertThat(console.post(FAULTS + "/gre-funnel/lift", "X-Vireo", "1").statusCode())
                    .isEqualTo(200);
            assertThat(lab.asked)
                    .containsExactly(
                            "{\"do\":\"list\"}\n",
                            "{\"do\":\"plant\",\"fault\":\"gre-funnel\"}\n",
                            "{\"do\":\"lift\",\"fault\":\"gre-funnel\"}\n");
        }
    }

    @Test
    void shouldLetNobodyPlantButItself() throws Exception {
        try (Lab lab = new Lab(LIST + "\n")) {
            assertThat(console.post(FAULTS + "/gre-funnel/plant").statusCode()).isEqualTo(403);
            assertThat(console.post(FAULTS + "/gre-funnel/plant", "X-Vireo", "1", "Origin", "http://evil.example")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(console.get(FAULTS + "/gre-funnel/plant").statusCode()).isEqualTo(404);
            assertThat(console.post(FAULTS + "/%22%7D/plant", "X-Vireo", "1").statusCode())
                    .isEqualTo(404);
            assertThat(lab.asked).isEmpty();
        }
    }

    @Test
    void shouldPassOnWhyTheLabRefuses() throws Exception {
        try (Lab lab = new Lab("{\"error\":\"there is no fault 'x'\"}\n")) {
            final HttpResponse<String> answer = console.post(FAULTS + "/x/plant", "X-Vireo", "1");
            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(answer.body()).contains("there is no fault 'x'; ");
            assertThat(lab.asked).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "nonsense\n",
                "[]\n",
                "{\"faults\":7}\n",
                "{\"faults\":[",
                "{\"faults\":[[[[[[[[[[]]]]]]]]]]}\n"
            })
    void shouldSayThatTheLabAnswersNonsense(final String answer) throws Exception {
        try (Lab lab = new Lab(answer)) {
            final HttpResponse<String> refused = console.get(FAULTS);
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
            assertThat(refused.body()).startsWith("{\"error\":\"").contains("; see whether the lab still runs");
            assertThat(lab.asked).hasSize(1);
        }
    }

    /** The lab was killed: its socket's name is left, and nobody listens. */
    @Test
    void shouldSayThatTheLabIsGone() throws Exception {
        new Lab(LIST).close();
        final HttpResponse<String> answer = console.get(FAULTS);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("the kept lab does not answer");
    }
}
