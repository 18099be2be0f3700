// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import net.vireo.lab.bench.LabBenchCommand;
import net.vireo.lab.demo.LabDemoCommand;
import net.vireo.lab.demo.LabPolicyCommand;
import net.vireo.lab.guest.GuestImage;
import net.vireo.lab.guest.GuestTool;
import net.vireo.lab.host.LabException;
import net.vireo.lab.host.LabFiles;
import net.vireo.lab.host.Launcher;
import net.vireo.lab.host.Outer;
import net.vireo.lab.host.RunRoot;
import net.vireo.lab.host.Tool;
import net.vireo.lab.peers.PeersCommand;
import net.vireo.lab.scene.DeckScenes;
import net.vireo.lab.scene.Faults;
import net.vireo.lab.shelf.LabFaultCommand;
import net.vireo.lab.shelf.LabSceneCommand;
import net.vireo.lab.topology.ComputeNode;
import net.vireo.lab.topology.Encap;
import net.vireo.lab.topology.Scenarios;
import net.vireo.lab.topology.Topology;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code vireo lab}: starts a whole overlay network in namespaces of its own, sends real traffic through it, checks what
 * happened, and leaves nothing behind. Exit code 0 only when every line of the table passed.
 */
@Command(
        name = "lab",
        header = "Start two compute nodes and their guests, send traffic, check everything. No root needed.",
        description =
                "Starts compute nodes, their agents and guests in namespaces of its own. Guests get their addresses by"
                        + " DHCP and router advertisements; ping and iperf3 go between them, IPv4 and IPv6, routed and"
                        + " bridged; each line of the result is proved from a capture of the fabric.",
        footer = {
            "",
            "Examples:",
            "  vireo lab                            run everything, about a minute",
            "  vireo lab --encap vxlan              the same through VXLAN",
            "  vireo lab --no-agent                 nodes without agents, provisioned by 'vireo apply'",
            "  vireo lab flows                      the same, with a stand-in that permits every flow",
            "  vireo lab --guests qemu              virtual machines in place of namespaces",
            "  vireo lab one-node --guests qemu     a client with one queue, a server with two, UDP by core",
            "  vireo lab --vrouter=--poll=busy      with this option for the data planes",
            "  vireo lab --keep --no-checks         stay, after ten seconds; look around from another terminal:",
            "  vireo vif --list --node compute1",
            "  vireo lab shell g2-vm0 -- ping 120.0.0.3",
            "  vireo lab fault plant unserved-queue    and: vireo doctor --node faulty",
            "  vireo lab demo                       ninety seconds, step by step",
            "  vireo lab policy                     a rule is added and removed, step by step",
            "  vireo lab --pcap out                 keep captures for tshark or Wireshark",
            "  vireo lab --break compute2           see the checks fail without a data plane"
        },
        subcommands = {
            LabShellCommand.class,
            LabStopCommand.class,
            LabFaultCommand.class,
            LabSceneCommand.class,
            LabDemoCommand.class,
            LabPolicyCommand.class,
            LabBenchCommand.class,
            LabImageCommand.class,
            PeersCommand.class
        })
public final class LabCommand implements Callable<Integer> {
    private static final int LEAST_SECONDS = 1;
    private static final int MOST_SECONDS = 600;

