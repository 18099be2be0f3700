// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.node.NodeDirectory;
import net.vireo.cli.node.RunDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vireo run agent}: the agent of a node, until SIGTERM or Ctrl-C. */
@Command(
        name = "agent",
        description = {
            "The agent of a node: makes its data plane what a directory of files says, and answers what guests ask.",
            "Data plane and agent may be started in any order, and again: packets of known flows go on without it."
        },
        footer = {
            "",
            "The directory holds *.yaml files; each document begins with kind: and apiVersion:",
            "vireo.net/v1. 'vireo agent example' prints one with every kind and key: Agent,",
            "VirtualNetwork, Port, SecurityGroup, NetworkPolicy, FloatingIp, LinkLocalService,",
            "VirtualGateway, ServiceHealthCheck, Analyzer, Peer, Route, MacRoute, Broadcast.",
            "A file that changed, or went, counts as soon as it is left alone; one that is wrong",
            "counts as it last was, and 'vireo agent status' says what is wrong.",
            "",
            "Examples:",
            "  vireo agent example > /etc/vireo/compute1/all.yaml",
            "  vireo run agent --check --config /etc/vireo/compute1",
            "  vireo run agent --node compute1 --config /etc/vireo/compute1",
            "  vireo agent status --node compute1"
        })
public final class RunAgentCommand implements Callable<Integer> {
    private static final int MAX_PORT = 65_535;
    private static final int MAX_SETTLE_S = 3600;

    @Spec
    private CommandSpec command;

    @Option(names = "--node", paramLabel = "NAME", description = "the node's name; default: $VIREO_NODE")
    private String node;

    @Option(
            names = "--run-dir",
            paramLabel = "DIR",
            description = "the run directory, instead of the usual one (see 'vireo ps --help')")
    private Path runDirectory;

    @Option(names = "--config", paramLabel = "DIR", required = true, description = "the directory of its *.yaml files")
    private Path config;

    @Option(names = "--check", description = "only say what is wrong with the files, and end: 0 nothing, 1 something")
    private boolean check;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description = "where added ports are kept; default: agent in the node's directory")
    private Path state;

    @Option(
            names = "--settle",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "how long after the start what nobody wants is left alone; default: ${DEFAULT-VALUE}")
    private int settleS;

    @Option(
            names = "--port-api",
            paramLabel = "PORT",
            defaultValue = "9091",
            description = "TCP port on 127.0.0.1 where ports are added, 0 for a free one; default: ${DEFAULT-VALUE}")
    private int portApi;

    @Option(
            names = "--introspect",
            paramLabel = "PORT",
            defaultValue = "8085",
            description = "TCP port on 127.0.0.1 of its pages, 0 for a free one; default: ${DEFAULT-VALUE}")
    private int introspect;

    /** Made by picocli. */
    public RunAgentCommand() {}

    @Override
    public Integer call() {
        configured();
        final AgentService agent = ServiceLoader.load(AgentService.class)
                .findFirst()
                .orElseThrow(() -> new CommandFailed(
                        "the agent is not on the module path",
                        "start it with the 'vireo' command, which adds the folder lib/agent of the installation"));
        if (check) {
            return check(agent);
        }
        final AgentService.Wish wish = wish();
        final Thread serving = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> stop(serving)));
        final PrintWriter out = command.commandLine().getOut();
        try {
            agent.serve(wish, sentence -> {
                out.println(sentence);
                out.flush();
            });
        } catch (final InterruptedException stopped) {
            // By the hook above: it waits for this thread, which has cleaned up by now.
        } catch (final IOException failure) {
            throw new CommandFailed(
                    "the agent of node " + wish.node().name() + " cannot start: " + failure.getMessage(),
                    "there may be one agent per node, and its ports must be free: see 'vireo ps' and ss -ltnp",
                    failure);
        }
        return 0;
    }

    private static void stop(final Thread serving) {
        serving.interrupt();
        try {
            serving.join(5_000);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int check(final AgentService agent) {
        final AgentService.Verdict verdict = agent.check(config.toAbsolutePath());
        final PrintWriter out = command.commandLine().getOut();
        verdict.problems().forEach(out::println);
        out.println(verdict.summary());
        out.flush();
        return verdict.problems().isEmpty() ? 0 : 1;
    }

    private void configured() {
        if (!Files.isDirectory(config)) {
            throw new CommandFailed(
                    "there is no directory " + config,
                    "--config names a directory of *.yaml files; 'vireo agent example' prints one to begin with");
        }
    }

    private AgentService.Wish wish() {
        port("--port-api", portApi);
        port("--introspect", introspect);
        if (settleS < 0 || settleS > MAX_SETTLE_S) {
            throw wrong("--settle is " + settleS + ", expected 0 to " + MAX_SETTLE_S + " seconds");
        }
        final NodeDirectory directory = directory();
        return new AgentService.Wish(
                directory,
                config.toAbsolutePath(),
                state == null ? directory.path().resolve("agent") : state.toAbsolutePath(),
                Duration.ofSeconds(settleS),
                portApi,
                introspect);
    }

    private void port(final String option, final int port) {
        if (port < 0 || port > MAX_PORT) {
            throw wrong(option + " is " + port + ", expected 0 to " + MAX_PORT);
        }
    }

    private NodeDirectory directory() {
        final String name = node != null ? node : System.getenv().getOrDefault("VIREO_NODE", "");
        if (name.isEmpty() || name.indexOf('/') >= 0) {
            throw wrong("which node? Name it with --node NAME");
        }
        final RunDirectory root =
                runDirectory == null ? RunDirectory.ofEnvironment() : new RunDirectory(runDirectory.toAbsolutePath());
        return root.node(name);
    }

    private ParameterException wrong(final String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
