// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.util.ArrayList;
import java.util.List;

/**
 * Between a guest and a link of the kernel's: our fabric port over AF_XDP and over packet sockets beside dpdk-testpmd
 * with {@code net_af_xdp}. Ours opens and closes VXLAN and bridges; testpmd passes frames on unread.
 */
final class FabricCase implements PeersCase {
    /** On the link: a guest's shortest frame in a tunnel, and its longest. */
    private static final List<Integer> LINK_BYTES = List.of(110, 1564);

    @Override
    public String name() {
        return "fabric";
    }

    @Override
    public String header() {
        return "between a veth and a guest, thousand packets per second; Vireo with VXLAN, testpmd io unread";
    }

    @Override
    public List<PeersRow> run(final PeersBench bench) throws InterruptedException {
        final List<FabricLoad> loads = new ArrayList<>();
        for (final int linkBytes : LINK_BYTES) {
            for (final FabricDirection direction : FabricDirection.values()) {
                loads.add(new FabricLoad(direction, linkBytes, PeersBench.GUEST_CPU, bench.sampler()));
            }
        }
        try (PeerSwitch xdp = new VireoFabric(bench.directory(), bench.launcher(), PeersBench.SWITCH_CPU, "xdp");
                PeerSwitch socket =
                        new VireoFabric(bench.directory(), bench.launcher(), PeersBench.SWITCH_CPU, "packet-socket");
                PeerSwitch testPmd =
                        new TestPmdFabric(bench.directory(), PeersBench.SWITCH_CPU, PeersBench.GUEST_CPU)) {
            return new Alternation(bench, "kpps").run(List.of(xdp, socket, testPmd), loads);
        }
    }
}
