// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

import java.util.List;
import java.util.Map;
import net.vireo.lab.host.Place;
import net.vireo.lab.topology.Family;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.LabPolicy;
import net.vireo.lab.traffic.NamedPort;

/**
 * A policy that separates: of two TCP ports that a guest serves, one is open to its neighbours. The other gives no answer,
 * and the flow table of the guest's node says so.
 *
 * @param from the guest that asks
 * @param to the guarded one
 */
public record PolicyCheck(Guest from, Guest to) implements Check {
    private static final int LOOKS = 5;
    private static final String DROP = "drop";

    @Override
    public String title() {
        return to.network() + " policy, " + from.name() + " > " + to.name() + ": port " + LabPolicy.OPEN_PORT
                + " is open, port " + LabPolicy.CLOSED_PORT + " is not";
    }

    @Override
    public Outcome run(final RunningLab lab) throws InterruptedException {
        final Place client = lab.place(from);
        final Place server = lab.place(to);
        final String open;
        final String closed;
        final String itself;
        try (NamedPort first = NamedPort.start(server, LabPolicy.OPEN_PORT, to.name(), lab.trafficLog());
                NamedPort second = NamedPort.start(server, LabPolicy.CLOSED_PORT, to.name(), lab.trafficLog())) {
            open = first.ask(client, to.address(Family.IPV4));
            closed = second.ask(client, to.address(Family.IPV4));
            // Nobody but the policy keeps the second from answering: it does to the guest itself.
            itself = second.ask(server, to.address(Family.IPV4));
        }
        final List<FlowTable.Flow> denied = denied(lab);
        final String reason = denied.isEmpty() ? "" : denied.getFirst().dropReason();
        return new Outcome(
                open.equals(to.name()) && closed.isEmpty() && itself.equals(to.name()) && !reason.isEmpty(),
                "port " + LabPolicy.OPEN_PORT + ": " + (open.isEmpty() ? "NOBODY" : open) + "; port "
                        + LabPolicy.CLOSED_PORT + ": " + (closed.isEmpty() ? "no answer" : "ANSWERED")
                        + (itself.equals(to.name()) ? "" : ", NOT TO ITSELF EITHER"),
                reason.isEmpty() ? "NO denied flow on " + to.node() : "flow on " + to.node() + " dropped: " + reason,
                Map.of("open", open, "closed", closed, "dropReason", reason));
    }

    /** What the table has, as soon as it has it: an agent that shares its CPU with others takes its time. */
    private List<FlowTable.Flow> denied(final RunningLab lab) throws InterruptedException {
        List<FlowTable.Flow> denied = List.of();
        for (int i = 0; i < LOOKS && denied.isEmpty(); i++) {
            denied = FlowTable.of(lab, to.node()).flows().stream()
                    .filter(flow -> flow.source()
                                    .equals(from.address(Family.IPV4).toString())
                            && flow.destination().equals(to.address(Family.IPV4).toString())
                            && flow.destinationPort() == LabPolicy.CLOSED_PORT
                            && flow.action().equals(DROP))
                    .toList();
        }
        return denied;
    }
}
