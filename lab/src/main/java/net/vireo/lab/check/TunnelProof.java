// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

import java.util.Map;
import java.util.Set;
import net.vireo.lab.capture.Tally;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.Topology;
import net.vireo.lab.topology.VirtualNetwork;

/**
 * What the fabric capture says about traffic between two guests: between nodes all of it must be in the tunnel, both
 * ways, each way under the label of the guest that receives; inside a node none of it may be on the fabric at all.
 *
 * @param holds whether it is so
 * @param text the phrase for the table
 * @param figures the counts
 */
public record TunnelProof(boolean holds, String text, Map<String, Object> figures) {

    /**
     * @param least packets that must have been seen each way when the two are on different nodes
     * @param seen what passed on the fabric meanwhile
     */
    public static TunnelProof of(
            final Topology topology, final Guest from, final Guest to, final long least, final Tally seen) {
        return from.node().equals(to.node())
                ? inside(topology, from, to, seen)
                : between(topology, from, to, least, seen);
    }

    private static TunnelProof between(
            final Topology topology, final Guest from, final Guest to, final long least, final Tally seen) {
        final VirtualNetwork network = topology.network(from.network());
        final long there = seen.tunnelled(from.address(), to.address(), Set.of(to.label()));
        final long back = seen.tunnelled(to.address(), from.address(), Set.of(from.label()));
        final long open = seen.plainTouching(network.prefix(), network.prefixLength());
        final long malformed = seen.malformed();
        final String text = there + " + " + back + " in MPLSoUDP, labels " + to.label() + "/" + from.label()
                + (open == 0 ? ", 0 outside" : ", " + open + " OUTSIDE")
                + (malformed == 0 ? "" : ", " + malformed + " MALFORMED")
                + (seen.missed() == 0 ? "" : " (a sample)");
        return new TunnelProof(
                there >= least && back >= least && open == 0 && malformed == 0,
                text,
                Map.of(
                        "tunnelledThere", there,
                        "tunnelledBack", back,
                        "inTheOpen", open,
                        "malformed", malformed,
                        "missed", seen.missed()));
    }

    private static TunnelProof inside(final Topology topology, final Guest from, final Guest to, final Tally seen) {
        final VirtualNetwork network = topology.network(from.network());
        final Set<Integer> labels = Set.of(from.label(), to.label());
        final long tunnelled = seen.tunnelled(from.address(), to.address(), labels)
                + seen.tunnelled(to.address(), from.address(), labels);
        final long open = seen.plainTouching(network.prefix(), network.prefixLength());
        return new TunnelProof(
                tunnelled == 0 && open == 0,
                tunnelled + open == 0 ? "nothing on the fabric" : tunnelled + open + " PACKETS ON THE FABRIC",
                Map.of("tunnelled", tunnelled, "inTheOpen", open));
    }
}
