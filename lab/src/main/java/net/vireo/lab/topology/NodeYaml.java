// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.topology;

import static net.vireo.lab.topology.Addresses.ipv4;
import static net.vireo.lab.topology.Addresses.mac;

import java.util.List;
import java.util.Map;

/** Writes the file with which {@code vireo apply} provisions one node of a lab. */
public final class NodeYaml {
    private final Topology topology;
    private final ComputeNode node;
    private final Map<String, VhostPort> ports;
    private final StringBuilder yaml = new StringBuilder(4096);

    private NodeYaml(final Topology topology, final ComputeNode node, final Map<String, VhostPort> ports) {
        this.topology = topology;
        this.node = node;
        this.ports = ports;
    }

    /**
     * The file of one node: the networks with a guest anywhere, the node's own guests, and for each guest elsewhere its
     * routes through the tunnel and, where its network is bridged, its MAC.
     */
    public static String of(final Topology topology, final ComputeNode node) {
        return of(topology, node, Map.of());
    }

    /**
     * The same where some guests are machines.
     *
     * @param ports their sockets, by the names of the guests
     */
    public static String of(final Topology topology, final ComputeNode node, final Map<String, VhostPort> ports) {
        return new NodeYaml(topology, node, ports).text();
    }

    private String text() {
        yaml.append("kind: Node\napiVersion: vireo.net/v1\n");
        yaml.append("node:\n  name: ").append(node.name());
        yaml.append("\n  address: ").append(ipv4(node.address()));
        yaml.append("\n  encap: ").append(topology.encap().word());
        yaml.append("\n  fabric: {device: ").append(Fabric.LINK);
        yaml.append(", mac: ").append(quoted(mac(node.mac())));
        yaml.append(", mtu: ").append(topology.fabric().mtuBytes()).append("}\n");
        yaml.append("networks:\n");
        topology.networks().forEach(this::network);
        final List<ComputeNode> others =
                topology.nodes().stream().filter(other -> !other.equals(node)).toList();
        yaml.append("peers:\n");
        others.forEach(other -> yaml.append("  - {name: ")
                .append(other.name())
                .append(", address: ")
                .append(ipv4(other.address()))
                .append("}\n"));
        yaml.append("interfaces:\n");
        topology.guestsOn(node).forEach(this::guest);
        final List<Guest> elsewhere = topology.guests().stream()
                .filter(guest -> !guest.node().equals(node.name()))
                .toList();
        yaml.append("routes:\n");
        elsewhere.forEach(this::routes);
        final List<Guest> bridged = elsewhere.stream()
                .filter(guest -> topology.networkOf(guest).bridged())
                .toList();
        if (!bridged.isEmpty()) {
            yaml.append("macs:\n");
            bridged.forEach(this::frames);
            yaml.append("broadcast:\n");
            others.forEach(this::broadcast);
        }
        return yaml.toString();
    }

    private void network(final VirtualNetwork network) {
        yaml.append("  - {name: ").append(network.name());
        yaml.append(", vrf: ").append(topology.networks().indexOf(network) + 1);
        if (network.bridged()) {
            yaml.append(", mode: l2_l3, prefixes: [").append(network.prefix());
            yaml.append(", ").append(quoted(network.prefix6().toString())).append(']');
        }
        if (topology.encap() == Encap.VXLAN) {
            yaml.append(", vni: ").append(network.vni());
        } else if (network.bridged()) {
            yaml.append(", broadcast-label: ").append(topology.broadcastId(network, node));
        }
        yaml.append("}\n");
    }

    private void guest(final Guest guest) {
        yaml.append("  - {name: ").append(guest.name());
        device(guest);
        yaml.append(", network: ").append(guest.network());
        yaml.append(", address: ").append(ipv4(guest.address()));
        yaml.append(", address6: ").append(quoted(guest.address6().toString()));
        yaml.append(", mac: ").append(quoted(mac(guest.mac())));
        if (topology.encap() != Encap.VXLAN) {
            yaml.append(", label: ").append(guest.label());
            if (guest.bridgeLabel() != 0) {
                yaml.append(", bridge-label: ").append(guest.bridgeLabel());
            }
        }
        if (topology.policy()) {
            yaml.append(", policy: true");
        }
        yaml.append("}\n");
    }

    private void device(final Guest guest) {
        final VhostPort port = ports.get(guest.name());
        if (port == null) {
            yaml.append(", device: ").append(guest.name());
            return;
        }
        yaml.append(", port: {vhost-user: ").append(quoted(port.socket()));
        yaml.append(", mode: ").append(port.guestListens() ? "client" : "server");
        yaml.append(", queues: ").append(port.queues()).append('}');
    }

    private void routes(final Guest guest) {
        for (final Family family : Family.values()) {
            final IpAddress address = guest.address(family);
            yaml.append("  - {network: ").append(guest.network());
            yaml.append(", prefix: ").append(quoted(address + "/" + address.bits()));
            via(guest.node(), guest.label());
            if (topology.networkOf(guest).bridged()) {
                yaml.append(", mac: ").append(quoted(mac(guest.mac())));
            }
            yaml.append("}\n");
        }
    }

    private void frames(final Guest guest) {
        yaml.append("  - {network: ").append(guest.network());
        yaml.append(", mac: ").append(quoted(mac(guest.mac())));
        via(guest.node(), guest.bridgeLabel());
        yaml.append("}\n");
    }

    private void broadcast(final ComputeNode other) {
        topology.networks().stream().filter(VirtualNetwork::bridged).forEach(network -> {
            yaml.append("  - {network: ").append(network.name());
            via(other.name(), topology.broadcastId(network, other));
            yaml.append("}\n");
        });
    }

    private void via(final String other, final int label) {
        yaml.append(", via: ").append(other);
        if (topology.encap() != Encap.VXLAN) {
            yaml.append(", label: ").append(label);
        }
    }

    /** YAML 1.1 reads digits with colons as a number in base 60; quotes make it a text everywhere. */
    private static String quoted(final String text) {
        return '"' + text + '"';
    }
}
