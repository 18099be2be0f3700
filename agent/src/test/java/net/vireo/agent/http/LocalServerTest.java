// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LocalServerTest {
    private static final String OURS = "GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    private LocalServer server;

    @BeforeEach
    void start() throws IOException {
        server = new LocalServer(0, "test", request -> LocalServer.Answer.text(200, "at " + request.path()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Socket send(final String text) throws IOException {
        final Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private String ask(final String text) throws IOException {
        try (Socket socket = send(text)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "G",
                "GET /x HTTP/1.1\r\nHost: loc",
                "POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf"
            })
    void shouldAnswerOthersWhileSomeSayHalfARequest(final String half) throws IOException {
        final List<Socket> stuck = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                stuck.add(send(half));
            }

            assertThat(ask(OURS)).startsWith("HTTP/1.1 200 ").endsWith("at /x");
        } finally {
            for (final Socket socket : stuck) {
                socket.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET http://localhost HTTP/1.1",
                "GET localhost:1 HTTP/1.1",
                "GET mailto:x HTTP/1.1",
                "OPTIONS * HTTP/1.1",
                "GET //evil/ HTTP/1.1",
                "GET /%00%zz HTTP/1.1",
                "GET"
            })
    void shouldOutliveStrangeTargets(final String line) throws IOException {
        ask(line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(ask(OURS)).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Host: evil.example\r\n", "Host: localhost\r\nOrigin: http://evil.example\r\n"})
    void shouldRefuseWhatABrowserSendsForAnotherPage(final String headers) throws IOException {
        assertThat(ask("GET /x HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ")
                .doesNotContain("at /x");
    }

    @Test
    void shouldAnswerAHeadRequestWithoutABody() throws IOException {
        assertThat(ask(OURS.replace("GET", "HEAD"))).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
    }
}
