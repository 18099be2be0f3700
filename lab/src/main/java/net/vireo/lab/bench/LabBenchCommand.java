// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.bench;

import java.util.List;
import java.util.concurrent.Callable;
import net.vireo.lab.host.LabException;
import net.vireo.lab.host.LabFiles;
import net.vireo.lab.host.Launcher;
import net.vireo.lab.host.Outer;
import net.vireo.lab.host.RunRoot;
import net.vireo.lab.host.Tool;
import net.vireo.lab.topology.ComputeNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vireo lab bench}: how much guests get through Vireo and through the kernel's overlay, turn and turn about. */
@Command(
        name = "bench",
        header = "Measure guests' TCP and UDP through Vireo beside the kernel's VXLAN device. No root needed.",
        description = {
            "Builds two pairs of nodes (--offloads all and --offloads guests) and two hosts with the kernel's bridge"
                    + " and VXLAN device on one fabric, and lets iperf3 run over each in turn, so that a slow spell of the"
                    + " machine meets all of them. Prints medians, the ratio to the kernel, and what bounds each."
        },
        footer = {
            "",
            "Examples:",
            "  vireo lab bench                     about two minutes",
            "  vireo lab bench --encap vxlan       VXLAN between Vireo's nodes too",
            "  vireo lab bench -o json > r.json    for a program"
        })
public final class LabBenchCommand implements Callable<Integer> {
    private static final int MOST = 60;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "3",
            description = "how long each TCP test runs; ${DEFAULT-VALUE} when left out")
    private int seconds;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "how often each system has its turn; ${DEFAULT-VALUE} when left out")
    private int rounds;

    @Option(
            names = "--encap",
            paramLabel = "KIND",
            defaultValue = "udp",
            description = "between Vireo's nodes: udp (MPLS over UDP) or vxlan; ${DEFAULT-VALUE} when left out")
    private String encap = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (then progress goes to standard error)")
    private String output = "";

    @Option(names = "--inside", hidden = true, description = "this process is the one inside the namespaces")
    private boolean inside;

    /** Made by picocli. */
    public LabBenchCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        try {
            return run(options());
        } catch (final LabException e) {
            System.err.println("vireo lab bench: " + e.getMessage());
            return 1;
        }
    }

    private int run(final BenchOptions options) throws InterruptedException {
        final LabFiles files = new LabFiles(RunRoot.ofEnvironment());
        final Launcher launcher = Launcher.current();
        if (inside) {
            return new BenchInside(options, files, launcher).run();
        }
        final String missing = Tool.missing(System.getenv().getOrDefault("PATH", ""), false);
        if (!missing.isEmpty()) {
            throw new LabException(missing);
        }
        return Outer.run(
                files,
                BenchTopology.of(options).nodes().stream()
                        .map(ComputeNode::name)
                        .toList(),
                List.of(),
                launcher,
                options.arguments(),
                System.out);
    }

    private BenchOptions options() {
        if (seconds < 1 || seconds > MOST || rounds < 1 || rounds > MOST) {
            throw wrong("--seconds and --rounds are 1 to " + MOST);
        }
        if (!"udp".equals(encap) && !"vxlan".equals(encap)) {
            throw wrong("--encap is '" + encap + "', expected udp or vxlan");
        }
        if (!"text".equals(output) && !"json".equals(output)) {
            throw wrong("--output is '" + output + "', expected text or json");
        }
        return new BenchOptions(seconds, rounds, "vxlan".equals(encap), "json".equals(output));
    }

    private ParameterException wrong(final String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
