// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.topology;

import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * A lab as data: compute nodes on one fabric, virtual networks, guests. Another lab is another value of this record.
 *
 * @param name what {@code vireo lab NAME} and {@code --list} call it
 * @param title one sentence
 * @param encap how packets travel between the nodes
 * @param policy whether each packet of a guest needs a flow, about which the node's agent is asked first
 * @param fabric the network between the nodes
 * @param nodes the compute nodes
 * @param networks the tenants' networks; their prefixes may overlap
 * @param guests the guests, each on one node in one network
 */
public record Topology(
        String name,
        String title,
        Encap encap,
        boolean policy,
        Fabric fabric,
        List<ComputeNode> nodes,
        List<VirtualNetwork> networks,
        List<Guest> guests) {

    /** Takes copies and refuses a topology that contradicts itself. */
    public Topology {
        nodes = List.copyOf(nodes);
        networks = List.copyOf(networks);
        guests = List.copyOf(guests);
        for (final Guest guest : guests) {
            require(nodes.stream().anyMatch(node -> node.name().equals(guest.node())), guest.name(), "node");
            require(
                    networks.stream().anyMatch(network -> network.name().equals(guest.network())),
                    guest.name(),
                    "network");
            require(guests.stream().filter(guest::sharesAddressWith).count() == 1, guest.name(), "address of its own");
            require(guests.stream().filter(guest::sharesLabelWith).count() == 1, guest.name(), "label of its own");
        }
    }

    /** The same lab with another encapsulation. */
    public Topology with(final Encap other) {
        return new Topology(name, title, other, policy, fabric, nodes, networks, guests);
    }

    /**
     * The same for nodes with agents: every flow is judged, and each guest has the IPv6 address that its kernel makes of the
     * prefix and its MAC (RFC 4291 appendix A).
     */
    public Topology withAgents() {
        return new Topology(
                name,
                title,
                encap,
                true,
                fabric,
                nodes,
                networks,
                guests.stream().map(Guest::withMadeAddress).toList());
    }

    /** Whether its nodes have agents when nobody says otherwise: where flows are permitted by a stand-in they have not. */
    public boolean wantsAgents() {
        return !policy;
    }

    /** The same nodes and networks without any guest. */
    public Topology withoutGuests() {
        return new Topology(name, title, encap, policy, fabric, nodes, networks, List.of());
    }

    /** The network of a guest. */
    public VirtualNetwork networkOf(final Guest guest) {
        return network(guest.network());
    }

    /**
     * What a tunnel packet to a guest carries: an MPLS label for packets, another for frames, or the network's VNI.
     * Traffic inside a bridged network travels in frames.
     */
    public int tunnelId(final Guest to) {
        final VirtualNetwork network = networkOf(to);
        if (encap == Encap.VXLAN) {
            return network.vni();
        }
        return network.bridged() ? to.bridgeLabel() : to.label();
    }

    /** What a tunnel packet with a network's broadcast carries towards a node. */
    public int broadcastId(final VirtualNetwork network, final ComputeNode to) {
        return encap == Encap.VXLAN ? network.vni() : network.broadcastLabel() + nodes.indexOf(to);
    }

    /** Everything by which tunnel packets may belong to a network. */
    public Set<Integer> tunnelIds(final VirtualNetwork network) {
        if (encap == Encap.VXLAN) {
            return Set.of(network.vni());
        }
        final Set<Integer> ids = new HashSet<>();
        for (final Guest guest : guestsIn(network)) {
            ids.add(guest.label());
            if (network.bridged()) {
                ids.add(guest.bridgeLabel());
            }
        }
        if (network.bridged()) {
            nodes.forEach(node -> ids.add(broadcastId(network, node)));
        }
        return ids;
    }

    /** The guest of that name. */
    public Guest guest(final String wanted) {
        return guests.stream()
                .filter(guest -> guest.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no guest " + wanted + " in lab " + name));
    }

    /** The node of that name. */
    public ComputeNode node(final String wanted) {
        return nodes.stream()
                .filter(node -> node.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no node " + wanted + " in lab " + name));
    }

    /** The network of that name. */
    public VirtualNetwork network(final String wanted) {
        return networks.stream()
                .filter(network -> network.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no network " + wanted + " in lab " + name));
    }

    /** The guests on a node, in the order of the topology. */
    public List<Guest> guestsOn(final ComputeNode node) {
        return guests.stream().filter(guest -> guest.node().equals(node.name())).toList();
    }

    /** The guests in a network, in the order of the topology. */
    public List<Guest> guestsIn(final VirtualNetwork network) {
        return guests.stream()
                .filter(guest -> guest.network().equals(network.name()))
                .toList();
    }

    private static void require(final boolean holds, final String guest, final String what) {
        if (!holds) {
            throw new IllegalArgumentException("guest " + guest + " has no " + what);
        }
    }
}
