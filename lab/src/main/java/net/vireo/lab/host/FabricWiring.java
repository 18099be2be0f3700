// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.host;

import java.util.List;
import net.vireo.lab.topology.ComputeNode;
import net.vireo.lab.topology.Fabric;
import net.vireo.lab.topology.Topology;
import net.vireo.linux.LinuxException;
import net.vireo.linux.Tap;

/** Builds the network between the nodes: a bridge with a port for each, or one veth pair where bridges are refused. */
public final class FabricWiring {
    private final Spaces spaces;
    private final Topology topology;

    /**
     * What was built.
     *
     * @param description for the progress lines
     * @param captureSpace the namespace in which everything between the nodes can be seen
     * @param captureLink on this link
     */
    public record Built(String description, String captureSpace, String captureLink) {}

    public FabricWiring(final Spaces spaces, final Topology topology) {
        this.spaces = spaces;
        this.topology = topology;
    }

    /** Builds it; the nodes' namespaces exist. */
    public Built build() {
        spaces.create(Fabric.NAME);
        final String refusal = spaces.inside(Fabric.NAME, netlink -> {
            try {
                netlink.addBridge(Fabric.NAME);
                netlink.setUp(netlink.link(Fabric.NAME).index());
                return "";
            } catch (final LinuxException e) {
                return e.getMessage();
            }
        });
        return refusal.isEmpty() ? bridge() : pair(refusal);
    }

    /**
     * One more port of the bridge, for a machine that is a node by itself: a TAP in the fabric's namespace, which the
     * machine's hypervisor opens there. The fabric is built already.
     *
     * @param name of the TAP
     * @throws LabException where bridges are refused
     */
    public void addMachinePort(final String name) {
        spaces.call(Fabric.NAME, () -> {
            try (Tap tap = Tap.open(name, 1, true)) {
                tap.setPersistent(true);
            }
            return null;
        });
        spaces.inside(Fabric.NAME, netlink -> {
            final int bridge = netlink.findLink(Fabric.NAME)
                    .orElseThrow(
                            () -> new LabException("a machine on the fabric needs a bridge, which this kernel refuses"))
                    .index();
            final int port = netlink.link(name).index();
            netlink.setMtu(port, topology.fabric().mtuBytes());
            netlink.setMaster(port, bridge);
            netlink.setUp(port);
            return null;
        });
    }

    private Built bridge() {
        for (final ComputeNode node : topology.nodes()) {
            spaces.withDescriptor(
                    node.dataPlaneSpace(),
                    peer -> spaces.inside(Fabric.NAME, netlink -> {
                        netlink.addVeth(node.name(), Fabric.LINK, peer);
                        final int port = netlink.link(node.name()).index();
                        netlink.setMtu(port, topology.fabric().mtuBytes());
                        netlink.setMaster(port, netlink.link(Fabric.NAME).index());
                        netlink.setUp(port);
                        return null;
                    }));
            nodeEnd(node);
        }
        final String first = topology.nodes().getFirst().name();
        return new Built("a bridge with a port for each node", Fabric.NAME, first);
    }

    private Built pair(final String refusal) {
        final List<ComputeNode> nodes = topology.nodes();
        if (nodes.size() != 2) {
            throw new LabException(
                    "this kernel refuses bridges (" + refusal + "), and a lab of " + nodes.size() + " nodes needs one");
        }
        final Built built = buildPair();
        return new Built("a veth pair, for bridges are refused: " + refusal, built.captureSpace(), built.captureLink());
    }

    /** A veth pair between two nodes and nothing else; the nodes' namespaces exist. */
    public Built buildPair() {
        final List<ComputeNode> nodes = topology.nodes();
        final ComputeNode first = nodes.getFirst();
        spaces.withDescriptor(
                nodes.getLast().dataPlaneSpace(),
                peer -> spaces.inside(first.dataPlaneSpace(), netlink -> {
                    netlink.addVeth(Fabric.LINK, Fabric.LINK, peer);
                    return null;
                }));
        nodes.forEach(this::nodeEnd);
        return new Built("a veth pair", first.dataPlaneSpace(), Fabric.LINK);
    }

    private void nodeEnd(final ComputeNode node) {
        spaces.inside(node.dataPlaneSpace(), netlink -> {
            final int link = netlink.link(Fabric.LINK).index();
            netlink.setMac(link, node.mac());
            netlink.setMtu(link, topology.fabric().mtuBytes());
            netlink.setUp(link);
            return null;
        });
    }
}
