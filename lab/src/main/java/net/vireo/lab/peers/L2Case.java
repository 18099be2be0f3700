// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.peers;

import java.util.List;

/** Frames between two guests of one bridged network, as fast as everybody can. */
final class L2Case implements PeersCase {
    @Override
    public String name() {
        return "l2";
    }

    @Override
    public String header() {
        return "frames between two guests of one network, million packets per second (rows \"ns\": work per packet, less is better)";
    }

    @Override
    public List<PeersRow> run(final PeersBench bench) throws InterruptedException {
        try (PeerSwitch vireo = new VireoSwitch(bench.directory(), bench.launcher(), PeersBench.SWITCH_CPU);
                PeerSwitch ovs = new OvsSwitch(bench.directory(), PeersBench.SWITCH_CPU)) {
            final List<PeerGuests> loads = bench.options().frameBytes().stream()
                    .map(length -> new PeerGuests(PeersBench.GUEST_CPU, length, bench.sampler()))
                    .toList();
            return new Alternation(bench, "Mpps").run(List.of(vireo, ovs), loads);
        }
    }
}
