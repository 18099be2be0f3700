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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.vireo.agent.AgentProcess;
import net.vireo.cli.node.NodeDirectory;
import net.vireo.cli.run.AgentService;
import net.vireo.cli.text.JsonValue;

/** The agent's process in this one: on a thread of its own. */
final class RunningAgent implements AutoCloseable {
    private final Path node;
    private final Thread thread;
    private final CompletableFuture<String> ready = new CompletableFuture<>();

    RunningAgent(final Path node, final Path config) {
        this.node = node;
        final AgentService.Wish wish = new AgentService.Wish(
                new NodeDirectory("compute1", node), config, node.resolve("agent"), Duration.ofSeconds(1), 0, 0);
        thread = Thread.ofPlatform().name("test-agent").start(() -> {
            try {
                new AgentProcess().serve(wish, ready::complete);
            } catch (final IOException e) {
                ready.completeExceptionally(e);
            } catch (final InterruptedException stop) {
                // It was asked to.
            }
        });
        try {
            ready.get(60, TimeUnit.SECONDS);
        } catch (final InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Why a second one does not start. */
    static String failure(final Path node, final Path config) {
        try (RunningAgent second = new RunningAgent(node, config)) {
            return "it started: " + second.status();
        } catch (final IllegalStateException e) {
            return e.getMessage();
        } catch (final IOException e) {
            return "it started, and does not answer: " + e;
        }
    }

    /** The only row of the status table. */
    Map<String, Object> status() throws IOException {
        return table("status").getFirst();
    }

    /** The rows of a table. */
    List<Map<String, Object>> table(final String name) throws IOException {
        try {
            @SuppressWarnings("unchecked")
            final List<Map<String, Object>> rows =
                    (List<Map<String, Object>>) JsonValue.parse(ask("introspect", "GET", "/api/" + name, ""));
            return rows;
        } catch (final JsonValue.Malformed e) {
            throw new IOException(e);
        }
    }

    /** An answer that is no table. */
    Map<?, ?> page(final String name) throws IOException {
        try {
            return (Map<?, ?>) JsonValue.parse(ask("introspect", "GET", "/api/" + name, ""));
        } catch (final JsonValue.Malformed e) {
            throw new IOException(e);
        }
    }

    /** Waits until so many link-local services are open, and nothing is wrong. */
    void awaitDoors(final int count) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(rows("services")).asString().contains("doors=" + count + ",");
            assertThat(rows("problems")).isEmpty();
        });
    }

    /** The rows of a table. */
    List<?> rows(final String table) throws IOException {
        try {
            return (List<?>) JsonValue.parse(ask("introspect", "GET", "/api/" + table, ""));
        } catch (final JsonValue.Malformed e) {
            throw new IOException(e);
        }
    }

    /** A request of the port API. */
    void post(final String path, final String body) throws IOException {
        ask("portApi", "POST", path, body);
    }

    private String ask(final String server, final String method, final String path, final String body)
            throws IOException {
        final Object port;
        try {
            port = ((Map<?, ?>) JsonValue.parse(Files.readString(node.resolve(AgentService.PORTS_FILE)))).get(server);
        } catch (final JsonValue.Malformed e) {
            throw new IOException(e);
        }
        final HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        connection.setRequestMethod(method);
        if (!body.isEmpty()) {
            connection.setDoOutput(true);
            connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        }
        try (InputStream in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException notNow) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
