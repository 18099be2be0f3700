// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.check;

import java.util.Map;
import net.vireo.lab.capture.Inner;
import net.vireo.lab.capture.Sighting.Tunnelled;
import net.vireo.lab.capture.Tally;
import net.vireo.lab.topology.Encap;
import net.vireo.lab.topology.Family;
import net.vireo.lab.topology.Guest;
import net.vireo.lab.topology.IpAddress;
import net.vireo.lab.topology.Topology;

/**
 * What the fabric capture says about traffic between two guests: between nodes all of it must be in the lab's kind of
 * tunnel, both ways, each way under the label of the guest that receives, or under the network's VNI; in a bridged
 * network in frames to that guest's MAC, over VXLAN in a routed one in frames to the router. Inside a node none of it may
 * be on the fabric at all.
 *
 * @param holds whether it is so
 * @param text the phrase for the table
 * @param figures the counts
 */
public record TunnelProof(boolean holds, String text, Map<String, Object> figures) {
    /** The MAC by which guests and, over VXLAN, nodes address the router. */
    private static final long ROUTER_MAC = 0x00_00_5e_00_01_00L;

    /**
     * @param least packets that must have been seen each way when the two are on different nodes
     * @param seen what passed on the fabric meanwhile
     */
    public static TunnelProof of(
            final Topology topology,
            final Guest from,
            final Guest to,
            final Family family,
            final long least,
            final Tally seen) {
        return from.node().equals(to.node())
                ? inside(topology, from, to, family, seen)
                : between(topology, from, to, family, least, seen);
    }

    private static TunnelProof between(
            final Topology topology,
            final Guest from,
            final Guest to,
            final Family family,
            final long least,
            final Tally seen) {
        final long there = seen.tunnelled(tunnelled -> carries(topology, tunnelled, from, to, family));
        final long back = seen.tunnelled(tunnelled -> carries(topology, tunnelled, to, from, family));
        final long open = seen.plainTouching(topology.networkOf(from).prefix(family));
        final long malformed = seen.malformed();
        final String text = there + " + " + back + " in " + topology.encap() + ", "
                + ids(topology, from, to)
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

    /** What tells whose packets they are, as a phrase. */
    static String ids(final Topology topology, final Guest from, final Guest to) {
        return topology.encap() == Encap.VXLAN
                ? "VNI " + topology.tunnelId(to)
                : "labels " + topology.tunnelId(to) + "/" + topology.tunnelId(from);
    }

    private static boolean carries(
            final Topology topology, final Tunnelled tunnelled, final Guest from, final Guest to, final Family family) {
        return tunnelled.encap() == topology.encap()
                && tunnelled.outerSource() == topology.node(from.node()).address()
                && tunnelled.outerDestination() == topology.node(to.node()).address()
                && tunnelled.id() == topology.tunnelId(to)
                && tunnelled.inner().mac() == innerMac(topology, to)
                && tunnelled.inner().source().equals(from.address(family))
                && tunnelled.inner().destination().equals(to.address(family));
    }

    private static long innerMac(final Topology topology, final Guest to) {
        if (topology.networkOf(to).bridged()) {
            return to.mac();
        }
        return topology.encap() == Encap.VXLAN ? ROUTER_MAC : Inner.NO_MAC;
    }

    private static TunnelProof inside(
            final Topology topology, final Guest from, final Guest to, final Family family, final Tally seen) {
        final var ids = topology.tunnelIds(topology.networkOf(from));
        final IpAddress source = from.address(family);
        final IpAddress destination = to.address(family);
        final long tunnelled = seen.tunnelled(packet -> ids.contains(packet.id())
                && (isBetween(packet.inner(), source, destination) || isBetween(packet.inner(), destination, source)));
        final long open = seen.plainTouching(topology.networkOf(from).prefix(family));
        return new TunnelProof(
                tunnelled == 0 && open == 0,
                tunnelled + open == 0 ? "nothing on the fabric" : tunnelled + open + " PACKETS ON THE FABRIC",
                Map.of("tunnelled", tunnelled, "inTheOpen", open));
    }

    private static boolean isBetween(final Inner inner, final IpAddress source, final IpAddress destination) {
        return inner.source().equals(source) && inner.destination().equals(destination);
    }
}
