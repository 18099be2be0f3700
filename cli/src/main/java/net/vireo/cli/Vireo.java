// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import net.vireo.cli.agent.AgentCommand;
import net.vireo.cli.agent.ExplainCommand;
import net.vireo.cli.agent.PortCommand;
import net.vireo.cli.apply.ApplyCommand;
import net.vireo.cli.doctor.DoctorCommand;
import net.vireo.cli.dump.VifdumpCommand;
import net.vireo.cli.flow.FlowCommand;
import net.vireo.cli.ledger.LedgerCommand;
import net.vireo.cli.metrics.MetricsCommand;
import net.vireo.cli.plan.PlanCommand;
import net.vireo.cli.run.PsCommand;
import net.vireo.cli.run.RunCommand;
import net.vireo.cli.show.DpdkinfoCommand;
import net.vireo.cli.show.DropstatsCommand;
import net.vireo.cli.show.InfoCommand;
import net.vireo.cli.show.MirrorCommand;
import net.vireo.cli.show.MplsCommand;
import net.vireo.cli.show.NhCommand;
import net.vireo.cli.show.QosmapCommand;
import net.vireo.cli.show.RssCommand;
import net.vireo.cli.show.RtCommand;
import net.vireo.cli.show.VifCommand;
import net.vireo.cli.show.VrfstatsCommand;
import net.vireo.cli.show.VrftableCommand;
import net.vireo.cli.show.VrmemstatsCommand;
import net.vireo.cli.show.VrouterCommand;
import net.vireo.cli.show.VxlanCommand;
import net.vireo.cli.status.StatusCommand;
import net.vireo.cli.support.SupportBundleCommand;
import net.vireo.cli.trace.TraceCommand;
import net.vireo.cli.traffic.TrafficCommand;
import net.vireo.cli.version.Version;
import net.vireo.cli.why.WhyCommand;
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
            "  vireo status                      how the nodes do",
            "  vireo doctor                      what is wrong with them, and what mends it",
            "  vireo vif                         the interfaces of the node that runs",
            "  vireo COMMAND --help              with examples",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong usage."
        })
public final class Vireo implements Runnable {
    private static final String COMPLETION = "completion";
    private static final List<String> VERSION = List.of("-V", "--version");

    /** In the order of the help. */
    private static final List<String> COMMANDS = List.of(
            "status",
            "doctor",
            "vif",
            "nh",
            "rt",
            "mpls",
            "vxlan",
            "flow",
            "mirror",
            "qosmap",
            "vrftable",
            "vrfstats",
            "vrmemstats",
            "dropstats",
            "traffic",
            "rss",
            "dpdkinfo",
            "vrouter",
            "info",
            "vifdump",
            "ledger",
            "metrics",
            "trace",
            "why",
            "explain",
            "apply",
            "agent",
            "port",
            "plan",
            "run",
            "ps",
            "support-bundle",
            COMPLETION);

    @Spec
    private CommandSpec command;

    private Vireo() {}

    /**
     * The command line with all commands of this module. More commands can be added to it before it is executed; {@link
     * #configure} then gives them the same treatment of failures: exit code 0 done, 1 failed, 2 wrong usage.
     */
    public static CommandLine commandLine() {
        final CommandLine vireo = root();
        COMMANDS.forEach(name -> vireo.addSubcommand(name, command(name)));
        return configure(vireo);
    }

    /**
     * The command line for these arguments. When they start with the name of a command, only that one is there, and
     * none for {@code --version}: to build all of them takes several times as long as to run one.
     *
     * @param others commands of other modules by name
     */
    public static CommandLine commandLine(final String[] arguments, final Map<String, Supplier<Object>> others) {
        final String first = arguments.length == 0 ? "" : arguments[0];
        if (COMMANDS.contains(first) && !first.equals(COMPLETION)) {
            return configure(root().addSubcommand(first, command(first)));
        }
        if (VERSION.contains(first)) {
            return configure(root());
        }
        if (others.containsKey(first)) {
            return configure(root().addSubcommand(first, others.get(first).get()));
        }
        final CommandLine all = commandLine();
        others.forEach((name, command) -> all.addSubcommand(name, command.get()));
        return configure(all);
    }

    private static CommandLine root() {
        final CommandLine vireo = new CommandLine(new Vireo());
        vireo.getCommandSpec()
                .addOption(OptionSpec.builder(VERSION.toArray(String[]::new))
                        .versionHelp(true)
                        .description("show the version")
                        .build());
        return vireo;
    }

    private static Object command(final String name) {
        return switch (name) {
            case "status" -> new StatusCommand();
            case "doctor" -> new DoctorCommand();
            case "vif" -> new VifCommand();
            case "nh" -> new NhCommand();
            case "rt" -> new RtCommand();
            case "mpls" -> new MplsCommand();
            case "vxlan" -> new VxlanCommand();
            case "flow" -> new FlowCommand();
            case "mirror" -> new MirrorCommand();
            case "qosmap" -> new QosmapCommand();
            case "vrftable" -> new VrftableCommand();
            case "vrfstats" -> new VrfstatsCommand();
            case "vrmemstats" -> new VrmemstatsCommand();
            case "dropstats" -> new DropstatsCommand();
            case "traffic" -> new TrafficCommand();
            case "rss" -> new RssCommand();
            case "dpdkinfo" -> new DpdkinfoCommand();
            case "vrouter" -> new VrouterCommand();
            case "info" -> new InfoCommand();
            case "vifdump" -> new VifdumpCommand();
            case "ledger" -> new LedgerCommand();
            case "metrics" -> new MetricsCommand();
            case "trace" -> new TraceCommand();
            case "why" -> new WhyCommand();
            case "explain" -> new ExplainCommand();
            case "apply" -> new ApplyCommand();
            case "agent" -> new AgentCommand();
            case "port" -> new PortCommand();
            case "plan" -> new PlanCommand();
            case "run" -> new RunCommand();
            case "ps" -> new PsCommand();
            case "support-bundle" -> new SupportBundleCommand(Vireo::printed);
            case COMPLETION -> new CompletionCommand();
            default -> throw new IllegalArgumentException("no command " + name);
        };
    }

    /** What a command line prints, both streams, with its exit code at the end when it is not 0. */
    private static String printed(final String... arguments) {
        final StringWriter text = new StringWriter();
        final CommandLine vireo = commandLine(arguments, Map.of());
        vireo.setOut(new PrintWriter(text)).setErr(new PrintWriter(text));
        final int exitCode = vireo.execute(arguments);
        return text + (exitCode == 0 ? "" : "[exit code " + exitCode + "]\n");
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
