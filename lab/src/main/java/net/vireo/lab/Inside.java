// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.vireo.lab.capture.Capture;
import net.vireo.lab.check.Check;
import net.vireo.lab.check.Line;
import net.vireo.lab.check.NodeTraffic;
import net.vireo.lab.check.ResultTable;
import net.vireo.lab.check.RunningLab;
import net.vireo.lab.guest.GuestImage;
import net.vireo.lab.guest.Machines;
import net.vireo.lab.host.Attachment;
import net.vireo.lab.host.Claim;
import net.vireo.lab.host.DataPlane;
import net.vireo.lab.host.Decider;
import net.vireo.lab.host.FabricWiring;
import net.vireo.lab.host.GuestSetup;
import net.vireo.lab.host.GuestWiring;
import net.vireo.lab.host.LabAgents;
import net.vireo.lab.host.LabFiles;
import net.vireo.lab.host.Launcher;
import net.vireo.lab.host.PermitProcess;
import net.vireo.lab.host.Place;
import net.vireo.lab.host.Provision;
import net.vireo.lab.host.Spaces;
import net.vireo.lab.scene.DeckScenes;
import net.vireo.lab.scene.Faults;
import net.vireo.lab.scene.Scene;
import net.vireo.lab.scene.Stage;
import net.vireo.lab.shelf.Shelf;
import net.vireo.lab.shelf.ShelfServer;
import net.vireo.lab.shelf.StagePlayer;
import net.vireo.lab.topology.ComputeNode;
import net.vireo.lab.topology.Family;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.Topology;
import net.vireo.lab.topology.VhostPort;
import net.vireo.lab.traffic.Pinger;

/**
 * The lab as its first process runs it, inside the namespaces: builds the network, starts and provisions the nodes, runs
 * the checks, prints the table. When it is told to end it prints what it has; the kernel ends whatever it started.
 */
final class Inside {
    private static final long READY_LIMIT_MS = 60_000;
    private static final long FIRST_PING_LIMIT_MS = 20_000;
    private static final long ORDERLY_END_MS = 8_000;

    /** UDP tests: 10,000 datagrams per second, which a busy machine of two cores still carries. */
    private static final int NAMESPACES_MEGABITS = 100;

    /** The same for guests whose every instruction is emulated. */
    private static final int MACHINES_MEGABITS = 10;

    private final Topology topology;
    private final Options options;
    private final LabFiles files;
    private final Launcher launcher;
    private final Progress progress;
    private final Spaces spaces;
    private final Map<String, DataPlane> planes = new LinkedHashMap<>();
    private final Map<String, Decider> deciders = new LinkedHashMap<>();
    private Machines machines;
    private LabAgents agents;

    Inside(final Topology topology, final Options options, final LabFiles files, final Launcher launcher) {
        this.topology = topology;
        this.options = options;
        this.files = files;
        this.launcher = launcher;
        progress = new Progress(options.json() ? System.err : System.out, System.nanoTime());
        spaces = new Spaces(files);
    }