    /** Nodes that a lab that stays makes when it is asked to. */
    private static final List<String> SHELF_NODES =
            List.of(Faults.NODE, Faults.FAR_NODE, DeckScenes.NODE, DeckScenes.FAR_NODE);

    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "SCENARIO",
            defaultValue = "two-nodes",
            description = "which lab (see --list); ${DEFAULT-VALUE} when left out")
    private String scenario = "";

    @Option(names = "--list", description = "list the scenarios and end")
    private boolean list;

    @Option(
            names = "--encap",
            paramLabel = "KIND",
            defaultValue = "udp",
            completionCandidates = Encaps.class,
            description = "what carries packets between the nodes: udp or gre (MPLS in it) or vxlan;"
                    + " ${DEFAULT-VALUE} when left out")
    private String encap = "";

    @Option(names = "--quick", description = "only the short checks: no iperf3, no flood; about a third of the time")
    private boolean quick;

    @Option(names = "--no-checks", description = "with --keep: no checks, a lab to look around in after one ping")
    private boolean noChecks;

    @Option(names = "--keep", description = "stay after the checks until Ctrl-C or 'vireo lab stop'")
    private boolean keep;

    @Option(
            names = "--pcap",
            paramLabel = "DIR",
            defaultValue = "",
            description = "write captures of the fabric and of each guest there")
    private String pcap = "";

    @Option(names = "--pcap-all", description = "every frame; without it the first 5000 of each check and capture")
    private boolean pcapAll;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (then progress goes to standard error)")
    private String output = "";

    @Option(
            names = "--time",
            paramLabel = "SECONDS",
            defaultValue = "2",
            description = "how long each iperf3 runs; ${DEFAULT-VALUE} when left out")
    private int seconds;

    @Option(
            names = "--attach",
            paramLabel = "KIND",
            defaultValue = "auto",
            description = "tap, veth, or auto: taps where /dev/net/tun can be opened")
    private String attach = "";

    @Option(
            names = "--guests",
            paramLabel = "KIND",
            defaultValue = "namespaces",
            description = "namespaces, or qemu: virtual machines on vhost-user sockets, emulated, without KVM;"
                    + " ${DEFAULT-VALUE} when left out")
    private String guests = "";

    /** Null when left out. */
    @Option(
            names = "--agent",
            negatable = true,
            description =
                    "each node has an agent ('vireo run agent'): guests get addresses, names and metadata from it,"
                            + " and every flow is judged. --no-agent: nodes are provisioned by 'vireo apply' and guests"
                            + " are given their addresses. With agents when left out, but for scenarios that have"
                            + " something in their place (see --list)")
    private Boolean agent;

    @Option(
            names = "--vrouter",
            paramLabel = "OPTION",
            description =
                    "an option for each node's 'vireo run vrouter', as one word: --vrouter=--model=hybrid; more than"
                            + " once for more")
    private List<String> vrouter = List.of();

    @Option(
            names = "--break",
            paramLabel = "NODE",
            defaultValue = "",
            description = "stop this node's data plane before the checks: every line that needs it has to fail")
    private String broken = "";

    @Option(names = "--inside", hidden = true, description = "this process is the one inside the namespaces")
    private boolean inside;

    /** Made by picocli. */
    public LabCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        try {
            return run();
        } catch (final LabException e) {
            System.err.println("vireo lab: " + e.getMessage());
            return 1;
        }
    }

    private int run() throws InterruptedException {
        if (list) {
            printScenarios();
            return 0;
        }
        final Encap chosen = Encap.of(encap)
                .orElseThrow(() -> wrong("--encap is '" + encap + "', expected one of: " + Encap.words()));
        final Topology named = Scenarios.named(scenario)
                .orElseThrow(() -> wrong("there is no scenario '" + scenario + "'; see: vireo lab --list"))
                .with(chosen);
        final boolean agents = agent == null ? named.wantsAgents() : agent;
        final Topology topology = agents ? named.withAgents() : named;
        final Options options = options(topology, agents);
        final LabFiles files = new LabFiles(RunRoot.ofEnvironment());
        final Launcher launcher = Launcher.current();
        if (inside) {
            return new Inside(topology, options, files, launcher).run();
        }
        final String missing = Tool.missing(System.getenv().getOrDefault("PATH", ""), agents);
        if (!missing.isEmpty()) {
            throw new LabException(missing);
        }
        if (options.machines()) {
            GuestTool.require(GuestTool.QEMU, GuestTool.SETPRIV);
            // Out here there is a network to download the kernel; inside it is found in the cache.
            GuestImage.obtain();
        }
        return Outer.run(
                files,
                topology.nodes().stream().map(ComputeNode::name).toList(),
                options.keep() ? SHELF_NODES : List.of(),
                launcher,
                options.arguments(),
                options.json() ? System.err : System.out);
    }

    private void printScenarios() {
        if ("json".equals(output)) {
            System.out.print(Scenarios.json());
            return;
        }
        Scenarios.all().forEach(lab -> System.out.printf("%-10s %s%n", lab.name(), lab.title()));
        System.out.println("each with --encap " + Encap.words());
    }

    private Options options(final Topology topology, final boolean agents) {
        if (!"text".equals(output) && !"json".equals(output)) {
            throw wrong("--output is '" + output + "', expected text or json");
        }
        if (seconds < LEAST_SECONDS || seconds > MOST_SECONDS) {
            throw wrong("--time is " + seconds + ", expected " + LEAST_SECONDS + " to " + MOST_SECONDS);
        }
        if (!"namespaces".equals(guests) && !"qemu".equals(guests)) {
            throw wrong("--guests is '" + guests + "', expected namespaces or qemu");
        }
        if (!broken.isEmpty()
                && topology.nodes().stream().noneMatch(node -> node.name().equals(broken))) {
            throw wrong("--break is '" + broken + "', expected one of: "
                    + String.join(
                            ", ",
                            topology.nodes().stream().map(ComputeNode::name).toList()));
        }
        final String directory =
                pcap.isEmpty() ? "" : Path.of(pcap).toAbsolutePath().normalize().toString();
        return new Options(
                scenario,
                topology.encap(),
                checks(),
                keep,
                directory,
                pcapAll,
                "json".equals(output),
                seconds,
                attach,
                "qemu".equals(guests),
                agents,
                vrouter,
                broken);
    }

    private Checks checks() {
        if (!noChecks) {
            return quick ? Checks.QUICK : Checks.ALL;
        }
        if (quick) {
            throw wrong("--quick and --no-checks: choose one");
        }
        if (!keep) {
            throw wrong("--no-checks needs --keep: without it the lab would end at once");
        }
        return Checks.NONE;
    }

    /** For the shell's completion. */
    static final class Encaps implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Encap.values()).map(Encap::word).iterator();
        }
    }

    private ParameterException wrong(final String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
