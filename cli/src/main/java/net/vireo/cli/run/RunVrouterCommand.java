// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import net.vireo.cli.failure.CommandFailed;
import net.vireo.cli.node.NodeDirectory;
import net.vireo.cli.node.RunDirectory;
import net.vireo.linux.LinuxException;
import net.vireo.port.DescriptorKeeper;
import net.vireo.port.bond.BondSpec;
import net.vireo.vrouter.Continuity;
import net.vireo.vrouter.DeviceOptions;
import net.vireo.vrouter.FabricPort;
import net.vireo.vrouter.NodeStopped;
import net.vireo.vrouter.PoolRule;
import net.vireo.vrouter.ReservedMemory;
import net.vireo.vrouter.RingSizes;
import net.vireo.vrouter.Tuning;
import net.vireo.vrouter.Vrouter;
import net.vireo.vrouter.VrouterConfig;
import net.vireo.vrouter.journal.JournalRefused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vireo run vrouter}: the data plane of one node, until SIGTERM or Ctrl-C. */
@Command(
        name = "vrouter",
        description = "Run the data plane of one node, until Ctrl-C or SIGTERM.",
        footer = {
            "",
            "Options of Contrail's program are taken by its names too, where they mean something; docs/knobs.md",
            "in the sources says which, and what 'vireo dpdkinfo --knobs' shows of them.",
            "",
            "Run it in a network namespace of its own that holds the fabric device, and name the host's",
            "namespace with --host-netns: vhost0 goes there.",
            "",
            "Examples:",
            "  ip netns exec fabric vireo run vrouter --node compute1 --host-netns /proc/1/ns/net",
            "  vireo run vrouter --node compute1 --cpus 2,4,6-8 --poll busy    'vireo plan cpus' finds which",
            "  vireo run vrouter --node compute1 --cpus 0x154 --service-cpus 10,46 --control-cpus 0-1,36-37",
            "  vireo run vrouter --node compute1 --cpus 2,4 --poll busy --vr_mempool_sz 65536 --dpdk_rxd_sz 2048",
            "  vireo run vrouter --node compute1 --fabric-rss --fabric-bond bond0=active-backup:eth0,eth1"
        })
public final class RunVrouterCommand implements Callable<Integer> {
    /** The options of children, which people do not use. */
    static final String PARENT = "--parent";

    static final String SPARE = "--spare";
    static final String FRESH = "--fresh";

    @Spec
    private CommandSpec command;

    @Option(names = "--node", paramLabel = "NAME", description = "the node's name; default: $VIREO_NODE")
    private String node;

    @Option(
            names = "--run-dir",
            paramLabel = "DIR",
            description = "the run directory, instead of the usual one (see 'vireo ps --help')")
    private Path runDirectory;

    @Option(
            names = "--host-netns",
            paramLabel = "FILE",
            description = "the host's network namespace, for vhost0; default: this one")
    private Path hostNetns;

    @Mixin
    private LcoreOptions lcores;

    @Mixin
    private CpuOptions cpus;

    @Mixin
    private PoolOptions pool;

    @Mixin
    private RingOptions rings;

    @Mixin
    private ContrailOptions contrail;

    @Mixin
    private TableSizeOptions tables;

    @Option(
            names = "--fabric-rss",
            description = "spread the fabric's flows over lcores by receive side scaling in software: see 'vireo rss'")
    private boolean fabricRss;

    @Option(
            names = "--fabric-bond",
            paramLabel = "NAME=MODE:LINK,..",
            converter = BondConverter.class,
            description = "the fabric vif NAME is a bond of these links; MODE is active-backup or balance-xor")
    private BondSpec fabricBond;

    @Option(
            names = "--fabric-port",
            paramLabel = "KIND",
            defaultValue = "packet-socket",
            converter = FabricPortConverter.class,
            description =
                    "how frames cross the fabric's links: auto: AF_XDP where it works (needs root outside user"
                            + " namespaces), else packet sockets, and the log and 'vif --get' say why; xdp: nothing else;"
                            + " xdp-busy-poll: and lcores run the network card's driver themselves; packet-socket. Default: ${DEFAULT-VALUE}")
    private FabricPort fabricPort;

    @Option(
            names = "--offloads",
            paramLabel = "WHAT",
            defaultValue = "guests",
            description = "what is left to devices: none; guests: long packets and open checksums of guests and host; "
                    + "all: and tunnel packets cross the fabric in long frames, where links carry such (veth does). "
                    + "Default: ${DEFAULT-VALUE}")
    private DeviceOptions.Offloading offloads;

    @Option(
            names = {"--vhost-dir", "--vr_socket_dir"},
            paramLabel = "DIR",
            description = "where vhost-user sockets of poll mode vifs are that are named without a path, each as"
                    + " uvh_vif_NAME; default: the node's directory")
    private Path vhostDirectory;

    @Mixin
    private LoadBalanceOptions loadBalance;

    @Option(
            names = "--flow-idle",
            paramLabel = "tcp|udp|icmp|other|opening|hold=SECONDS",
            split = ",",
            description =
                    "how long a flow may be idle: tcp 7440 and opening 240 for TCP, udp 180, icmp 60, other 180, hold"
                            + " 10 without a verdict")
    private Map<FlowKind, Integer> flowIdle = Map.of();

    @Option(names = "--permit-flows", description = "permit every flow, as 'vireo run permit' does, in this process")
    private boolean permitFlows;

    @Option(names = FRESH, description = "discard the state that a data plane left which was killed")
    private boolean fresh;

    @Option(
            names = "--no-restart",
            description = "run without a parent process that starts the data plane again when it dies")
    private boolean alone;

