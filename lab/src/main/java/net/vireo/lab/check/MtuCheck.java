// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

import java.util.Map;
import net.vireo.lab.capture.Tally;
import net.vireo.lab.topology.Family;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.traffic.PingResult;
import net.vireo.lab.traffic.Pinger;

/**
 * The overlay carries less than the guest's MTU: a packet of the full MTU with "don't fragment" is answered with the
 * size that fits, and a packet of that size goes through whole.
 *
 * @param from the guest that asks
 * @param to a guest on another node
 * @param family which of their addresses are used
 */
public record MtuCheck(Guest from, Guest to, Family family) implements Check {
    private static final int COUNT = 3;
    private static final int LEAST_BYTES = 576;

    @Override
    public String title() {
        return "overlay MTU, " + family + " " + from.name() + " > " + to.name();
    }

    @Override
    public Outcome run(final RunningLab lab) throws InterruptedException {
        final int fabricMtu = lab.topology().fabric().mtuBytes();
        final PingResult large = Pinger.pingWhole(lab.place(from), to.address(family), 2, fabricMtu);
        final int named = large.mtuBytes().orElse(0);
        if (!large.silent() || named < LEAST_BYTES || named >= fabricMtu) {
            return new Outcome(
                    false,
                    fabricMtu + " bytes: " + large.summary()
                            + (named == 0 ? ", no word of a smaller MTU" : ", told mtu " + named),
                    "",
                    Map.of("mtuBytes", named));
        }
        final Tally before = lab.fabric().tally();
        final PingResult fitting = Pinger.pingWhole(lab.place(from), to.address(family), COUNT, named);
        final Tally seen = lab.fabric().tally().since(before);
        final TunnelProof proof = TunnelProof.of(lab.topology(), from, to, family, COUNT, seen);
        return new Outcome(
                fitting.complete() && proof.holds(),
                fabricMtu + " bytes: told mtu " + named + "; " + named + " bytes: " + fitting.summary(),
                proof.text(),
                Map.of("mtuBytes", named, "sent", fitting.sent(), "received", fitting.received()));
    }
}
