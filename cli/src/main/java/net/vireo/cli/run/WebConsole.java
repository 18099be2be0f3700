// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import net.vireo.cli.node.RunDirectory;

/**
 * Serves the web console. A room above this one provides it, as a service: tools need not load a web server to list
 * interfaces.
 */
public interface WebConsole {
    /**
     * What is asked for.
     *
     * @param run where the nodes' directories are
     * @param listen address and port; port 0 takes a free one
     * @param token who does not know it is refused; empty when everybody is let in
     */
    record Wish(RunDirectory run, InetSocketAddress listen, String token) {}

    /**
     * Serves until the calling thread is interrupted.
     *
     * @param ready gets the address to open in a browser, once, as soon as it answers
     * @throws IOException when the address cannot be listened on
     */
    void serve(Wish wish, Consumer<String> ready) throws IOException, InterruptedException;
}
