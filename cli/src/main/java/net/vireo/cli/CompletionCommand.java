// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code vireo completion}: a script for bash and zsh that completes commands and options. */
@Command(
        name = "completion",
        description = "Print a script that completes commands and options in bash and zsh.",
        footer = {"", "Example:", "  source <(vireo completion)"})
public final class CompletionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    /** Made by picocli. */
    public CompletionCommand() {}

    @Override
    public Integer call() {
        final CommandLine root = command.root().commandLine();
        root.getOut().print(AutoComplete.bash(root.getCommandName(), root));
        root.getOut().flush();
        return 0;
    }
}
