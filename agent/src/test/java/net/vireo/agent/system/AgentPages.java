// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.vireo.cli.run.AgentService;
import net.vireo.cli.text.JsonValue;

/** What the agent of a node says over HTTP, wherever it runs. */
final class AgentPages {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path node;

    /** @param node the node's directory */
    AgentPages(final Path node) {
        this.node = node;
    }

    /** The only row of the status table. */
    Map<String, Object> status() throws IOException {
        return rows("status").getFirst();
    }

    /** A table's rows. */
    @SuppressWarnings("unchecked") // tables are lists of rows
    List<Map<String, Object>> rows(final String table) throws IOException {
        try {
            return (List<Map<String, Object>>) (List<?>) JsonValue.parse(get("/api/" + table));
        } catch (final JsonValue.Malformed e) {
            throw new IOException(e);
        }
    }

    private String get(final String path) throws IOException {
        final Object port;
        try {
            port = ((Map<?, ?>) JsonValue.parse(Files.readString(node.resolve(AgentService.PORTS_FILE))))
                    .get("introspect");
        } catch (final JsonValue.Malformed e) {
            throw new IOException(e);
        }
        final HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        connection.setConnectTimeout(5000);
        connection.setReadTimeout(20_000);
        try (InputStream in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Every problem's sentence. */
    List<String> problems() throws IOException {
        return rows("problems").stream()
                .map(row -> row.get("where") + ": " + row.get("problem"))
                .toList();
    }

    /** Waits until a value of the status contains a text. */
    void awaitStatus(final String name, final String text) {
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> String.valueOf(status().get(name)).contains(text));
    }

    /** Waits until nothing is left to do, and so many ports are there. */
    void settle(final int active) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() -> assertThat(status())
                        .containsEntry("dataPlane", "connected")
                        .containsEntry("activePorts", (long) active)
                        .containsEntry("refused", 0L)
                        .containsEntry("settling", false));
    }
}
