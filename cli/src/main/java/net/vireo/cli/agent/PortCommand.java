// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.agent;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vireo port}: the ports that somebody plugged. */
@Command(
        name = "port",
        description = "Ports: what carries guests' interfaces, added to the agent of a node.",
        subcommands = {PortAddCommand.class, PortDelCommand.class, PortListCommand.class},
        footer = {"", "Example:", "  vireo port list --node compute1"})
public final class PortCommand implements Runnable {
    @Spec
    private CommandSpec command;

    /** Made by picocli. */
    public PortCommand() {}

    @Override
    public void run() {
        throw new ParameterException(command.commandLine(), "what of ports? There are: add, del, list");
    }
}
