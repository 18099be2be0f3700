// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.agent;

import net.vireo.cli.tool.Tool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vireo port del}: takes a port away. */
@Command(
        name = "del",
        description = "Take away what carries a port.",
        footer = {"", "Example:", "  vireo port del 0aa1b2c3-0000-4000-8000-000000000001"})
public final class PortDelCommand extends Tool {
    @Parameters(paramLabel = "UUID", description = "the port")
    private String uuid;

    /** Made by picocli. */
    public PortDelCommand() {}

    @Override
    public Integer call() {
        if (!uuid.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == '-')) {
            throw usage("'" + uuid + "' is no UUID");
        }
        AgentClient.of(node()).port("DELETE", "/port/" + uuid, "");
        return OK;
    }
}
