// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import net.vireo.cli.node.NodeDirectory;

/** Runs the agent of a node. A room above this one provides it, as a service: tools need not load it to list interfaces. */
public interface AgentService {
    /** Where an agent says on which ports it serves, in its node's directory. */
    String PORTS_FILE = "agent.json";

    /** The socket beside it that leads to the port API, from any network namespace. */
    String PORT_API_SOCKET = "agent-ports.sock";

    /** The same for the pages. */
    String PAGES_SOCKET = "agent-pages.sock";

    /**
     * What is asked for.
     *
     * @param node whose data plane it runs
     * @param config the directory of its configuration
     * @param state where it keeps what has to survive it
     * @param settle how long after the start it leaves alone what nobody wants
     * @param portApi the TCP port of the port API, 0 for a free one
     * @param introspect the TCP port of its pages, 0 for a free one
     */
    record Wish(NodeDirectory node, Path config, Path state, Duration settle, int portApi, int introspect) {}

    /**
     * What came of looking at a configuration.
     *
     * @param problems a sentence each, with the place where it has one
     * @param summary what the configuration is of
     */
    record Verdict(List<String> problems, String summary) {}

    /** Reads the configuration in a directory as the agent would, and does nothing with it. */
    Verdict check(Path config);

    /**
     * Serves until the calling thread is interrupted.
     *
     * @param ready gets a sentence, once, as soon as it serves
     * @throws IOException when a socket or a directory cannot be had; the message says which
     */
    void serve(Wish wish, Consumer<String> ready) throws IOException, InterruptedException;
}
