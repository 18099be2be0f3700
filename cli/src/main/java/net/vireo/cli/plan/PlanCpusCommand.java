// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.plan;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import net.vireo.cli.tool.CpuOverlap;
import net.vireo.cli.tool.CpuSetConverter;
import net.vireo.cli.tool.OutputOptions;
import net.vireo.linux.CpuSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vireo plan cpus}: five disjoint sets of CPUs for host, lcores, their siblings, service and guests. */
@Command(
        name = "cpus",
        description = "Which CPUs for the host, the router's lcores and the guests.",
        footer = {
            "",
            "The host gets the first core of each NUMA node, forwarding lcores the next cores of the NIC's",
            "node, whose other threads are left alone, service lcores one core more, guests the rest.",
            "CPUS are a list, 2,4,6-8, or a mask, 0x1d4. Sets that are given are kept and checked: no CPU has",
            "two uses.",
            "",
            "Examples:",
            "  vireo plan cpus --lcores 2                                      this machine",
            "  vireo plan cpus --sockets 2 --cores 18 --threads 2              the deck's 72 CPUs",
            "  ssh compute7 lscpu -p | vireo plan cpus --topology - --nic-node 1 --snippets",
            "  vireo plan cpus --guest vm1=4 --guest vm2=8@1                   guests, one on node 1",
            "  vireo plan cpus --cpus 0x154 --guest-cpus 3,5,7,9,11-35         checks what there is",
            "  vireo plan cpus -o json | jq -r .sets.forwarding.mask"
        })
public final class PlanCpusCommand implements Callable<Integer> {
    private static final int DEFAULT_LCORES = 4;
    private static final int MAX_LCORES = 64;

    @Spec
    private CommandSpec command;

    @Mixin
    private TopologyOptions machine = new TopologyOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(names = "--lcores", paramLabel = "N", description = "forwarding lcores; default: 4")
    private Integer lcores;

    @Option(
            names = "--both-threads",
            description =
                    "lcores on both threads of their cores: about a quarter more packets per core, fewer per lcore")
    private boolean bothThreads;

    @Option(names = "--lcore-node", paramLabel = "N", description = "the NUMA node for lcores; default: the NIC's")
    private Integer lcoreNode;

    @Option(
            names = "--service-cores",
            paramLabel = "N",
            defaultValue = "1",
            description = "cores for service lcores, 0 to let them run on the host's; default: ${DEFAULT-VALUE}")
    private int serviceCores;

    @Option(
            names = "--host-cores",
            paramLabel = "N",
            defaultValue = "1",
            description = "cores of each NUMA node for the host; default: ${DEFAULT-VALUE}")
    private int hostCores;

    /** Where the threads of the JVM go that are no lcores. */
    enum Control {
        HOST,
        SERVICE
    }

    @Option(
            names = "--control",
            paramLabel = "host|service",
            defaultValue = "host",
            description = "whose CPUs the router's JVM threads share; default: ${DEFAULT-VALUE}")
    private Control control;

    @Option(
            names = "--guest",
            paramLabel = "NAME=VCPUS[@NODE]",
            converter = GuestDemand.Converter.class,
            description = "a guest to be placed on one NUMA node; may be given again")
    private List<GuestDemand> guests = List.of();

    @Option(
            names = "--cpus",
            paramLabel = "CPUS",
            converter = CpuSetConverter.class,
            description = "forwarding lcores are on these, not chosen")
    private CpuSet forwardingCpus;

    @Option(
            names = "--service-cpus",
            paramLabel = "CPUS",
            converter = CpuSetConverter.class,
            description = "service lcores are on these")
    private CpuSet serviceCpus;

    @Option(
            names = "--guest-cpus",
            paramLabel = "CPUS",
            converter = CpuSetConverter.class,
            description = "guests have these, as Nova's cpu_dedicated_set or vcpu_pin_set says")
    private CpuSet guestCpus;

