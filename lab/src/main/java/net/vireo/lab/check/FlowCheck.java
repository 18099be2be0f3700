// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.vireo.lab.capture.Tally;
import net.vireo.lab.topology.Family;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.traffic.PingResult;
import net.vireo.lab.traffic.Pinger;

/**
 * One conversation is one question and two flows: on each node it passes, a ping makes a flow each way, the two linked,
 * from one packet that asked.
 *
 * @param from the guest that asks
 * @param to the guest that answers
 * @param family which of their addresses are used
 */
public record FlowCheck(Guest from, Guest to, Family family) implements Check {
    private static final int COUNT = 5;

    @Override
    public String title() {
        return from.network() + " flows " + family + " " + PingCheck.path(from, to);
    }

    @Override
    public Outcome run(final RunningLab lab) throws InterruptedException {
        final List<String> nodes =
                from.node().equals(to.node()) ? List.of(from.node()) : List.of(from.node(), to.node());
        final List<FlowTable> before = new ArrayList<>();
        for (final String node : nodes) {
            before.add(FlowTable.of(lab, node));
        }
        final Tally tally = lab.fabric().tally();
        final PingResult ping = Pinger.pingFlow(lab.place(from), to.address(family), COUNT);
        final TunnelProof proof = TunnelProof.of(
                lab.topology(), from, to, family, COUNT, lab.fabric().tally().since(tally));
        long linked = 0;
        long asked = 0;
        for (int i = 0; i < nodes.size(); i++) {
            final FlowTable after = FlowTable.of(lab, nodes.get(i));
            final boolean pair =
                    FlowTable.linked(after.since(before.get(i)), from.address(family), to.address(family), COUNT);
            linked += pair ? 1 : 0;
            asked += after.created() - before.get(i).created();
        }
        return new Outcome(
                ping.complete() && linked == nodes.size() && asked == nodes.size() && proof.holds(),
                ping.summary() + "; " + linked + " of " + nodes.size() + " nodes with two linked flows, " + asked
                        + " asked for",
                proof.text(),
                Map.of("received", ping.received(), "nodesWithLinkedFlows", linked, "asked", asked));
    }
}
