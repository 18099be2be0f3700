// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.topology;

import static net.vireo.lab.topology.Addresses.ipv4;
import static net.vireo.lab.topology.Addresses.mac;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Writes the directory of files by which the agent of one node knows what there is: the node itself, the networks, the
 * ports of its guests, who may talk with whom, and what is behind the other nodes.
 */
public final class AgentFiles {
    /** The file of the security groups, which {@code vireo lab policy} changes. */
    public static final String POLICY = "policy.yaml";

    /** Where the node's own metadata service listens; the agent passes guests' requests on to it. */
    public static final int METADATA_PORT = 8775;

    /** The word that agents and metadata services of a lab share. */
    public static final String METADATA_SECRET = "only-in-labs";

    private static final String HEAD = "apiVersion: vireo.net/v1\n";

    private final Topology topology;
    private final ComputeNode node;
    private final Map<String, VhostPort> ports;

    private AgentFiles(final Topology topology, final ComputeNode node, final Map<String, VhostPort> ports) {
        this.topology = topology;
        this.node = node;
        this.ports = ports;
    }

    /**
     * The files of one node.
     *
     * @param ports sockets of guests that are machines, by the names of the guests
     * @return their texts by their names
     */
    public static Map<String, String> of(
            final Topology topology, final ComputeNode node, final Map<String, VhostPort> ports) {
        final AgentFiles writer = new AgentFiles(topology, node, ports);
        final Map<String, String> files = new LinkedHashMap<>();
        files.put("node.yaml", writer.node());
        files.put("networks.yaml", writer.networks());
        files.put("ports.yaml", writer.ports());
        files.put(POLICY, LabPolicy.text(List.of()));
        final String remote = writer.remote();
        // A single node has nothing behind another one, and an empty file is a mistake to an agent.
        if (!remote.isEmpty()) {
            files.put("remote.yaml", remote);
        }
        return files;
    }

    private String node() {
        final Documents documents = new Documents();
        documents
                .begin("Agent")
                .line("name", node.name())
                .line("address", ipv4(node.address()))
                .line(
                        "fabric",
                        "{device: " + Fabric.LINK + ", mac: " + quoted(mac(node.mac())) + ", mtu: "
                                + topology.fabric().mtuBytes() + "}")
                .line("encapsulation", topology.encap().word())
                .line(
                        "metadata",
                        "{address: " + ipv4(node.address()) + ", port: " + METADATA_PORT + ", secret: "
                                + METADATA_SECRET + "}");
        topology.nodes().stream()
                .filter(other -> !other.equals(node))
                .forEach(other ->
                        documents.begin("Peer").line("name", other.name()).line("address", ipv4(other.address())));
        return documents.text();
    }

    private String networks() {
        final Documents documents = new Documents();
        for (final VirtualNetwork network : topology.networks()) {
            // Guests are told the fabric's own MTU, so that longer packets meet the overlay's limit and its answer.
            documents
                    .begin("VirtualNetwork")
                    .line("name", network.name())
                    .line("mode", network.bridged() ? "l2_l3" : "l3")
                    .line("mtu", String.valueOf(topology.fabric().mtuBytes()));
            if (topology.encap() == Encap.VXLAN) {
                documents.line("vni", String.valueOf(network.vni()));
            } else if (network.bridged()) {
                documents.line("broadcast-label", String.valueOf(topology.broadcastId(network, node)));
            }
            documents
                    .line("dns", "{mode: virtual, domain: " + network.name() + ".lab}")
                    .line("subnets", "")
                    .item("{prefix: " + network.prefix() + ", gateway: " + network.gateway(Family.IPV4) + "}")
                    .item("{prefix: " + quoted(network.prefix6().toString()) + ", gateway: "
                            + quoted(network.gateway(Family.IPV6).toString()) + ", dhcp: false}");
        }
        return documents.text();
    }

    private String ports() {
        final Documents documents = new Documents();
        for (final Guest guest : topology.guestsOn(node)) {
            documents
                    .begin("Port")
                    .line("uuid", uuid(guest).toString())
                    .line("name", guest.name())
                    .line("network", guest.network())
                    .line("mac", quoted(mac(guest.mac())))
                    .line(
                            "addresses",
                            "[" + ipv4(guest.address()) + ", "
                                    + quoted(guest.address6().toString()) + "]");
            carrier(documents, guest);
            documents.line("security-groups", LabPolicy.groupOf(guest));
            if (topology.encap() != Encap.VXLAN) {
                documents.line("label", String.valueOf(guest.label()));
                if (guest.bridgeLabel() != 0) {
                    documents.line("bridge-label", String.valueOf(guest.bridgeLabel()));
                }
            }
        }
        return documents.text();
    }

    private void carrier(final Documents documents, final Guest guest) {
        final VhostPort port = ports.get(guest.name());
        if (port == null) {
            documents.line("device", guest.name());
        } else {
            documents.line(
                    "vhost-user",
                    "{path: " + quoted(port.socket()) + ", mode: " + (port.guestListens() ? "client" : "server")
                            + ", queues: " + port.queues() + "}");
        }
    }

    private String remote() {
        final Documents documents = new Documents();
        for (final Guest guest : topology.guests()) {
            if (!guest.node().equals(node.name())) {
                final boolean bridged = topology.networkOf(guest).bridged();
                for (final Family family : Family.values()) {
                    final IpAddress address = guest.address(family);
                    documents
                            .begin("Route")
                            .line("network", guest.network())
                            .line("prefix", quoted(address + "/" + address.bits()))
                            .line("host-name", guest.name());
                    via(documents, guest.node(), guest.label());
                    if (bridged) {
                        documents.line("mac", quoted(mac(guest.mac())));
                    }
                }
                if (bridged) {
                    documents.begin("MacRoute").line("network", guest.network()).line("mac", quoted(mac(guest.mac())));
                    via(documents, guest.node(), guest.bridgeLabel());
                }
            }
        }
        for (final ComputeNode other : topology.nodes()) {
            if (!other.equals(node)) {
                topology.networks().stream().filter(VirtualNetwork::bridged).forEach(network -> {
                    documents.begin("Broadcast").line("network", network.name());
                    via(documents, other.name(), topology.broadcastId(network, other));
                });
            }
        }
        return documents.text();
    }

    private void via(final Documents documents, final String other, final int label) {
        documents.line("via", other);
        if (topology.encap() != Encap.VXLAN) {
            documents.line("label", String.valueOf(label));
        }
    }

    /** What the port API calls a guest's port: the same in every lab. */
    public static UUID uuid(final Guest guest) {
        return UUID.nameUUIDFromBytes(("vireo lab " + guest.name()).getBytes(StandardCharsets.UTF_8));
    }

    /** Colons make a number of digits in YAML 1.1, and a mapping of some texts. */
    private static String quoted(final String text) {
        return '"' + text + '"';
    }

    /** YAML documents in one file. */
    private static final class Documents {
        private final StringBuilder yaml = new StringBuilder(2048);

        Documents begin(final String kind) {
            yaml.append(yaml.isEmpty() ? "" : "---\n")
                    .append("kind: ")
                    .append(kind)
                    .append('\n')
                    .append(HEAD);
            return this;
        }

        Documents line(final String key, final String value) {
            yaml.append(key)
                    .append(':')
                    .append(value.isEmpty() ? "" : " ")
                    .append(value)
                    .append('\n');
            return this;
        }

        Documents item(final String value) {
            yaml.append("  - ").append(value).append('\n');
            return this;
        }

        String text() {
            return yaml.toString();
        }
    }
}
