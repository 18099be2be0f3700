// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.util.List;
import java.util.stream.Stream;
import net.vireo.lab.topology.Encap;

/** A guest's packets: flow looked up, routed, put into a tunnel, out by the fabric; beside bridging without all that. */
final class FullCase implements PeersCase {
    private static final List<Integer> FLOWS = List.of(1, 1000, 100_000);

    /** Flows must not end while the others have their turn. */
    private static final List<String> OPTIONS =
            List.of("--permit-flows", "--flow-entries", "1048576", "--flow-idle", "udp=3600");

    @Override
    public String name() {
        return "full";
    }

    @Override
    public String header() {
        return "from a guest: flow with state, route, tunnel, fabric; " + FlowFile.FRAME_BYTES
                + " B one way, million packets per second (rows \"ns\": work per packet, less is better)";
    }

    @Override
    public List<PeersRow> run(final PeersBench bench) throws InterruptedException {
        try (VireoRouter vireo = new VireoRouter(
                        bench.directory().resolve("v"), bench.launcher(), PeersBench.SWITCH_CPU, OPTIONS);
                OvsRouter ovs = new OvsRouter(bench.directory().resolve("o"), PeersBench.SWITCH_CPU)) {
            final OneWay.Shared ours = new OneWay.Shared(vireo);
            final OneWay.Shared theirs = new OneWay.Shared(ovs);
            final List<OneWay> ways = List.of(
                    OneWay.routed(ours, PeersRow.OURS + " VXLAN", Encap.VXLAN),
                    OneWay.routed(ours, PeersRow.OURS + " MPLSoUDP", Encap.UDP),
                    OneWay.routed(theirs, "OVS ct VXLAN", Encap.VXLAN),
                    OneWay.bridged(theirs, "OVS L2 only"));
            for (final OneWay way : ways) {
                way.start();
                PathCheck.look(way, bench.directory(), PeersBench.GUEST_CPU);
                way.pause();
                bench.say("checked", way.title());
            }
            final Stream<FullLoad> loads = FLOWS.stream()
                    .map(flows -> new FullLoad(bench.directory(), flows, PeersBench.GUEST_CPU, bench.sampler()));
            return new Alternation(bench, "Mpps").run(ways, loads.toList());
        }
    }
}
