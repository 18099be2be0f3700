// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.node.NodeDirectory;
import net.vireo.cli.node.RunDirectory;
import net.vireo.linux.LinuxException;
import net.vireo.vrouter.permit.PermitAll;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vireo run permit}: permits every flow of a node, in an agent's place, until SIGTERM or Ctrl-C. */
@Command(
        name = "permit",
        description = "Permit every flow of a node, in an agent's place, until Ctrl-C or SIGTERM.",
        footer = {
            "",
            "The data plane may be started before or after it, and again.",
            "",
            "Example:",
            "  vireo run permit --node compute1"
        })
public final class RunPermitCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Option(names = "--node", paramLabel = "NAME", description = "the node's name; default: $VIREO_NODE")
    private String node;

    @Option(
            names = "--run-dir",
            paramLabel = "DIR",
            description = "the run directory, instead of the usual one (see 'vireo ps --help')")
    private Path runDirectory;

    /** Made by picocli. */
    public RunPermitCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        final NodeDirectory directory = directory();
        final PermitAll decider = start(directory);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            decider.close();
            System.err.println(summary(decider.counts()));
        }));
        final PrintWriter out = command.commandLine().getOut();
        out.println("permits every flow of node " + directory.name() + "; Ctrl-C stops it");
        out.flush();
        decider.awaitEnd();
        return 0;
    }

    /** Starts to permit the flows of a node. */
    static PermitAll start(final NodeDirectory directory) {
        try {
            return PermitAll.start(directory.path());
        } catch (final IOException e) {
            throw new CommandFailed(
                    "cannot permit flows of node " + directory.name() + ": " + e.getMessage(),
                    "there may be one agent per node, and the node's directory must exist; see 'vireo ps'",
                    e);
        } catch (final LinuxException e) {
            throw new CommandFailed(
                    "cannot permit flows of node " + directory.name() + ": " + e.getMessage(),
                    "start the node first: 'vireo run vrouter'",
                    e);
        }
    }

    private static String summary(final PermitAll.Counts counts) {
        return counts.permitted() + " of " + counts.missed() + " flows permitted, " + counts.others()
                + " packets handed over for other reasons";
    }

    private NodeDirectory directory() {
        final String name = node != null ? node : System.getenv().getOrDefault("VIREO_NODE", "");
        if (name.isEmpty() || name.indexOf('/') >= 0) {
            throw new ParameterException(command.commandLine(), "which node? Name it with --node NAME");
        }
        final RunDirectory root =
                runDirectory == null ? RunDirectory.ofEnvironment() : new RunDirectory(runDirectory.toAbsolutePath());
        return root.node(name);
    }
}