    @Option(names = PARENT, hidden = true, description = "the parent's socket")
    private Path parent;

    @Option(names = SPARE, hidden = true, description = "wait until the data plane that runs is dead")
    private boolean spare;

    /** Made by picocli. */
    public RunVrouterCommand() {}

    @Override
    public Integer call() {
        final VrouterConfig config = config();
        cpus.checkMachine();
        if (parent == null) {
            cpus.remark().ifPresent(remark -> System.err.println("vireo: warning: " + remark));
        }
        return alone || parent != null ? forward(config) : supervise(config);
    }

    private int supervise(final VrouterConfig config) {
        cpus.placement().moveJvm();
        final ChildLine line =
                ChildLine.of(command.root().commandLine().getParseResult().originalArgs());
        return new Supervisor(config.nodeName(), config.runDirectory(), line::start, System.err).run();
    }

    private int forward(final VrouterConfig config) {
        final ParentLink link = parent == null ? null : ParentLink.connect(parent);
        final Continuity continuity = link == null
                ? new Continuity(fresh, spare, DescriptorKeeper.NONE, stage -> {})
                : new Continuity(fresh, spare, link, link::reached);
        final CpuPlacement placement = cpus.placement();
        placement.moveJvm();
        final Vrouter vrouter = placement.asService(() -> start(config, continuity));
        if (vrouter == null) {
            return 0;
        }
        final AutoCloseable decider =
                permitFlows ? placement.asService(() -> RunPermitCommand.start(directory())) : () -> {};
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> stop(decider, vrouter)));
        final PrintWriter out = command.commandLine().getOut();
        out.println("node " + config.nodeName() + " forwards with " + config.lcoreCount() + " lcores"
                + (vrouter.isRestored() ? " again (" + vrouter.restoredSummary() + ")" : "") + "; its files are in "
                + config.runDirectory() + (spare ? "" : "; Ctrl-C stops it"));
        out.println("it reserves " + ReservedMemory.of(config).text() + "; what is not used takes no memory");
        out.flush();
        try {
            vrouter.awaitEnd();
        } catch (final IllegalStateException lcoreDied) {
            // No hook may run: state, counters and TAPs are for the process that comes after.
            System.err.println("vireo: " + lcoreDied.getMessage() + ": " + lcoreDied.getCause());
            Runtime.getRuntime().halt(1);
        }
        return 0;
    }

    private static void stop(final AutoCloseable decider, final Vrouter vrouter) {
        try (vrouter) {
            decider.close();
        } catch (final Exception stays) {
            System.err.println("vireo: " + stays.getMessage());
        }
    }

    /** @return null when the node was stopped while this process waited */
    private static Vrouter start(final VrouterConfig config, final Continuity continuity) {
        try {
            Files.createDirectories(config.runDirectory().getParent());
            return Vrouter.start(config, continuity);
        } catch (final NodeStopped stopped) {
            return null;
        } catch (final JournalRefused e) {
            throw new CommandFailed("cannot start node " + config.nodeName() + ": " + e.getMessage(), "", e);
        } catch (final IOException e) {
            throw new CommandFailed(
                    "cannot start node " + config.nodeName() + ": " + e.getMessage(),
                    "see 'vireo ps' for what runs; VIREO_RUN_DIR or --run-dir chooses another directory",
                    e);
        } catch (final LinuxException e) {
            throw new CommandFailed(
                    "cannot start node " + config.nodeName() + ": " + e.getMessage(),
                    "a data plane needs root, or a user namespace of its own: 'vireo lab' makes one",
                    e);
        }
    }

    /** What the options say. */
    VrouterConfig config() {
        final NodeDirectory directory = directory();
        contrail.check();
        cpus.place(lcores.lcores());
        cpus.check();
        try {
            final Tuning tuning = lcores.tuning(cpus.io());
            final RingSizes sizes = rings.sizes();
            final int count = lcoreCount(directory);
            VrouterConfig.requireLcores(count);
            final PoolRule rule = new PoolRule(count, count, sizes);
            final VrouterConfig config = new VrouterConfig(
                    directory.name(),
                    directory.path(),
                    hostNetns,
                    count,
                    cpus.forwarding(),
                    lcores.poll(),
                    pool.sizes(rule, tuning.burstPackets()),
                    pool.hugepages(),
                    tables.limits(),
                    new DeviceOptions(
                            fabricRss,
                            Optional.ofNullable(fabricBond),
                            offloads,
                            Optional.ofNullable(vhostDirectory).map(Path::toAbsolutePath),
                            loadBalance.mode(),
                            loadBalance.queuePolicy(),
                            fabricPort,
                            sizes,
                            rings.hostQueues()),
                    FlowKind.policy(flowIdle),
                    tuning);
            ReservedMemory.of(config); // refuses tables that cannot be
            return config;
        } catch (final IllegalArgumentException wrong) {
            throw usage(wrong.getMessage());
        }
    }

    private NodeDirectory directory() {
        final String name = node != null ? node : System.getenv().getOrDefault("VIREO_NODE", "");
        if (name.isEmpty() || name.indexOf('/') >= 0) {
            throw usage("which node? Name it with --node NAME");
        }
        final RunDirectory root =
                runDirectory == null ? RunDirectory.ofEnvironment() : new RunDirectory(runDirectory.toAbsolutePath());
        return root.node(name);
    }

    private int lcoreCount(final NodeDirectory directory) {
        if (lcores.lcores() != null) {
            return lcores.lcores().count();
        }
        final int pinned = cpus.forwarding().size();
        return pinned > 0
                ? pinned
                : VrouterConfig.of(directory.name(), directory.path()).lcoreCount();
    }

    private ParameterException usage(final String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
