// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.topology;

import static net.vireo.lab.topology.Addresses.ipv4;
import static net.vireo.lab.topology.Addresses.mac;

import java.util.List;

/** Writes the file with which {@code vireo apply} provisions one node of a lab. */
public final class NodeYaml {
    private NodeYaml() {}

    /**
     * The file of one node: the networks with a guest anywhere, the node's own guests, and a host route through the
     * tunnel for each guest elsewhere.
     */
    public static String of(final Topology topology, final ComputeNode node) {
        final StringBuilder yaml = new StringBuilder(2048);
        yaml.append("kind: Node\napiVersion: vireo.net/v1\n");
        yaml.append("node:\n  name: ").append(node.name());
        yaml.append("\n  address: ").append(ipv4(node.address()));
        yaml.append("\n  fabric: {device: ").append(Fabric.LINK);
        yaml.append(", mac: ").append(quoted(mac(node.mac())));
        yaml.append(", mtu: ").append(topology.fabric().mtuBytes()).append("}\n");
        yaml.append("networks:\n");
        final List<VirtualNetwork> networks = topology.networks();
        for (int i = 0; i < networks.size(); i++) {
            yaml.append("  - {name: ").append(networks.get(i).name());
            yaml.append(", vrf: ").append(i + 1).append("}\n");
        }
        yaml.append("peers:\n");
        topology.nodes().stream()
                .filter(other -> !other.equals(node))
                .forEach(other -> yaml.append("  - {name: ")
                        .append(other.name())
                        .append(", address: ")
                        .append(ipv4(other.address()))
                        .append("}\n"));
        yaml.append("interfaces:\n");
        topology.guestsOn(node).forEach(guest -> guest(yaml, guest));
        yaml.append("routes:\n");
        topology.guests().stream()
                .filter(guest -> !guest.node().equals(node.name()))
                .forEach(guest -> route(yaml, guest));
        return yaml.toString();
    }

    private static void guest(final StringBuilder yaml, final Guest guest) {
        yaml.append("  - {name: ").append(guest.name());
        yaml.append(", device: ").append(guest.name());
        yaml.append(", network: ").append(guest.network());
        yaml.append(", address: ").append(ipv4(guest.address()));
        yaml.append(", mac: ").append(quoted(mac(guest.mac())));
        yaml.append(", label: ").append(guest.label()).append("}\n");
    }

    private static void route(final StringBuilder yaml, final Guest guest) {
        yaml.append("  - {network: ").append(guest.network());
        yaml.append(", prefix: ").append(ipv4(guest.address())).append("/32");
        yaml.append(", via: ").append(guest.node());
        yaml.append(", label: ").append(guest.label()).append("}\n");
    }

    /** YAML 1.1 reads digits with colons as a number in base 60; quotes make it a text everywhere. */
    private static String quoted(final String text) {
        return '"' + text + '"';
    }
}
