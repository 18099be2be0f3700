// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.system;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A metadata service that answers with what it was asked, and notes the headers. */
final class StandInMetadata implements AutoCloseable {
    private final HttpServer server;
    private final List<Headers> requests = new CopyOnWriteArrayList<>();

    StandInMetadata(final String address, final int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(address), port), 0);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestHeaders());
            final byte[] body = (exchange.getRequestMethod() + " " + exchange.getRequestURI() + "\n")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    /** The values of a header in all requests so far, in order. */
    List<String> headers(final String name) {
        return requests.stream()
                .flatMap(headers -> headers.getOrDefault(name, List.of()).stream())
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
