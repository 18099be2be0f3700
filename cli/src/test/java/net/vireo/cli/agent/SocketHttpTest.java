// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketHttpTest {
    private static final long LIMIT_MS = 20_000;

    @TempDir
    private Path directory;

    private SocketHttp.Answer exchange(final String body, final long limitMs, final UnaryOperator<String> answers)
            throws IOException {
        try (FakeAgent agent = new FakeAgent(directory.resolve("s"), answers)) {
            return SocketHttp.exchange(agent.socket(), "POST", "/port", body, limitMs);
        }
    }

    @Test
    void shouldAskAsHttpServersExpectIt() throws Exception {
        final SocketHttp.Answer answer = exchange("{}", LIMIT_MS, asked -> FakeAgent.http(200, asked));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .startsWith("POST /port HTTP/1.0\r\nHost: localhost\r\n")
                .contains("\r\nContent-Length: 2\r\n");
    }

    @Test
    void shouldReadLongAnswersToTheirEnd() throws Exception {
        final String body = "x".repeat(300_000);

        assertThat(exchange("", LIMIT_MS, asked -> FakeAgent.http(400, body)))
                .isEqualTo(new SocketHttp.Answer(400, body));
    }

    @Test
    void shouldRefuseWhatIsNoAnswer() {
        assertThatThrownBy(() -> exchange("", LIMIT_MS, asked -> ""))
                .isInstanceOf(IOException.class)
                .hasMessage("it hung up");
        for (final String wrong : new String[] {"hello\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n", "HTTP/1.1 200 OK\r\n"}) {
            assertThatThrownBy(() -> exchange("", LIMIT_MS, asked -> wrong))
                    .as(wrong)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldNotWaitForeverForOneWhoIsSilent() {
        assertThatThrownBy(() -> exchange("", 200, asked -> null)).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void shouldSayThatNobodyListens() {
        assertThatThrownBy(() -> SocketHttp.exchange(directory.resolve("none"), "GET", "/", "", LIMIT_MS))
                .isInstanceOf(IOException.class);
    }
}
