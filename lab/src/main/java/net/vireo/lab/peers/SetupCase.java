// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.util.List;
import net.vireo.lab.topology.Encap;

/** How many flows are set up: each packet of a guest has a five-tuple that nobody has seen. */
final class SetupCase implements PeersCase {
    /** Flows of one turn must be gone before the next. */
    private static final List<String> OPTIONS =
            List.of("--permit-flows", "--flow-entries", "4194304", "--flow-idle", "udp=5");

    @Override
    public String name() {
        return "setup";
    }

    @Override
    public String header() {
        return "from a guest: every packet the first of its flow, routed into VXLAN, thousand flows per second";
    }

    @Override
    public List<PeersRow> run(final PeersBench bench) throws InterruptedException {
        try (VireoRouter vireo = new VireoRouter(
                        bench.directory().resolve("v"), bench.launcher(), PeersBench.SWITCH_CPU, OPTIONS);
                OvsRouter ovs = new OvsRouter(bench.directory().resolve("o"), PeersBench.SWITCH_CPU)) {
            final List<OneWay> ways = List.of(
                    OneWay.routed(new OneWay.Shared(vireo), PeersRow.OURS, Encap.VXLAN),
                    OneWay.routed(new OneWay.Shared(ovs), "OVS-DPDK", Encap.VXLAN));
            return new Alternation(bench, "k flows/s")
                    .run(ways, List.of(new SetupLoad(bench.directory(), PeersBench.GUEST_CPU, bench.sampler())));
        }
    }
}
