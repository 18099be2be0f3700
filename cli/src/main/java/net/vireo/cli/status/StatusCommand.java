// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.status;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.node.NodeDirectory;
import net.vireo.cli.node.RunDirectory;
import net.vireo.cli.show.BuildInfo;
import net.vireo.cli.tool.NodeTarget;
import net.vireo.cli.tool.OutputOptions;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrouterClient;
import net.vireo.sandesh.VrouterOps;
import net.vireo.vrouter.counter.CounterFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vireo status}: is everything all right, on one screen. */
@Command(
        name = "status",
        description = "How each node does: load, rates, drops, pool, ledger, and what to look at.",
        footer = {
            "",
            "Exit code 1 when a node is down or its ledger does not balance.",
            "",
            "Examples:",
            "  vireo status                      every node of the run directory",
            "  vireo status --node compute1 --interval 5",
            "  vireo status -o json | jq '.nodes[].warnings'"
        })
public final class StatusCommand implements Callable<Integer> {
    private static final int BROKEN = 1;
    private static final double MAX_SECONDS = 3600;

    @Mixin
    private NodeTarget target = new NodeTarget();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            defaultValue = "1",
            description = "what rates are measured over; default: ${DEFAULT-VALUE}")
    private double seconds;

    /** Made by picocli. */
    public StatusCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        if (!(seconds >= 0 && seconds <= MAX_SECONDS)) {
            throw new CommandFailed("--interval is " + seconds, "expected 0 to " + (int) MAX_SECONDS + " seconds");
        }
        final List<NodeDirectory> directories = target.isGiven()
                ? List.of(target.directory())
                : RunDirectory.ofEnvironment().all();
        if (directories.isEmpty()) {
            throw new CommandFailed(
                    "no node runs here", "'vireo lab' starts two, 'vireo ps' shows where they would be");
        }
        final List<NodeStatus> nodes = statuses(directories);
        if (output.json()) {
            final Map<String, Object> document = new LinkedHashMap<>();
            document.put("nodes", nodes.stream().map(StatusText::tree).toList());
            output.printJson(document);
        } else {
            final StringBuilder out = new StringBuilder();
            nodes.forEach(node -> StatusText.append(out, node));
            output.print(out);
        }
        return nodes.stream().anyMatch(NodeStatus::isBroken) ? BROKEN : 0;
    }

    /** The nodes' samples are taken together, so that a second is enough for all of them. */
    private List<NodeStatus> statuses(final List<NodeDirectory> directories) throws InterruptedException {
        final List<NodeSample> before = new ArrayList<>();
        directories.forEach(directory -> before.add(directory.answers() ? sample(directory) : null));
        Thread.sleep(Math.round(seconds * 1000));
        final List<NodeStatus> statuses = new ArrayList<>();
        for (int i = 0; i < directories.size(); i++) {
            statuses.add(status(directories.get(i), before.get(i)));
        }
        return statuses;
    }

    private static NodeStatus status(final NodeDirectory directory, final NodeSample before) {
        final String name = directory.name().isEmpty() ? directory.path().toString() : directory.name();
        if (before == null || !directory.answers()) {
            return NodeStatus.down(name);
        }
        final NodeSample after = sample(directory);
        try (VrouterClient client = VrouterClient.connect(directory.socket())) {
            final VrouterOps ops =
                    client.request(new VrouterOps().op(SandeshOp.GET)).first(VrouterOps.class);
            final int vifs =
                    client.dump(new VrInterface()).all(VrInterface.class).size();
            final long startedMs = counters(directory).startedEpochMs();
            return new NodeStatus(
                    name,
                    true,
                    BuildInfo.version(ops.value(VrouterOps.BUILD_INFO)),
                    startedMs == 0 ? 0 : Math.max(0, System.currentTimeMillis() - startedMs),
                    vifs,
                    before,
                    after);
        }
    }

    private static NodeSample sample(final NodeDirectory directory) {
        try (VrouterClient client = VrouterClient.connect(directory.socket())) {
            return NodeSample.take(client, counters(directory));
        }
    }

    private static CounterFile counters(final NodeDirectory directory) {
        try {
            return CounterFile.open(directory.counters());
        } catch (final IOException e) {
            throw new CommandFailed(
                    "cannot read the counters: " + e.getMessage(),
                    "they are in the data plane's run directory; with --sock-dir that has to be its run directory",
                    e);
        }
    }
}
