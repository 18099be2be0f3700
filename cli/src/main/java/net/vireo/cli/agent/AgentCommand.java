// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.agent;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vireo agent}: what the agent of a node knows. */
@Command(
        name = "agent",
        description = "What the agent of a node knows and does.",
        subcommands = {AgentStatusCommand.class, AgentExampleCommand.class},
        footer = {"", "Examples:", "  vireo agent status --node compute1", "  vireo agent example"})
public final class AgentCommand implements Runnable {
    @Spec
    private CommandSpec command;

    /** Made by picocli. */
    public AgentCommand() {}

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "what of the agent? There are: status, example");
    }
}
