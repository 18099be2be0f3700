// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

import java.util.HashMap;
import java.util.Map;
import net.vireo.lab.capture.Tally;
import net.vireo.lab.topology.Family;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.traffic.PingResult;
import net.vireo.lab.traffic.Pinger;

/**
 * Ping by name: the name server that DHCP told the guest of knows the other guest, and knows it by the address that it has
 * in this network.
 *
 * @param from the guest that asks
 * @param to a guest of the same network
 */
public record NameCheck(Guest from, Guest to) implements Check {
    private static final int COUNT = 3;

    @Override
    public String title() {
        return from.network() + " ping by name, " + from.name() + " > " + to.name();
    }

    @Override
    public Outcome run(final RunningLab lab) throws InterruptedException {
        final Tally before = lab.fabric().tally();
        final PingResult result = Pinger.pingName(lab.place(from), to.name(), COUNT);
        final TunnelProof proof = TunnelProof.of(
                lab.topology(),
                from,
                to,
                Family.IPV4,
                COUNT,
                lab.fabric().tally().since(before));
        final Map<String, Object> figures = new HashMap<>(proof.figures());
        figures.putAll(PingCheck.figures(result));
        return new Outcome(result.complete() && proof.holds(), result.summary(), proof.text(), figures);
    }
}
