// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.bench;

import java.io.PrintStream;
import java.util.Locale;
import net.vireo.lab.host.Attachment;
import net.vireo.lab.host.Claim;
import net.vireo.lab.host.FabricWiring;
import net.vireo.lab.host.GuestWiring;
import net.vireo.lab.host.LabException;
import net.vireo.lab.host.LabFiles;
import net.vireo.lab.host.Launcher;
import net.vireo.lab.host.Place;
import net.vireo.lab.host.Spaces;
import net.vireo.lab.topology.ComputeNode;
import net.vireo.lab.topology.IpAddress;
import net.vireo.lab.topology.Topology;
import net.vireo.lab.traffic.Pinger;

/** The bench inside its namespaces: builds everything, gives each contender its turns, prints what came out. */
final class BenchInside {
    private static final long FIRST_PING_LIMIT_MS = 8000;
    private static final int WARM_UP_SECONDS = 4;

    private final BenchOptions options;
    private final LabFiles files;
    private final Topology topology;
    private final Spaces spaces;
    private final BenchPlanes planes;
    private final KernelOverlay kernel;
    private final BenchResult result;
    private final PrintStream progress;
    private final long startNs = System.nanoTime();

    BenchInside(final BenchOptions options, final LabFiles files, final Launcher launcher) {
        this.options = options;
        this.files = files;
        spaces = new Spaces(files);
        topology = BenchTopology.of(options);
        planes = new BenchPlanes(topology, files, launcher);
        kernel = new KernelOverlay(spaces);
        result = new BenchResult(options);
        progress = options.json() ? System.err : System.out;
    }

    /** Runs it; the exit code. When told to end it stops what it started; the kernel ends the rest. */
    int run() throws InterruptedException {
        final Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(main::interrupt));
        if (!Claim.held(files)) {
            return 1;
        }
        try {
            build();
            warmUp();
            for (int round = 1; round <= options.rounds(); round++) {
                round(round);
            }
        } finally {
            planes.stop();
        }
        System.out.print(options.json() ? result.json() : "\n" + result.text());
        System.out.flush();
        return 0;
    }

    private void build() throws InterruptedException {
        final Attachment attachment = Attachment.choose("auto");
        for (final ComputeNode node : topology.nodes()) {
            spaces.create(node.hostSpace());
            spaces.create(node.dataPlaneSpace());
        }
        new FabricWiring(spaces, topology).build();
        final GuestWiring guests = new GuestWiring(spaces, topology, attachment.kind());
        guests.prepare();
        kernel.build();
        say("built", "fabric, kernel overlay, guests on " + attachment.kind() + " links");
        planes.start();
        for (final ComputeNode node : topology.nodes()) {
            planes.provision(node);
            guests.finish(node);
        }
        for (final Contender contender : Contender.values()) {
            final long tookMs = Pinger.untilAnswered(
                    Place.inNamespace(spaces.file(contender.client())),
                    IpAddress.v4(KernelOverlay.SERVER_ADDRESS),
                    FIRST_PING_LIMIT_MS);
            if (tookMs < 0) {
                throw new LabException(contender.title() + ": the guests cannot reach each other");
            }
        }
        say("ready", "all guests answer");
    }

    /** Until a data plane's code is compiled and its spare stands by, it is not what it will be. */
    private void warmUp() throws InterruptedException {
        for (final Contender contender : Contender.values()) {
            Workload.TCP_1.run(pair(contender), WARM_UP_SECONDS);
            say("warm-up", contender.title());
        }
    }

    private IperfRun pair(final Contender contender) {
        return new IperfRun(
                spaces.file(contender.client()),
                spaces.file(contender.server()),
                KernelOverlay.SERVER_ADDRESS,
                files.lab().resolve("traffic.log"));
    }

    private void round(final int round) throws InterruptedException {
        for (final Workload workload : Workload.values()) {
            for (final Contender contender : Contender.values()) {
                if (contender.nodes().isEmpty()) {
                    kernel.tunnelSegmentation(contender == Contender.KERNEL);
                }
                final var pids = contender.nodes().stream().map(planes::pid).toList();
                final CpuUse before = CpuUse.now(pids);
                final double rate = workload.run(pair(contender), options.seconds());
                final CpuUse used = CpuUse.now(pids).since(before);
                result.add(contender, workload, rate, used);
                say(
                        "round " + round,
                        String.format(
                                Locale.ROOT,
                                "%-16s %-40s %8.2f %s",
                                workload.title(),
                                contender.title(),
                                rate,
                                workload.unit()));
            }
        }
    }

    private void say(final String step, final String what) {
        progress.printf(Locale.ROOT, "%7.1f s  %-8s %s%n", (System.nanoTime() - startNs) / 1e9, step, what);
        progress.flush();
    }
}
