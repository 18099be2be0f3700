// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.plan.SharedCores;
import net.vireo.cli.tool.CpuOverlap;
import net.vireo.cli.tool.CpuSetConverter;
import net.vireo.linux.CpuSet;
import net.vireo.linux.ProcessThreads;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which CPUs a data plane's threads run on: forwarding lcores, service lcores, the JVM's own; and which are guests'. */
final class CpuOptions {
    private static final String FORWARDING = "--cpus";
    private static final String IO = "--io-cpus";
    private static final String SERVICE = "--service-cpus";
    private static final String CONTROL = "--control-cpus";
    private static final String GUESTS = "--guest-cpus";
    private static final Path ONLINE = Path.of("/sys/devices/system/cpu/online");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = {FORWARDING, "--lcores-mask"},
            paramLabel = "CPUS",
            converter = CpuSetConverter.class,
            description = "pin one lcore to each of these CPUs, ascending, from lcore 10 on: a list 2,4,6-8 or a mask"
                    + " 0x1d4; default: not pinned")
    private CpuSet forwarding = CpuSet.EMPTY;

    /** In the order of the lcores, when {@code --lcores} names CPUs. */
    private List<Integer> placed = List.of();

    @Option(
            names = IO,
            paramLabel = "CPUS",
            converter = CpuSetConverter.class,
            description = "pin one lcore of --io-lcores to each of these CPUs, ascending; default: not pinned")
    private CpuSet io = CpuSet.EMPTY;

    @Option(
            names = {SERVICE, "--service_core_mask"},
            paramLabel = "CPUS",
            converter = CpuSetConverter.class,
            description = "where service lcores run (control socket, pkt0, timers, ports' control); default: where the"
                    + " JVM's threads do")
    private CpuSet service = CpuSet.EMPTY;

    @Option(
            names = {CONTROL, "--dpdk_ctrl_thread_mask"},
            paramLabel = "CPUS",
            converter = CpuSetConverter.class,
            description = "where the JVM's own threads run: compilers, garbage collector, VM; default: anywhere")
    private CpuSet control = CpuSet.EMPTY;

    @Option(
            names = GUESTS,
            paramLabel = "CPUS",
            converter = CpuSetConverter.class,
            description = "CPUs that guests have: it is an error when one of the others is among them")
    private CpuSet guests = CpuSet.EMPTY;

    /** Made by picocli. */
    CpuOptions() {}

    /** One CPU for each forwarding lcore, ascending unless {@code --lcores} orders them; empty when they are not pinned. */
    List<Integer> forwarding() {
        return placed.isEmpty() ? forwarding.stream().boxed().toList() : placed;
    }

    /** One CPU for each lcore that only polls; empty when they are not pinned. */
    List<Integer> io() {
        return io.stream().boxed().toList();
    }

    /**
     * Takes over what {@code --lcores} says about CPUs, if anything.
     *
     * @throws ParameterException when it was said otherwise by other options
     */
    void place(final LcoreMap map) {
        if (map == null || map.cpus().isEmpty()) {
            return;
        }
        if (!forwarding.isEmpty() || !service.isEmpty() && !map.service().isEmpty()) {
            throw usage("--lcores names CPUs, and so does " + (forwarding.isEmpty() ? SERVICE : FORWARDING)
                    + ": give one of them");
        }
        placed = map.cpus();
        forwarding = CpuSet.of(map.cpus().stream().mapToInt(Integer::intValue).toArray());
        if (forwarding.count() != map.count()) {
            throw usage("--lcores puts two lcores on one CPU: each needs its own");
        }
        // Which the lcores' are, in DPDK's usual lines too, are not for others: they stay where the JVM is.
        service = service.isEmpty() ? map.service().minus(forwarding) : service;
    }

    /** @throws ParameterException when the options contradict each other */
    void check() {
        if (forwarding.isEmpty() && !(service.isEmpty() && control.isEmpty())) {
            throw usage((service.isEmpty() ? CONTROL : SERVICE) + " needs " + FORWARDING
                    + ": lcores that are not pinned would run there too");
        }
        // The JVM's threads may share CPUs with service lcores. Neither may with an lcore that forwards, or a guest.
        for (final Map.Entry<String, CpuSet> own :
                Map.of(SERVICE, service, CONTROL, control).entrySet()) {
            final Map<String, CpuSet> sets = new LinkedHashMap<>();
            sets.put(FORWARDING, forwarding);
            sets.put(IO, io);
            sets.put(own.getKey(), own.getValue());
            sets.put(GUESTS, guests);
            CpuOverlap.of(sets).ifPresent(sentence -> {
                throw usage(sentence);
            });
        }
    }

    /** @throws CommandFailed when a CPU does not exist or is not for this process */
    void checkMachine() {
        final CpuSet refused =
                ProcessThreads.unusable(forwarding.union(io).union(service).union(control));
        if (!refused.isEmpty()) {
            final int cpu = refused.lowest();
            final CpuSet online = online();
            throw new CommandFailed(
                    online.contains(cpu)
                            ? "CPU " + cpu + " is not allowed to this process: its control group (cpuset) leaves it out"
                            : "CPU " + cpu + " does not exist or is offline: this machine has " + online,
                    "'vireo plan cpus' shows what there is and who should have it");
        }
    }

    /** What is allowed and yet costs something; nothing when all is well. */
    Optional<String> remark() {
        return SharedCores.remark(forwarding, guests);
    }

    /** Where threads go that are no forwarding lcores. */
    CpuPlacement placement() {
        return new CpuPlacement(service, control);
    }

    private static CpuSet online() {
        try {
            return CpuSet.parse(Files.readString(ONLINE));
        } catch (final IOException | IllegalArgumentException unknown) {
            return CpuSet.EMPTY;
        }
    }

    private ParameterException usage(final String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
