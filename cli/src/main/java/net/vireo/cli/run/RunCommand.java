// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vireo run}: starts a process of the overlay network in the foreground. */
@Command(
        name = "run",
        description = "Start a process of the overlay network in the foreground.",
        subcommands = {RunVrouterCommand.class, RunAgentCommand.class, RunPermitCommand.class, RunWebCommand.class},
        footer = {"", "Example:", "  vireo run vrouter --node compute1"})
public final class RunCommand implements Runnable {
    @Spec
    private CommandSpec command;

    /** Made by picocli. */
    public RunCommand() {}

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "run what? There are: vrouter, agent, permit, web");
    }
}
