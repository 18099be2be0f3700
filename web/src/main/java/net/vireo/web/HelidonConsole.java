// SPDX-License-Identifier: Apache-2.0
package net.vireo.web;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.vireo.cli.run.WebConsole;
import net.vireo.web.http.Token;
import net.vireo.web.sample.Nodes;

/** {@code vireo run web}. */
public final class HelidonConsole implements WebConsole {
    /** Held, or its level would be forgotten. What the web server says of its own start, and of requests
     * that are none, is for nobody, and a peer must not fill a log with it. */
    private static final Logger SERVER_LOG = Logger.getLogger("io.helidon");

    /** Made by the service loader. */
    public HelidonConsole() {}

    @Override
    public void serve(final Wish wish, final Consumer<String> ready) throws IOException, InterruptedException {
        SERVER_LOG.setLevel(Level.SEVERE);
        try (Nodes nodes = new Nodes(wish.run());
                Server server = Server.start(wish.listen(), new Token(wish.token()), nodes, Server.Limits.USUAL)) {
            ready.accept(server.url());
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
