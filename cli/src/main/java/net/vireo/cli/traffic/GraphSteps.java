// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.traffic;

import java.util.List;
import net.vireo.vrouter.counter.CounterFile;
import net.vireo.vrouter.counter.NodeCounter;

/** How many packets passed the steps of the graph that make and open tunnels. */
final class GraphSteps {
    private static final List<String> OPENERS = List.of("mpls-input", "label-input", "vxlan-input");
    private static final List<String> MAKERS = List.of("encap-mplsudp", "encap-vxlan", "encap-tunnel");

    /** What did not fit comes here, and its fragments to the makers again. */
    private static final String MISFITS = "tunnel-mtu";

    private final CounterFile counters;
    private final List<String> names;

    GraphSteps(final CounterFile counters) {
        this.counters = counters;
        names = counters.nodeNames();
    }

    long outOfTunnels(final int lcore) {
        return OPENERS.stream().mapToLong(name -> packets(lcore, name)).sum();
    }

    long intoTunnels(final int lcore) {
        return MAKERS.stream().mapToLong(name -> packets(lcore, name)).sum() - packets(lcore, MISFITS);
    }

    private long packets(final int lcore, final String name) {
        final int step = names.indexOf(name);
        return step < 0 ? 0 : counters.node(lcore, step, NodeCounter.PACKETS);
    }
}
