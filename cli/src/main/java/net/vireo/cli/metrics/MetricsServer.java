// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Answers {@code GET /metrics} with text made anew for each request, and nothing else. Two requests at a time; one that
 * takes longer than ten seconds to arrive or to be read is dropped.
 */
final class MetricsServer implements AutoCloseable {
    private static final String PATH = "/metrics";
    private static final int BACKLOG = 16;
    private static final int THREADS = 2;
    private static final int NO_BODY = -1;
    private static final String SECONDS = "10";

    private final HttpServer server;
    private final ExecutorService threads;
    private final Supplier<String> text;

    private MetricsServer(final HttpServer server, final ExecutorService threads, final Supplier<String> text) {
        this.server = server;
        this.threads = threads;
        this.text = text;
    }

    /**
     * Listens and answers from now on.
     *
     * @param text of the metrics, from one of the server's threads
     * @throws IOException when the address cannot be listened on
     */
    static MetricsServer start(final InetSocketAddress address, final Supplier<String> text) throws IOException {
        System.setProperty("sun.net.httpserver.maxReqTime", SECONDS);
        System.setProperty("sun.net.httpserver.maxRspTime", SECONDS);
        final HttpServer server = HttpServer.create(address, BACKLOG);
        final ExecutorService threads = Executors.newFixedThreadPool(
                THREADS, Thread.ofPlatform().name("metrics-", 0).daemon().factory());
        final MetricsServer metrics = new MetricsServer(server, threads, text);
        server.setExecutor(threads);
        server.createContext("/", metrics::answer);
        server.start();
        return metrics;
    }

    /** Where it listens; the port is the real one when 0 was asked for. */
    InetSocketAddress address() {
        return server.getAddress();
    }

    private void answer(final HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals(PATH)) {
                exchange.sendResponseHeaders(404, NO_BODY);
            } else if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                exchange.sendResponseHeaders(405, NO_BODY);
            } else {
                final byte[] body = text.get().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", MetricsText.CONTENT_TYPE);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
