// SPDX-License-Identifier: Apache-2.0
package net.vireo.web;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.sandesh.VrouterException;
import net.vireo.web.http.Answers;
import net.vireo.web.http.ApiError;
import net.vireo.web.http.DoctorApi;
import net.vireo.web.http.DropsApi;
import net.vireo.web.http.EventStreams;
import net.vireo.web.http.FaultApi;
import net.vireo.web.http.Files;
import net.vireo.web.http.Guard;
import net.vireo.web.http.KnobApi;
import net.vireo.web.http.NodeApi;
import net.vireo.web.http.PagePolicy;
import net.vireo.web.http.PortsApi;
import net.vireo.web.http.RingApi;
import net.vireo.web.http.Token;
import net.vireo.web.http.TraceApi;
import net.vireo.web.sample.Nodes;
import net.vireo.web.shelf.Shelf;

/** The web server with everything that it serves. */
final class Server implements AutoCloseable {
    private static final int MOST_CONNECTIONS = 500;
    private static final int MOST_BODY_BYTES = 4096;
    private static final Duration READ_LIMIT = Duration.ofSeconds(30);
    /** Few frames: what waits to be sent to a slow viewer is old. */
    private static final int SEND_BYTES = 65_536;

    private static final Duration STOP_LIMIT = Duration.ofMillis(500);
    private static final int SERVER_ERROR = 500;

    private final WebServer server;
    private final EventStreams streams;
    private final Token token;
    private final InetAddress address;

    private Server(final WebServer server, final EventStreams streams, final Token token, final InetAddress address) {
        this.server = server;
        this.streams = streams;
        this.token = token;
        this.address = address;
    }

    /**
     * What viewers may do.
     *
     * @param viewers at a time
     * @param stalledMs for how long one need not take anything
     */
    record Limits(int viewers, long stalledMs) {
        static final Limits USUAL = new Limits(200, 10_000);
    }

    /**
     * Starts to serve.
     *
     * @throws IOException when the address cannot be listened on
     */
    static Server start(final InetSocketAddress listen, final Token token, final Nodes nodes, final Limits limits)
            throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            // Said here by its cause; the server would wrap it.
            probe.setReuseAddress(true);
            probe.bind(listen);
        }
        final EventStreams streams = new EventStreams(limits.viewers(), limits.stalledMs());
        final WebServer server = WebServer.builder()
                .address(listen.getAddress())
                .port(listen.getPort())
                .maxTcpConnections(MOST_CONNECTIONS)
                .maxPayloadSize(MOST_BODY_BYTES)
                .shutdownGracePeriod(STOP_LIMIT)
                .shutdownHook(false)
                .connectionOptions(
                        connection -> connection.readTimeout(READ_LIMIT).socketSendBufferSize(SEND_BYTES))
                .routing(routing -> routing(routing, token, nodes, streams))
                .build()
                .start();
        return new Server(server, streams, token, listen.getAddress());
    }

    private static void routing(
            final HttpRouting.Builder routing, final Token token, final Nodes nodes, final EventStreams streams) {
        final Files files = new Files();
        routing.addFilter(new Guard(token, PagePolicy.text()))
                .error(
                        ApiError.class,
                        (request, response, error) -> Answers.error(response, error.status(), error.getMessage()))
                .error(
                        CommandFailed.class,
                        (request, response, error) ->
                                Answers.error(response, ApiError.UNAVAILABLE, String.valueOf(error.getMessage())))
                .error(
                        VrouterException.class,
                        (request, response, error) ->
                                Answers.error(response, ApiError.UNAVAILABLE, String.valueOf(error.getMessage())))
                .error(RuntimeException.class, Server::unexpected)
                .register(
                        "/api/v1/nodes",
                        new NodeApi(nodes, streams),
                        new DoctorApi(nodes),
                        new DropsApi(nodes),
                        new KnobApi(nodes),
                        new RingApi(nodes))
                .register("/api/v1/ports", new PortsApi())
                .register("/api/v1/trace", new TraceApi(nodes.run()))
                .register("/api/v1/faults", new FaultApi(new Shelf(nodes.run().root())))
                .any("/api/*", Server::unknown)
                .get("/*", files::serve);
    }

    private static void unknown(final ServerRequest request, final ServerResponse response) {
        throw new ApiError(
                ApiError.NOT_FOUND,
                "there is nothing at '" + request.prologue().method().text() + " "
                        + request.path().rawPath() + "'",
                "/api/v1/nodes lists what there is to look at");
    }

    private static void unexpected(
            final ServerRequest request, final ServerResponse response, final RuntimeException error) {
        System.getLogger(Server.class.getName()).log(System.Logger.Level.ERROR, "request failed", error);
        Answers.error(response, SERVER_ERROR, "the console failed on this request; its log says why");
    }

    /** The address for a browser. */
    String url() {
        final String host = address.isAnyLocalAddress()
                ? InetAddress.getLoopbackAddress().getHostAddress()
                : address.getHostAddress();
        return "http://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + server.port() + "/"
                + (token.needed() ? "?token=" + token.word() : "");
    }

    /** The port that it has. */
    int port() {
        return server.port();
    }

    /** How many browsers watch. */
    int viewers() {
        return streams.count();
    }

    @Override
    public void close() {
        streams.close();
        server.stop();
    }
}
