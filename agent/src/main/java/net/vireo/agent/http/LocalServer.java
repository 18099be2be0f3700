// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import net.vireo.port.log.LimitedLog;

/**
 * An HTTP server for programs of this machine: the JDK's, since a few requests a minute need no library. It listens on
 * 127.0.0.1, and refuses what a browser sends for somebody else's page: requests with an Origin, or to another host name.
 * Each request has a thread of its own: any program of the machine may connect, and one that says half a request and then
 * nothing keeps nobody else waiting. It is let go after {@value #MOST_S} seconds.
 */
public final class LocalServer implements AutoCloseable {
    private static final LimitedLog LOG = new LimitedLog(LocalServer.class);
    private static final int MOST_BODY_BYTES = 1 << 20;
    private static final int BACKLOG = 16;
    private static final List<String> OUR_NAMES = List.of("127.0.0.1", "localhost");
    private static final int FORBIDDEN = 403;
    private static final int TOO_LONG = 413;
    private static final int ERROR = 500;
    private static final int NO_BODY = -1;

    /** For a request to arrive, and for an answer to be taken. */
    private static final String MOST_S = "20";

    /** Of one server at one time. */
    private static final String MOST_CONNECTIONS = "128";

    static {
        // Read when the JDK makes its first server; they are all that can be set of it.
        System.setProperty("sun.net.httpserver.maxReqTime", MOST_S);
        System.setProperty("sun.net.httpserver.maxRspTime", MOST_S);
        System.setProperty("jdk.httpserver.maxConnections", MOST_CONNECTIONS);
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private LocalDoor door;

    /**
     * A request.
     *
     * @param path without the query
     * @param query as it stands behind the question mark, empty without one
     */
    public record Request(String method, String path, String query, String body) {}

    /** An answer. */
    public record Answer(int status, String type, String body) {
        /** JSON. */
        public static Answer json(final String body) {
            return new Answer(200, "application/json; charset=utf-8", body);
        }

        /** Plain text. */
        public static Answer text(final int status, final String body) {
            return new Answer(status, "text/plain; charset=utf-8", body);
        }

        /** A page. */
        public static Answer html(final String body) {
            return new Answer(200, "text/html; charset=utf-8", body);
        }
    }

    /** Who answers. Called by any thread, by several at once. */
    @FunctionalInterface
    public interface Handler {
        /** Answers; what it throws becomes status 500. */
        Answer answer(Request request);
    }

    /**
     * Starts to listen.
     *
     * @param port 0 for a free one
     * @param name of its threads
     * @throws IOException when the port is taken
     */
    public LocalServer(final int port, final String name, final Handler handler) throws IOException {
        server = HttpServer.create(
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), BACKLOG);
        threads =
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name).factory());
        server.setExecutor(threads);
        server.createContext("/", exchange -> serve(exchange, handler));
        server.start();
    }

    /**
     * Makes a {@link LocalDoor} to it, which is closed with it.
     *
     * @param path in the directory of the node
     * @throws IOException when the socket cannot be made
     */
    public void openDoor(final Path path) throws IOException {
        door = LocalDoor.open(path, port());
    }

    /** The port that it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    private static void serve(final HttpExchange exchange, final Handler handler) throws IOException {
        try (exchange) {
            send(exchange, answer(exchange, handler));
        }
    }

    private static Answer answer(final HttpExchange exchange, final Handler handler) throws IOException {
        if (isForeign(exchange)) {
            return Answer.text(FORBIDDEN, "{ only for programs of this machine }");
        }
        final byte[] body;
        try (InputStream in = exchange.getRequestBody()) {
            body = in.readNBytes(MOST_BODY_BYTES + 1);
        }
        if (body.length > MOST_BODY_BYTES) {
            return Answer.text(TOO_LONG, "{ the body has more than " + MOST_BODY_BYTES + " bytes }");
        }
        final String query = exchange.getRequestURI().getQuery();
        try {
            return handler.answer(new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    query == null ? "" : query,
                    new String(body, StandardCharsets.UTF_8)));
        } catch (final RuntimeException e) {
            LOG.log(Level.WARNING, exchange.getRequestURI() + ": " + e);
            return Answer.text(ERROR, "{ " + e.getMessage() + " }");
        }
    }

    private static boolean isForeign(final HttpExchange exchange) {
        final String host = exchange.getRequestHeaders().getFirst("Host");
        final String name = host == null ? "" : host.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
        return exchange.getRequestHeaders().containsKey("Origin") || !OUR_NAMES.contains(name);
    }

    private static void send(final HttpExchange exchange, final Answer answer) throws IOException {
        final byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        exchange.getResponseHeaders().set("Content-Security-Policy", "default-src 'none'");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        final boolean bare = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(answer.status(), bare ? NO_BODY : bytes.length);
        if (!bare) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        if (door != null) {
            door.close();
        }
        server.stop(0);
        threads.shutdownNow();
    }
}
