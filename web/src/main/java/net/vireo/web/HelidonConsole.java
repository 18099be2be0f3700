// SPDX-License-Identifier: Apache-2.0
package net.vireo.web;

import java.io.IOException;
import java.util.function.Consumer;
import net.vireo.cli.run.WebConsole;
import net.vireo.web.http.Token;
import net.vireo.web.sample.Nodes;

/** {@code vireo run web}. */
public final class HelidonConsole implements WebConsole {
    /** Made by the service loader. */
    public HelidonConsole() {}

    @Override
    public void serve(final Wish wish, final Consumer<String> ready) throws IOException, InterruptedException {
        try (Nodes nodes = new Nodes(wish.run());
                Server server = Server.start(wish.listen(), new Token(wish.token()), nodes)) {
            ready.accept(server.url());
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
