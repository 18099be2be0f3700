// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.util.List;
import net.vireo.lab.host.Launcher;

/** Runs the cases that were asked for, one after the other. */
final class PeersRun {
    /** Every case there is, in the order in which they run. */
    static final List<PeersCase> CASES = List.of(
            new L2Case(), new FullCase(), new SetupCase(), new FabricCase(), new LatencyCase(), new WarmUpCase());

    private static final long HUGEPAGES = 512;

    private final PeersOptions options;
    private final Launcher launcher;
    private final long startNs = System.nanoTime();

    PeersRun(final PeersOptions options, final Launcher launcher) {
        this.options = options;
        this.launcher = launcher;
    }

    PeersResult run() throws InterruptedException {
        final PeersResult result = new PeersResult();
        try (Hugepages _ = Hugepages.atLeast(HUGEPAGES)) {
            for (final PeersCase each : CASES) {
                if (options.cases().contains(each.name())) {
                    try (PeersBench bench = new PeersBench(options, launcher, startNs)) {
                        bench.say("case", each.name() + ": " + each.header());
                        result.add(each, each.run(bench));
                    }
                }
            }
        }
        return result;
    }
}