    /** Runs the lab; the exit code. Call it from the main thread, which is interrupted when the lab is told to end. */
    int run() {
        final CountDownLatch ended = new CountDownLatch(1);
        final Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            main.interrupt();
            awaitQuietly(ended);
        }));
        // The outer process may have died before this process could be told.
        if (!Claim.held(files)) {
            return 1;
        }
        try {
            return build();
        } catch (final InterruptedException e) {
            progress.step("ended", "before the checks began");
            return 1;
        } finally {
            if (machines != null) {
                machines.close();
            }
            deciders.values().forEach(Decider::stop);
            if (agents != null) {
                agents.close();
            }
            planes.values().forEach(DataPlane::stop);
            ended.countDown();
        }
    }

    private int build() throws InterruptedException {
        progress.step("lab", topology.name() + ": " + topology.title() + "; " + topology.encap() + " between them");
        final Attachment attachment = Attachment.choose(options.attach());
        for (final ComputeNode node : topology.nodes()) {
            spaces.create(node.hostSpace());
            spaces.create(node.dataPlaneSpace());
        }
        final FabricWiring.Built fabric = new FabricWiring(spaces, topology).build();
        progress.step(
                "fabric", fabric.description() + ", MTU " + topology.fabric().mtuBytes());
        final Topology linked = options.machines() ? topology.withoutGuests() : topology;
        final GuestWiring guests = new GuestWiring(spaces, linked, attachment.kind(), options.agent());
        guests.prepare();
        progress.step(options.machines() ? "hosts" : "guests", attachment.kind() + " links: " + attachment.reason());
        if (options.agent()) {
            agents = LabAgents.begin(topology, ports(), files, launcher);
        }
        startPlanes();
        if (topology.policy() && agents == null) {
            startDeciders();
        }
        if (agents == null) {
            for (final ComputeNode node : topology.nodes()) {
                provision(node);
            }
        } else {
            agents.awaitProgrammed();
            deciders.putAll(agents.deciders());
            progress.step("agents", "have done what " + files.agentConfig("NODE") + " says");
        }
        topology.nodes().forEach(guests::finish);
        if (options.machines()) {
            machines = Machines.boot(topology, GuestImage.obtain(), this::socket, options.agent());
            progress.step("guests", topology.guests().size() + " virtual machines have booted");
        }
        if (agents != null) {
            askForAddresses();
        }
        try (Capture capture =
                Capture.open(files.space(fabric.captureSpace()), fabric.captureLink(), List.of(), false)) {
            return checked(attachment, fabric, capture);
        }
    }

    private void startPlanes() throws InterruptedException {
        for (final ComputeNode node : topology.nodes()) {
            planes.put(node.name(), DataPlane.start(node, options.vrouter(), files, launcher));
        }
        for (final DataPlane plane : planes.values()) {
            plane.awaitReady(READY_LIMIT_MS);
        }
        progress.step("data planes", String.join(", ", planes.keySet()) + " answer");
    }

    private void startDeciders() throws InterruptedException {
        for (final ComputeNode node : topology.nodes()) {
            deciders.put(node.name(), new PermitProcess(node, files, launcher));
        }
        for (final Decider decider : deciders.values()) {
            decider.start();
        }
        progress.step("deciders", "flows are permitted on " + String.join(", ", deciders.keySet()));
    }

    /** Guests have nothing but a link: what else they have they are told. */
    private void askForAddresses() throws InterruptedException {
        final Map<String, Place> places = places();
        final GuestSetup setup = new GuestSetup(topology, guest -> places.get(guest.name()));
        if (options.machines()) {
            setup.obtain(guest -> Machines.DHCP_SCRIPT);
        } else {
            setup.writeScripts(files);
            setup.obtain(guest -> files.dhcpScript(guest.name()).toString());
        }
        progress.step("dhcp", topology.guests().size() + " guests have addresses: DHCP and router advertisements");
    }

    private void provision(final ComputeNode node) throws InterruptedException {
        final Path yaml = Provision.apply(topology, node, ports(), files, launcher);
        progress.step("apply", yaml + ", " + topology.guestsOn(node).size() + " guests");
    }

    /** The data plane makes the sockets, in the node's directory and under the name that the original gives them. */
    private Path socket(final Guest guest) {
        return files.node(guest.node()).resolve("uvh_vif_" + guest.name());
    }

    private Map<String, VhostPort> ports() {
        final Map<String, VhostPort> ports = new LinkedHashMap<>();
        if (options.machines()) {
            topology.guests()
                    .forEach(guest -> ports.put(guest.name(), new VhostPort(guest.name(), false, guest.queues())));
        }
        return ports;
    }

    private Map<String, Place> places() {
        if (options.machines()) {
            return machines.places();
        }
        final Map<String, Place> places = new LinkedHashMap<>();
        topology.guests()
                .forEach(guest -> places.put(
                        guest.name(), Place.inNamespace(files.space(guest.name()), files.resolver(guest.name()))));
        return places;
    }

    private int checked(final Attachment attachment, final FabricWiring.Built fabric, final Capture capture)
            throws InterruptedException {
        final RunningLab lab = new RunningLab(
                topology,
                files,
                launcher,
                capture,
                new RunningLab.CapturePoint(fabric.captureSpace(), fabric.captureLink()),
                places(),
                planes,
                deciders,
                options.seconds(),
                options.machines() ? MACHINES_MEGABITS : NAMESPACES_MEGABITS);
        final Recordings recordings = record(fabric);
        if (options.broken().isEmpty()) {
            firstPing(lab);
        } else {
            planes.get(options.broken()).freeze();
            progress.step("break", "the data plane of " + options.broken() + " is stopped: expect failures");
        }
        final List<Line> lines =
                runChecks(lab, options.checks(), recordings == null ? () -> {} : recordings::nextCheck);
        final boolean interrupted = Thread.interrupted();
        final ResultTable table = new ResultTable(
                topology.name(),
                topology.encap().word(),
                options.machines() ? "qemu" : attachment.kind().toString(),
                lines,
                progress.seconds());
        if (recordings != null) {
            recordings.close();
            progress.step("captures", recordings.summary());
        }
        if (options.checks() != Checks.NONE) {
            System.out.print(printed(table, lab, interrupted));
            System.out.flush();
        }
        if (options.keep() && !interrupted) {
            try (Shelf shelf = new Shelf(Faults.ALL, DeckScenes.ALL, scene -> player(scene, attachment.kind()));
                    ShelfServer server = ShelfServer.start(files.shelf(), shelf)) {
                stay(server.path());
            }
        }
        return options.checks() == Checks.NONE || table.passed() ? 0 : 1;
    }

    /** @param interrupted whether the lab is told to end: then nobody is asked any more */
    private String printed(final ResultTable table, final RunningLab lab, final boolean interrupted)
            throws InterruptedException {
        final NodeTraffic traffic = new NodeTraffic(lab);
        if (options.json()) {
            return table.json(interrupted ? List.of() : traffic.trees());
        }
        return "\n" + table.text() + (interrupted ? "" : traffic.text());
    }

    private Recordings record(final FabricWiring.Built fabric) {
        if (options.pcapDirectory().isEmpty()) {
            return null;
        }
        final Recordings recordings = new Recordings(files, Path.of(options.pcapDirectory()), options.pcapAll());
        recordings.add(fabric.captureSpace(), fabric.captureLink(), "fabric");
        if (!options.machines()) {
            topology.guests().forEach(guest -> recordings.add(guest.name(), Guest.LINK, guest.name()));
        }
        return recordings;
    }

    /** The first packet of all waits for neighbours to be resolved; how long that takes is a figure of its own. */
    private void firstPing(final RunningLab lab) throws InterruptedException {
        final Guest from = topology.guests().getFirst();
        final List<Guest> others = topology.guests().stream()
                .filter(guest -> guest.network().equals(from.network()) && !guest.equals(from))
                .toList();
        final Guest to = others.stream()
                .filter(guest -> !guest.node().equals(from.node()))
                .findFirst()
                .orElse(others.getFirst());
        final long tookMs = Pinger.untilAnswered(lab.place(from), to.address(Family.IPV4), FIRST_PING_LIMIT_MS);
        progress.step(
                "first ping",
                from.name() + " > " + to.name()
                        + (tookMs < 0 ? ": no answer in " + FIRST_PING_LIMIT_MS + " ms" : ": after " + tookMs + " ms"));
    }

    private List<Line> runChecks(final RunningLab lab, final Checks depth, final Runnable beforeEach) {
        final List<Line> lines = new ArrayList<>();
        boolean told = false;
        final List<Check> checks = options.agent()
                ? CheckList.withAgents(topology, options.machines(), depth)
                : CheckList.of(topology, options.machines(), depth);
        for (final Check check : checks) {
            final double startedAt = progress.seconds();
            if (!told) {
                beforeEach.run();
                try {
                    final Line line = Line.ran(check, check.run(lab), progress.seconds() - startedAt);
                    lines.add(line);
                    progress.step(line.verdict().word(), check.title());
                    continue;
                } catch (final InterruptedException e) {
                    told = true;
                    progress.step("ended", "during: " + check.title());
                } catch (final RuntimeException e) {
                    lines.add(Line.broke(check, String.valueOf(e.getMessage()), progress.seconds() - startedAt));
                    progress.step("FAIL", check.title());
                    continue;
                }
            }
            lines.add(Line.notRun(check));
        }
        if (told) {
            Thread.currentThread().interrupt();
        }
        return lines;
    }

    private Shelf.Playing player(final Scene scene, final Attachment.Kind kind) {
        return new StagePlayer(new Stage(scene, files, launcher, kind));
    }

    /**
     * Waits to be told to end.
     *
     * @param shelf the socket of the fault shelf
     */
    private void stay(final Path shelf) {
        final String node = topology.nodes().getFirst().name();
        final Guest guest = topology.guests().getFirst();
        final String vireo = String.join(" ", launcher.line());
        progress.step("kept", "look around from another terminal; Ctrl-C here, or 'vireo lab stop' there, ends it:");
        List.of(
                        "vif --list --node " + node,
                        "rt --dump 1 --node " + node,
                        "mpls --dump --node " + node,
                        "nh --list --node " + node,
                        "dropstats --node " + node,
                        "trace --next 4 --node " + node,
                        "lab fault",
                        "lab shell " + guest.name(),
                        "lab shell fabric -- tcpdump -ni " + node)
                .forEach(command -> progress.hint(vireo + " " + command));
        progress.step("shelf", Faults.ALL.size() + " faults can be planted; asked for on " + shelf);
        try {
            Files.writeString(files.kept(), "");
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            new CountDownLatch(1).await();
        } catch (final InterruptedException e) {
            progress.step("ended", "after " + Math.round(progress.seconds()) + " s");
        }
    }

    private static void awaitQuietly(final CountDownLatch latch) {
        try {
            if (!latch.await(ORDERLY_END_MS, TimeUnit.MILLISECONDS)) {
                Runtime.getRuntime().halt(1);
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
