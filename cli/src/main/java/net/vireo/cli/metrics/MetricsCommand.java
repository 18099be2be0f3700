// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.metrics;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.node.NodeDirectory;
import net.vireo.cli.node.RunDirectory;
import net.vireo.cli.text.Numbers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vireo metrics}: the counters of nodes for Prometheus, once or over HTTP. */
@Command(
        name = "metrics",
        description = {
            "The counters of nodes in Prometheus' text format: printed, or served at /metrics.",
            "They are read from the nodes' files; the data planes do nothing for it. Ledger and pool are those of the"
                    + " last 'vireo ledger' or 'vireo status'."
        },
        footer = {
            "",
            "Examples:",
            "  vireo metrics                                   every node of the run directory",
            "  vireo metrics --node compute1 | grep dropped",
            "  vireo metrics --listen 127.0.0.1:9410           until Ctrl-C"
        })
public final class MetricsCommand implements Callable<Integer> {
    private static final int MAX_PORT = 65535;

    @Option(
            names = "--node",
            paramLabel = "NAME",
            description = "a node; may be repeated; default: all that have files here")
    private List<String> nodes = new ArrayList<>();

    @Option(names = "--sock-dir", paramLabel = "DIR", description = "a node's directory, instead of its name")
    private Path socketDirectory;

    @Option(names = "--listen", paramLabel = "ADDRESS:PORT", description = "serve http://ADDRESS:PORT/metrics")
    private String listen;

    @Option(
            names = "--allow-remote",
            description = "let --listen take an address that is not this machine's own; there is no password")
    private boolean allowRemote;

    @Spec
    private CommandSpec command;

    /** Made by picocli. */
    public MetricsCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        final PrintWriter out = command.commandLine().getOut();
        if (listen == null) {
            out.append(text(directories()));
            out.flush();
            return 0;
        }
        final InetSocketAddress address = address();
        try (MetricsServer server = MetricsServer.start(address, () -> text(wanted()))) {
            out.println("metrics at http://" + host(server.address()) + "/metrics");
            out.flush();
            Thread.sleep(Long.MAX_VALUE);
        } catch (final IOException failure) {
            throw new CommandFailed(
                    "cannot listen on " + listen + ": " + failure.getMessage(), "choose another port", failure);
        }
        return 0;
    }

    /** The nodes, each of which must be there. */
    private List<NodeDirectory> directories() {
        final List<NodeDirectory> found = wanted();
        if (found.isEmpty()) {
            throw new CommandFailed(
                    "no node runs here", "'vireo lab' starts two, 'vireo ps' shows where they would be");
        }
        nodes.forEach(RunDirectory.ofEnvironment()::named);
        return found;
    }

    /** Nodes come and go: looked for at each request. */
    private List<NodeDirectory> wanted() {
        if (socketDirectory != null) {
            return List.of(new NodeDirectory("", socketDirectory));
        }
        final RunDirectory run = RunDirectory.ofEnvironment();
        return nodes.isEmpty() ? run.all() : nodes.stream().map(run::node).toList();
    }

    private static String text(final List<NodeDirectory> directories) {
        final MetricsText text = new MetricsText();
        directories.forEach(directory -> NodeMetrics.add(text, directory));
        return text.toString();
    }

    private InetSocketAddress address() {
        final int colon = listen.lastIndexOf(':');
        final int port = Numbers.decimal(listen.substring(colon + 1), MAX_PORT);
        if (colon < 1 || port < 0) {
            throw new ParameterException(
                    command.commandLine(), "--listen is '" + listen + "', expected ADDRESS:PORT as 127.0.0.1:9410");
        }
        final String host = listen.substring(0, colon);
        final InetSocketAddress address =
                new InetSocketAddress(host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
        if (address.isUnresolved()) {
            throw new CommandFailed("there is no address '" + host + "'", "use one of this machine's");
        }
        if (!address.getAddress().isLoopbackAddress() && !allowRemote) {
            throw new ParameterException(
                    command.commandLine(),
                    "--listen " + host + " can be reached from other machines: add --allow-remote if that is wanted");
        }
        return address;
    }

    private static String host(final InetSocketAddress address) {
        final String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }
}