    @Option(
            names = "--host-cpus",
            paramLabel = "CPUS",
            converter = CpuSetConverter.class,
            description = "the host has these")
    private CpuSet hostCpus;

    @Option(names = "--snippets", description = "what to tell kernel, systemd, libvirt, Nova, and the routers")
    private boolean snippets;

    /** Made by picocli. */
    public PlanCpusCommand() {}

    @Override
    public Integer call() {
        final CpuTopology topology = machine.topology();
        final CpuPlan plan = CpuPlanner.plan(topology, demand(topology));
        final List<String> warnings = PlanWarnings.of(plan);
        if (output.json()) {
            final Map<String, Object> document = CpuPlanTree.of(plan, warnings);
            if (snippets) {
                final Map<String, Object> texts = new LinkedHashMap<>();
                CpuSnippets.of(plan).forEach((name, snippet) -> texts.put(name, snippet.text()));
                document.put("snippets", texts);
            }
            output.printJson(document);
        } else {
            output.print(CpuPlanText.of(plan, warnings) + (snippets ? "\n" + CpuSnippets.text(plan) : ""));
        }
        return 0;
    }

    private CpuDemand demand(final CpuTopology topology) {
        final int nicNode = machine.nicNode(topology);
        final Set<String> names = new HashSet<>();
        for (final GuestDemand guest : guests) {
            if (!names.add(guest.name())) {
                throw usage("--guest " + guest.name() + " is given twice");
            }
            if (guest.node() != GuestDemand.NEAR_THE_NIC) {
                machine.checked("the node of --guest " + guest.name(), guest.node(), topology);
            }
        }
        return new CpuDemand(
                lcoreCount(),
                bothThreads,
                lcoreNode == null ? nicNode : machine.checked("--lcore-node", lcoreNode, topology),
                nicNode,
                inRange("--service-cores", serviceCores, 0, CpuSet.MAX_CPU),
                inRange("--host-cores", hostCores, 1, CpuSet.MAX_CPU),
                control == Control.SERVICE,
                given(topology),
                guests);
    }

    private int lcoreCount() {
        if (forwardingCpus == null) {
            return inRange("--lcores", lcores == null ? DEFAULT_LCORES : lcores, 1, MAX_LCORES);
        }
        final int count = forwardingCpus.count();
        if (lcores != null && lcores != count) {
            throw usage("--lcores is " + lcores + ", but --cpus has " + Words.count(count, "CPU"));
        }
        return inRange("the number of --cpus", count, 1, MAX_LCORES);
    }

    private CpuDemand.Given given(final CpuTopology topology) {
        final Map<String, CpuSet> sets = new LinkedHashMap<>();
        put(sets, "--cpus", forwardingCpus);
        put(sets, "--service-cpus", serviceCpus);
        put(sets, "--guest-cpus", guestCpus);
        put(sets, "--host-cpus", hostCpus);
        CpuOverlap.of(sets).ifPresent(sentence -> {
            throw usage(sentence);
        });
        sets.forEach((option, cpus) -> {
            final CpuSet missing = cpus.minus(topology.all());
            if (!missing.isEmpty()) {
                throw usage(Words.are(missing) + " not of this machine (" + option + "): it has " + topology.all());
            }
        });
        return new CpuDemand.Given(
                Optional.ofNullable(forwardingCpus),
                Optional.ofNullable(serviceCpus),
                Optional.ofNullable(guestCpus),
                Optional.ofNullable(hostCpus));
    }

    private static void put(final Map<String, CpuSet> sets, final String option, final CpuSet cpus) {
        if (cpus != null) {
            sets.put(option, cpus);
        }
    }

    private int inRange(final String option, final int value, final int least, final int most) {
        if (value < least || value > most) {
            throw usage(option + " is " + value + ", must be " + least + " to " + most);
        }
        return value;
    }

    private ParameterException usage(final String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
