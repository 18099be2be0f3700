// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

import java.util.Map;
import net.vireo.lab.capture.Tally;
import net.vireo.lab.topology.Family;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.traffic.PingResult;
import net.vireo.lab.traffic.Pinger;

/**
 * What traceroute sees. In a routed network a packet that lives for one hop is answered with "time exceeded" by the node
 * it starts from and is never on the fabric; one that lives longer arrives. In a bridged network there is no hop: one is
 * enough to arrive.
 *
 * @param from the guest that asks
 * @param to a guest of the same network on another node
 * @param family which of their addresses are used
 */
public record TtlCheck(Guest from, Guest to, Family family) implements Check {
    private static final int COUNT = 3;
    /** Router and guest; one more, because the other node takes an MPLS label's TTL of 1 for an end, as Contrail does. */
    private static final int ENOUGH_HOPS = 3;

    @Override
    public String title() {
        return from.network() + " TTL " + family + " " + from.name() + " > " + to.name();
    }

    @Override
    public Outcome run(final RunningLab lab) throws InterruptedException {
        return lab.topology().networkOf(from).bridged() ? bridged(lab) : routed(lab);
    }

    private Outcome bridged(final RunningLab lab) throws InterruptedException {
        final Tally before = lab.fabric().tally();
        final PingResult one = Pinger.pingHops(lab.place(from), to.address(family), COUNT, 1);
        final TunnelProof proof = proof(lab, lab.fabric().tally().since(before));
        return new Outcome(
                one.complete() && proof.holds(),
                "1 hop: " + one.summary(),
                proof.text(),
                Map.of("sent", one.sent(), "received", one.received()));
    }

    private Outcome routed(final RunningLab lab) throws InterruptedException {
        final Tally before = lab.fabric().tally();
        final PingResult one = Pinger.pingHops(lab.place(from), to.address(family), COUNT, 1);
        final Tally between = lab.fabric().tally();
        final PingResult more = Pinger.pingHops(lab.place(from), to.address(family), COUNT, ENOUGH_HOPS);
        final TunnelProof proof = proof(lab, lab.fabric().tally().since(between));
        final long escaped = between.since(before).tunnelledTouching(to.address(family));
        return new Outcome(
                one.silent() && one.expired() == COUNT && escaped == 0 && more.complete() && proof.holds(),
                "1 hop: " + one.expired() + " of " + COUNT + " expired; " + ENOUGH_HOPS + " hops: " + more.summary(),
                (escaped == 0 ? "the expired not on the fabric; " : escaped + " EXPIRED ONES ON THE FABRIC; ")
                        + proof.text(),
                Map.of(
                        "expired", one.expired(),
                        "expiredOnFabric", escaped,
                        "sent", more.sent(),
                        "received", more.received()));
    }

    private TunnelProof proof(final RunningLab lab, final Tally seen) {
        return TunnelProof.of(lab.topology(), from, to, family, COUNT, seen);
    }
}
