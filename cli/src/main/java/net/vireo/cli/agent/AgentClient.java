// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.node.NodeDirectory;
import net.vireo.cli.run.AgentService;
import net.vireo.cli.text.JsonValue;

/** Asks the agent of a node over HTTP. Every method throws {@link CommandFailed} when it cannot be asked, or refuses. */
final class AgentClient {
    private static final int TIMEOUT_MS = 10_000;
    private static final int OK = 200;
    private static final int WRONG_QUESTION = 400;
    private static final int NOT_FOUND = 404;

    private final String node;
    private final long portApi;
    private final long introspect;

    private AgentClient(final String node, final long portApi, final long introspect) {
        this.node = node;
        this.portApi = portApi;
        this.introspect = introspect;
    }

    static AgentClient of(final NodeDirectory node) {
        final Path file = node.path().resolve(AgentService.PORTS_FILE);
        final String start = "start it with 'vireo run agent --node " + node.name() + " --config DIR'";
        try {
            if (JsonValue.parse(Files.readString(file)) instanceof final Map<?, ?> ports
                    && ports.get("portApi") instanceof final Long portApi
                    && ports.get("introspect") instanceof final Long introspect) {
                return new AgentClient(node.name(), portApi, introspect);
            }
            throw new CommandFailed(file + " does not say where the agent serves", start);
        } catch (final NoSuchFileException e) {
            throw new CommandFailed("no agent runs for node " + node.name(), start, e);
        } catch (final IOException | JsonValue.Malformed e) {
            throw new CommandFailed("cannot read " + file + ": " + e.getMessage(), start, e);
        }
    }

    /** A table of the agent's. */
    Object table(final String name) {
        final String text = request("GET", introspect, "/api/" + name, "");
        try {
            return JsonValue.parse(text);
        } catch (final JsonValue.Malformed e) {
            throw new CommandFailed("the agent's answer is " + e.getMessage(), "", e);
        }
    }

    /**
     * A question that may be a wrong one.
     *
     * @param path with the query
     * @param wrong what to throw then, made of the agent's sentence
     */
    String question(final String path, final Function<String, RuntimeException> wrong) {
        final Answer answer = exchange("GET", introspect, path, "");
        if (answer.status == WRONG_QUESTION) {
            throw wrong.apply(answer.text.strip());
        }
        return answer.accepted();
    }

    /** A request of the port API. */
    String port(final String method, final String path, final String body) {
        return request(method, portApi, path, body);
    }

    /**
     * Deletes something of the port API's.
     *
     * @return whether it was there
     */
    boolean delete(final String path) {
        final Answer answer = exchange("DELETE", portApi, path, "");
        if (answer.status == NOT_FOUND) {
            return false;
        }
        answer.accepted();
        return true;
    }

    private record Answer(int status, String text) {
        private String accepted() {
            if (status != OK) {
                throw new CommandFailed("the agent refuses: " + sentence() + " (status " + status + ")", "");
            }
            return text;
        }

        /** The port API puts its sentences in braces. */
        private String sentence() {
            final String bare = text.strip();
            return bare.startsWith("{") && bare.endsWith("}")
                    ? bare.substring(1, bare.length() - 1).strip()
                    : bare;
        }
    }

    private String request(final String method, final long port, final String path, final String body) {
        return exchange(method, port, path, body).accepted();
    }

    private Answer exchange(final String method, final long port, final String path, final String body) {
        final URI uri = URI.create("http://127.0.0.1:" + port + path);
        try {
            final HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(TIMEOUT_MS);
            connection.setReadTimeout(TIMEOUT_MS);
            connection.setRequestMethod(method);
            if (!body.isEmpty()) {
                connection.setDoOutput(true);
                connection.setRequestProperty("Content-Type", "application/json");
                try (OutputStream out = connection.getOutputStream()) {
                    out.write(body.getBytes(StandardCharsets.UTF_8));
                }
            }
            final int status = connection.getResponseCode();
            try (InputStream in = status == OK ? connection.getInputStream() : connection.getErrorStream()) {
                return new Answer(status, in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (final IOException e) {
            throw new CommandFailed(
                    "the agent of node " + node + " does not answer at " + uri + ": " + e.getMessage(),
                    "ask from the network namespace that it runs in, or start it again",
                    e);
        }
    }
}
