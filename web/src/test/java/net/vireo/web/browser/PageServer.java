// SPDX-License-Identifier: Apache-2.0
package net.vireo.web.browser;

import io.helidon.webserver.WebServer;
import java.net.InetAddress;
import net.vireo.web.http.Answers;
import net.vireo.web.http.ApiError;
import net.vireo.web.http.Files;
import net.vireo.web.http.Guard;
import net.vireo.web.http.PagePolicy;
import net.vireo.web.http.Token;

/** The page as the console serves it, with its security policy, over data that a test chooses. */
final class PageServer implements AutoCloseable {
    private final WebServer server;
    private final ChosenApi api;

    private PageServer(final WebServer server, final ChosenApi api) {
        this.server = server;
        this.api = api;
    }

    static PageServer start() {
        Loopback.ensureUp();
        final Files files = new Files();
        final ChosenApi api = new ChosenApi();
        final WebServer server = WebServer.builder()
                .address(InetAddress.getLoopbackAddress())
                .port(0)
                .shutdownHook(false)
                .routing(routing -> routing.addFilter(new Guard(new Token(""), PagePolicy.text()))
                        .error(
                                ApiError.class,
                                (request, response, error) ->
                                        Answers.error(response, error.status(), error.getMessage()))
                        .register("/api/v1", api)
                        .get("/*", files::serve))
                .build()
                .start();
        return new PageServer(server, api);
    }

    /** What it answers. */
    ChosenApi api() {
        return api;
    }

    /** Without a path. */
    String origin() {
        return "http://127.0.0.1:" + server.port();
    }

    @Override
    public void close() {
        api.close();
        server.stop();
    }
}
