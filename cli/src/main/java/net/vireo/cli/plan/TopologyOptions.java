// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.linux.CpuSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The machine that is planned: this one, one that a file describes, or one made up. */
final class TopologyOptions {
    private static final SysfsTopology HERE = new SysfsTopology(Path.of("/sys"));

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--topology",
            paramLabel = "FILE",
            description = "another machine: what 'lscpu -p' printed there; - reads standard input")
    private Path file;

    @Option(
            names = "--sockets",
            paramLabel = "N",
            description = "plan a made-up machine of N sockets, each a NUMA node")
    private Integer sockets;

    @Option(names = "--cores", paramLabel = "N", description = "cores in each socket of the made-up machine")
    private Integer cores;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "threads on each core of the made-up machine; default: 1")
    private Integer threads;

    @Option(
            names = "--numbering",
            paramLabel = "interleaved|blocks",
            description = "CPUs of the made-up machine count from socket to socket, or one socket after the other;"
                    + " default: interleaved")
    private RegularTopology.Numbering numbering;

    @Option(names = "--nic", paramLabel = "LINK", description = "the fabric's link: its NUMA node counts")
    private String nic;

    @Option(names = "--nic-node", paramLabel = "N", description = "the NUMA node that the NIC is on; default: 0")
    private Integer nicNode;

    /** The machine. */
    CpuTopology topology() {
        final boolean madeUp = sockets != null || cores != null || threads != null || numbering != null;
        if (madeUp && file != null) {
            throw usage("choose one of --topology and --sockets, --cores, --threads");
        }
        if (madeUp) {
            return madeUp();
        }
        return file != null ? described() : HERE.read();
    }

    /** The NUMA node of the NIC. */
    int nicNode(final CpuTopology topology) {
        if (nic != null && (nicNode != null || file != null || sockets != null)) {
            throw usage("--nic is a link of this machine: say --nic-node N instead");
        }
        final int lowest = topology.nodes().getFirst();
        final int node = nic != null ? HERE.nodeOfLink(nic) : nicNode != null ? nicNode : lowest;
        return checked("--nic-node", node, topology);
    }

    /** A node that there is. */
    int checked(final String option, final int node, final CpuTopology topology) {
        if (!topology.nodes().contains(node)) {
            throw usage(option + " is " + node + ", the NUMA nodes with CPUs are " + Words.list(topology.nodes()));
        }
        return node;
    }

    private CpuTopology madeUp() {
        if (sockets == null || cores == null) {
            throw usage("a machine needs --sockets N and --cores N");
        }
        final int threadsPerCore = threads == null ? 1 : threads;
        final long count = (long) positive("--sockets", sockets) * positive("--cores", cores);
        if (count * positive("--threads", threadsPerCore) > CpuSet.MAX_CPU + 1L) {
            throw usage("that machine has more than " + (CpuSet.MAX_CPU + 1) + " CPUs");
        }
        return new RegularTopology(
                        sockets,
                        cores,
                        threadsPerCore,
                        numbering == null ? RegularTopology.Numbering.INTERLEAVED : numbering)
                .topology();
    }

    private CpuTopology described() {
        final boolean piped = file.toString().equals("-");
        try {
            final String text = piped ? new String(System.in.readAllBytes(), UTF_8) : Files.readString(file);
            return LscpuTopology.parse(
                    piped ? "standard input" : file.toString(), text.lines().toList());
        } catch (final IOException e) {
            throw new CommandFailed("cannot read " + file + ": " + e, "make it with 'lscpu -p > FILE'", e);
        }
    }

    private int positive(final String option, final int value) {
        if (value < 1 || value > CpuSet.MAX_CPU + 1) {
            throw usage(option + " is " + value + ", must be 1 to " + (CpuSet.MAX_CPU + 1));
        }
        return value;
    }

    private ParameterException usage(final String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
