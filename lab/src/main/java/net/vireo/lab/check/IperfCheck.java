// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

import java.util.HashMap;
import java.util.Map;
import net.vireo.lab.capture.Tally;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.traffic.IperfPair;
import net.vireo.lab.traffic.IperfResult;

/**
 * iperf3 from one guest to another.
 *
 * @param from the client
 * @param to the server
 * @param udp UDP at {@value #MEGABITS_PER_SECOND} Mbit/s, else one TCP stream as fast as it goes
 */
public record IperfCheck(Guest from, Guest to, boolean udp) implements Check {
    /** Rate of the UDP test: 10,000 datagrams per second, which a busy machine of two cores still carries. */
    static final int MEGABITS_PER_SECOND = 100;

    /** What a shared machine may lose to its scheduler; the figure in the table is the real one. */
    static final double LOSS_LIMIT_PERCENT = 2;

    private static final long LEAST_PACKETS = 10;

    @Override
    public String title() {
        return from.network() + (udp ? " UDP " : " TCP ") + PingCheck.path(from, to);
    }

    @Override
    public Outcome run(final RunningLab lab) throws InterruptedException {
        final Tally before = lab.fabric().tally();
        final IperfPair pair = new IperfPair(lab.space(from), lab.space(to), to.address());
        final IperfResult result = udp
                ? pair.udp(lab.seconds(), MEGABITS_PER_SECOND, lab.trafficLog())
                : pair.tcp(lab.seconds(), lab.trafficLog());
        final Tally seen = lab.fabric().tally().since(before);
        final TunnelProof proof = TunnelProof.of(lab.topology(), from, to, LEAST_PACKETS, seen);
        final Map<String, Object> figures = new HashMap<>(proof.figures());
        figures.putAll(figures(result));
        return new Outcome(
                result.delivered() && result.lossPercent() <= LOSS_LIMIT_PERCENT && proof.holds(),
                result.summary(),
                proof.text(),
                figures);
    }

    static Map<String, Object> figures(final IperfResult result) {
        final Map<String, Object> figures = new HashMap<>();
        figures.put("bitsPerSecond", Math.round(result.bitsPerSecond()));
        if (result.udp()) {
            figures.put("packets", result.packets());
            figures.put("lostPackets", result.lostPackets());
        } else {
            figures.put("retransmits", result.retransmits());
        }
        return figures;
    }
}
