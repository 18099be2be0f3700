// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.plan;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vireo plan}: works out a set-up without touching the machine. */
@Command(
        name = "plan",
        description = "Work out a set-up for a machine; changes nothing.",
        subcommands = {PlanCpusCommand.class, PlanMemoryCommand.class, PlanPortsCommand.class},
        footer = {
            "",
            "Examples:",
            "  vireo plan cpus --lcores 2",
            "  vireo plan memory --lcores 2",
            "  vireo plan ports"
        })
public final class PlanCommand implements Runnable {
    @Spec
    private CommandSpec command;

    /** Made by picocli. */
    public PlanCommand() {}

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "plan what? There are: cpus, memory, ports");
    }
}
