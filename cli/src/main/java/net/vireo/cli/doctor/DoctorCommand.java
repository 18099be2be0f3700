// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import net.vireo.cli.doctor.check.Checks;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.node.NodeDirectory;
import net.vireo.cli.node.RunDirectory;
import net.vireo.cli.tool.NodeTarget;
import net.vireo.cli.tool.OutputOptions;
import net.vireo.sandesh.VrouterClient;
import net.vireo.vrouter.counter.CounterFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vireo doctor}: is there a known fault, what does it cost, what mends it. */
@Command(
        name = "doctor",
        exitCodeOnExecutionException = DoctorCommand.COULD_NOT_LOOK,
        description = "Known faults of a node: cause, what was measured, what it costs, and the command that mends it.",
        footer = {
            "",
            "It looks at the counters twice, so let the traffic run that you wonder about. A note costs nothing now.",
            "",
            "Exit codes: 0 nothing found, 1 findings, 2 could not look.",
            "",
            "Examples:",
            "  vireo doctor                      every node that runs here",
            "  vireo doctor --node compute1 --seconds 10",
            "  vireo doctor --list               what is looked for, and from when on it is a finding",
            "  vireo doctor -o json | jq '.nodes[].findings[] | .fix'"
        })
public final class DoctorCommand implements Callable<Integer> {
    static final int COULD_NOT_LOOK = 2;
    private static final int FOUND = 1;
    private static final double LEAST_SECONDS = 0.1;
    private static final double MOST_SECONDS = 3600;

    @Mixin
    private NodeTarget target = new NodeTarget();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "2",
            description = "how long to count; default: ${DEFAULT-VALUE}")
    private double seconds;

    @Option(names = "--list", description = "explain what is looked for, and look at nothing")
    private boolean list;

    /** Made by picocli. */
    public DoctorCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        if (list) {
            explain();
            return 0;
        }
        if (!(seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS)) {
            throw new CommandFailed(
                    "--seconds is " + seconds, "expected " + LEAST_SECONDS + " to " + (int) MOST_SECONDS + " seconds");
        }
        final List<Diagnosis> diagnoses = diagnoses(nodes());
        if (output.json()) {
            final Map<String, Object> document = new LinkedHashMap<>();
            document.put("nodes", diagnoses.stream().map(DoctorText::tree).toList());
            output.printJson(document);
        } else {
            final StringBuilder out = new StringBuilder();
            for (final Diagnosis diagnosis : diagnoses) {
                out.append(out.isEmpty() ? "" : "\n");
                DoctorText.append(out, diagnosis);
            }
            output.print(out);
        }
        return diagnoses.stream().anyMatch(diagnosis -> diagnosis.faults() > 0) ? FOUND : 0;
    }

    private void explain() {
        if (output.json()) {
            final Map<String, Object> document = new LinkedHashMap<>();
            document.put("checks", Checks.ALL.stream().map(DoctorText::tree).toList());
            output.printJson(document);
        } else {
            output.print(DoctorText.explained());
        }
    }

    private List<NodeDirectory> nodes() {
        if (target.isGiven()) {
            return List.of(target.directory());
        }
        final List<NodeDirectory> running = RunDirectory.ofEnvironment().all().stream()
                .filter(NodeDirectory::answers)
                .toList();
        if (running.isEmpty()) {
            throw new CommandFailed(
                    "no node runs here", "'vireo lab' starts two, 'vireo ps' shows where they would be");
        }
        return running;
    }

    /** All nodes are looked at together, so that two seconds are enough for all of them. */
    private List<Diagnosis> diagnoses(final List<NodeDirectory> nodes) throws InterruptedException {
        final List<Sample> before = new ArrayList<>();
        nodes.forEach(node -> before.add(sample(node)));
        Thread.sleep(Math.round(seconds * 1000));
        final List<Diagnosis> diagnoses = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            diagnoses.add(Diagnosis.between(nodes.get(i), before.get(i), sample(nodes.get(i))));
        }
        return diagnoses;
    }

    private static Sample sample(final NodeDirectory node) {
        try (VrouterClient client = VrouterClient.connect(node.socket())) {
            return Sample.take(client, CounterFile.open(node.counters()));
        } catch (final IOException e) {
            throw new CommandFailed(
                    "cannot read the counters: " + e.getMessage(),
                    "they are in the data plane's run directory; with --sock-dir that has to be its run directory",
                    e);
        }
    }
}
