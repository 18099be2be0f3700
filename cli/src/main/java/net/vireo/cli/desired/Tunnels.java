// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.desired;

import net.vireo.cli.tables.NexthopItem;
import net.vireo.cli.text.Ipv4;
import net.vireo.cli.text.Mac;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Vif;

/**
 * The tunnels to other nodes, one next hop per node and kind, made at their first use. They have no Ethernet header where
 * the file names no MAC for the node: the data plane finds the neighbour itself.
 */
final class Tunnels {
    /** Plain UDP without a label: to an analyzer. */
    private static final int FLAG_TUNNEL_UDP = 0x10;

    private final NodeFile file;
    private final Plan plan;

    Tunnels(final NodeFile file, final Plan plan) {
        this.file = file;
        this.plan = plan;
    }

    /** For packets of a routed network. Over VXLAN they travel in frames to the other node's router MAC. */
    int routed(final NodeFile.Peer peer) {
        return peer.encap() == NodeFile.Encap.VXLAN
                ? tunnel(
                        "vxlan-l3:",
                        "routed VXLAN tunnel",
                        peer,
                        Nexthop.FLAG_TUNNEL_VXLAN | Nexthop.FLAG_L3_VXLAN,
                        peer.routerMac())
                : bridged(peer);
    }

    /** For frames of a bridged network; MPLS tunnels carry both. */
    int bridged(final NodeFile.Peer peer) {
        return switch (peer.encap()) {
            case UDP -> tunnel("tunnel:", "tunnel", peer, Nexthop.FLAG_TUNNEL_UDP_MPLS, 0);
            case GRE -> tunnel("gre:", "GRE tunnel", peer, Nexthop.FLAG_TUNNEL_GRE, 0);
            case VXLAN -> vxlan(peer);
        };
    }

    /** For frames over VXLAN, whatever else the nodes talk. */
    int vxlan(final NodeFile.Peer peer) {
        return tunnel("vxlan:", "VXLAN tunnel", peer, Nexthop.FLAG_TUNNEL_VXLAN, 0);
    }

    /** To an analyzer outside. */
    int analyzer(final NodeFile.Mirror mirror) {
        return plan.nexthop(
                "analyzer:" + mirror.name(),
                "to analyzer " + mirror.name(),
                NexthopItem.tunnel(
                        FLAG_TUNNEL_UDP,
                        Vif.FABRIC_INDEX,
                        file.address(),
                        mirror.address(),
                        new NexthopItem.Ports(mirror.sourcePort(), mirror.port()),
                        0));
    }

    /** The label that a packet to that node carries: an MPLS label, or the network's VNI. */
    static int label(final NodeFile.Remote remote, final NodeFile.Network network) {
        return remote.peer().encap() == NodeFile.Encap.VXLAN ? network.vni() : remote.label();
    }

    private int tunnel(
            final String key, final String meaning, final NodeFile.Peer peer, final int flags, final long overlayMac) {
        final NexthopItem plain = NexthopItem.tunnel(
                flags, Vif.FABRIC_INDEX, file.address(), peer.address(), NexthopItem.Ports.NONE, overlayMac);
        final String to = key + Ipv4.text(peer.address());
        final String toPeer = meaning + " to " + peer.name();
        // A header that was given and one that was found look alike in the tables; the key tells them apart, and a
        // header
        // with the fabric's former MAC in it.
        return peer.mac() == 0
                ? plan.nexthop(to, toPeer, plain)
                : plan.nexthop(
                        to + " by " + Mac.text(peer.mac()) + " from " + Mac.text(file.fabricMac()),
                        toPeer,
                        plain.withHeader(peer.mac(), file.fabricMac()));
    }
}
