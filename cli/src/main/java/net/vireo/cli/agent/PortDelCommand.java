// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.agent;

import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.tool.Tool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vireo port del}: takes a port away. */
@Command(
        name = "del",
        description = "Take away what carries a port, if 'vireo port add' or the port API brought it.",
        footer = {"", "Examples:", "  vireo port del vm1", "  vireo port del 0aa1b2c3-0000-4000-8000-000000000001"})
public final class PortDelCommand extends Tool {
    @Parameters(paramLabel = "PORT", description = "name of a configured port, or any UUID")
    private String port;

    /** Made by picocli. */
    public PortDelCommand() {}

    @Override
    public Integer call() {
        final AgentClient agent = AgentClient.of(node());
        final KnownPorts known = new KnownPorts(agent);
        final String uuid = known.uuid(port);
        if (!agent.delete("/port/" + uuid)) {
            throw new CommandFailed(
                    "nobody added port " + known.name(uuid).orElse(uuid),
                    "'vireo port list' shows those that can be deleted; others have their device in a file: change"
                            + " that");
        }
        return OK;
    }
}
