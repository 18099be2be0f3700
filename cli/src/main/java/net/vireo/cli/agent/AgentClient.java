// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.node.NodeDirectory;
import net.vireo.cli.run.AgentService;
import net.vireo.cli.text.JsonValue;

/** Asks the agent of a node over HTTP, by the sockets in the node's directory. Every method throws {@link CommandFailed} when it cannot be asked, or refuses. */
final class AgentClient {
    private static final int TIMEOUT_MS = 10_000;
    private static final int OK = 200;
    private static final int WRONG_QUESTION = 400;
    private static final int NOT_FOUND = 404;

    private final NodeDirectory node;

    private AgentClient(final NodeDirectory node) {
        this.node = node;
    }

    static AgentClient of(final NodeDirectory node) {
        if (!Files.exists(node.path().resolve(AgentService.PORTS_FILE))) {
            throw new CommandFailed(
                    "no agent runs for node " + node.name(),
                    "start it with 'vireo run agent --node " + node.name() + " --config DIR'");
        }
        return new AgentClient(node);
    }

    /** A table of the agent's. */
    Object table(final String name) {
        final String text = request("GET", AgentService.PAGES_SOCKET, "/api/" + name, "");
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
        final SocketHttp.Answer answer = exchange("GET", AgentService.PAGES_SOCKET, path, "");
        if (answer.status() == WRONG_QUESTION) {
            throw wrong.apply(answer.text().strip());
        }
        return accepted(answer);
    }

    /** A request of the port API. */
    String port(final String method, final String path, final String body) {
        return request(method, AgentService.PORT_API_SOCKET, path, body);
    }

    /**
     * Deletes something of the port API's.
     *
     * @return whether it was there
     */
    boolean delete(final String path) {
        final SocketHttp.Answer answer = exchange("DELETE", AgentService.PORT_API_SOCKET, path, "");
        if (answer.status() == NOT_FOUND) {
            return false;
        }
        accepted(answer);
        return true;
    }

    private String request(final String method, final String socket, final String path, final String body) {
        return accepted(exchange(method, socket, path, body));
    }

    private static String accepted(final SocketHttp.Answer answer) {
        if (answer.status() != OK) {
            throw new CommandFailed(
                    "the agent refuses: " + sentence(answer.text()) + " (status " + answer.status() + ")", "");
        }
        return answer.text();
    }

    /** The port API puts its sentences in braces. */
    private static String sentence(final String text) {
        final String bare = text.strip();
        return bare.startsWith("{") && bare.endsWith("}")
                ? bare.substring(1, bare.length() - 1).strip()
                : bare;
    }

    private SocketHttp.Answer exchange(final String method, final String name, final String path, final String body) {
        final Path socket = node.path().resolve(name);
        try {
            return SocketHttp.exchange(socket, method, path, body, TIMEOUT_MS);
        } catch (final IOException e) {
            throw new CommandFailed(
                    "the agent of node " + node.name() + " does not answer at " + socket + ": " + e.getMessage(),
                    "see whether it runs; start it again with 'vireo run agent --node " + node.name()
                            + " --config DIR'",
                    e);
        }
    }
}
