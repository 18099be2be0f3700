// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli;

import net.vireo.cli.apply.ApplyCommand;
import net.vireo.cli.dump.VifdumpCommand;
import net.vireo.cli.ledger.LedgerCommand;
import net.vireo.cli.run.PsCommand;
import net.vireo.cli.run.RunCommand;
import net.vireo.cli.show.DropstatsCommand;
import net.vireo.cli.show.MplsCommand;
import net.vireo.cli.show.NhCommand;
import net.vireo.cli.show.RtCommand;
import net.vireo.cli.show.VifCommand;
import net.vireo.cli.show.VrouterCommand;
import net.vireo.cli.trace.TraceCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** The root command {@code vireo}: nouns that show a table when nothing else is asked of them. */
@Command(
        name = "vireo",
        versionProvider = Version.class,
        description = "An overlay network: a virtual router and the tools to look inside.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "First steps:",
            "  vireo lab                         two compute nodes, real traffic",
            "  vireo vif                         the interfaces of the node that runs",
            "  vireo COMMAND --help              with examples",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage."
        },
        subcommands = {
            VifCommand.class,
            NhCommand.class,
            RtCommand.class,
            MplsCommand.class,
            DropstatsCommand.class,
            VrouterCommand.class,
            VifdumpCommand.class,
            LedgerCommand.class,
            TraceCommand.class,
            ApplyCommand.class,
            RunCommand.class,
            PsCommand.class,
            CompletionCommand.class
        })
public final class Vireo implements Runnable {
    @Spec
    private CommandSpec command;

    private Vireo() {}

    /**
     * The command line with all commands of this module. More commands can be added to it before it is executed; they
     * get the same treatment of failures: exit code 0 done, 1 failed, 2 wrong usage.
     */
    public static CommandLine commandLine() {
        final CommandLine vireo = new CommandLine(new Vireo());
        vireo.getCommandSpec()
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("show the version")
                        .build());
        return configure(vireo);
    }

    /** Gives a command line, and the commands below it, the family's manners. Call it after adding commands. */
    public static CommandLine configure(final CommandLine commandLine) {
        addHelp(commandLine);
        return commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler(Failures::usage)
                .setExecutionExceptionHandler(Failures::execution);
    }

    /** {@code --help} for a command and those below it that have none yet. */
    private static void addHelp(final CommandLine command) {
        if (command.getCommandSpec().findOption("--help") == null) {
            command.getCommandSpec()
                    .addOption(OptionSpec.builder("-h", "--help")
                            .usageHelp(true)
                            .description("show this help")
                            .build());
        }
        command.getSubcommands().values().forEach(Vireo::addHelp);
    }

    /** Without a command there is only help to give. */
    @Override
    public void run() {
        command.commandLine().usage(command.commandLine().getOut());
    }
}
