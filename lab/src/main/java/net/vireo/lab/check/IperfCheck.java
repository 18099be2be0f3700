// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

import java.util.HashMap;
import java.util.Map;
import net.vireo.lab.capture.Tally;
import net.vireo.lab.topology.Family;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.traffic.GuestDrops;
import net.vireo.lab.traffic.IperfPair;
import net.vireo.lab.traffic.IperfResult;

/**
 * iperf3 from one guest to another.
 *
 * @param from the client
 * @param to the server
 * @param family which of their addresses are used
 * @param udp UDP at the lab's rate, else one TCP stream as fast as it goes
 */
public record IperfCheck(Guest from, Guest to, Family family, boolean udp) implements Check {
    /** What may be lost for no known reason. What the guests' own kernels dropped, for want of CPU, has a reason. */
    private static final double LOSS_LIMIT_PERCENT = 1;

    private static final long LEAST_PACKETS = 10;

    @Override
    public String title() {
        return from.network() + (udp ? " UDP " : " TCP ") + family + " " + PingCheck.path(from, to);
    }

    @Override
    public Outcome run(final RunningLab lab) throws InterruptedException {
        final Tally before = lab.fabric().tally();
        final GuestDrops sentBefore = GuestDrops.of(lab.place(from));
        final GuestDrops receivedBefore = GuestDrops.of(lab.place(to));
        final IperfPair pair = new IperfPair(lab.place(from), lab.place(to), to.address(family));
        final IperfResult result = udp
                ? pair.udp(lab.seconds(), lab.udpMegabits(), lab.trafficLog())
                : pair.tcp(lab.seconds(), lab.trafficLog());
        final long byGuests = GuestDrops.of(lab.place(from)).since(sentBefore)
                + GuestDrops.of(lab.place(to)).since(receivedBefore);
        final Tally seen = lab.fabric().tally().since(before);
        final TunnelProof proof = TunnelProof.of(lab.topology(), from, to, family, LEAST_PACKETS, seen);
        final Map<String, Object> figures = new HashMap<>(proof.figures());
        figures.putAll(figures(result));
        figures.put("droppedByGuests", byGuests);
        final long unexplained = result.lostPackets() - byGuests;
        return new Outcome(
                result.delivered() && unexplained <= result.packets() * LOSS_LIMIT_PERCENT / 100 && proof.holds(),
                result.summary() + (result.lostPackets() > 0 ? ", " + byGuests + " by the guests themselves" : ""),
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
