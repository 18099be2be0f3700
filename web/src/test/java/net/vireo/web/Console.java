// SPDX-License-Identifier: Apache-2.0
package net.vireo.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import net.vireo.cli.node.RunDirectory;
import net.vireo.web.http.Token;
import net.vireo.web.sample.Nodes;

/** A console over a stand-in node, on a free port. */
final class Console implements AutoCloseable {
    static final String NODE = "compute1";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final StandInNode node;
    private final Nodes nodes;
    private final Server server;
    private final HttpClient client = HttpClient.newHttpClient();

    Console(final Path run, final String guest, final String token, final Server.Limits limits) throws IOException {
        node = new StandInNode(run, NODE, guest);
        nodes = new Nodes(new RunDirectory(run));
        server = Server.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), new Token(token), nodes, limits);
    }

    int port() {
        return server.port();
    }

    /** How often lcores were asked to do something for the console. */
    int ledgers() {
        return node.ledgers();
    }

    /** Rounds of questions to the node's control socket. */
    int asked() {
        return node.asked();
    }

    /** Traces that lcores were to watch for. */
    int traces() {
        return node.traces();
    }

    Server server() {
        return server;
    }

    URI uri(final String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    HttpRequest.Builder request(final String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(LIMIT);
    }

    HttpResponse<String> get(final String path, final String... headers) throws IOException, InterruptedException {
        final HttpRequest.Builder request = request(path).GET();
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<String> post(final String path, final String... headers) throws IOException, InterruptedException {
        final HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.noBody());
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    HttpResponse<String> send(final HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        server.close();
        nodes.close();
        node.close();
        client.close();
    }
}
