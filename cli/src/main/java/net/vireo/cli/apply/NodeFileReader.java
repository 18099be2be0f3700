// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.apply;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.vireo.cli.text.Ipv4;
import net.vireo.cli.text.Ipv4Prefix;
import net.vireo.cli.text.NearMiss;

/**
 * Reads a node file, {@code kind: Node}, {@code apiVersion: vireo.net/v1}:
 *
 * <pre>{@code
 * kind: Node
 * apiVersion: vireo.net/v1
 * node:
 *   name: compute1
 *   address: 192.0.2.1
 *   fabric: {device: fabric0, mac: 52:54:00:aa:00:01, mtu: 1500}   # mac, mtu: may be left out
 * networks:
 *   - {name: red, vrf: 1}
 * peers:                                                           # names for 'via'; may be left out
 *   - {name: compute2, address: 192.0.2.2}
 * interfaces:
 *   - {name: g2-vm0, device: tap-g2-vm0, network: red, address: 120.0.0.4, mac: 02:00:00:00:00:04, label: 16}
 * routes:
 *   - {network: red, prefix: 120.0.0.3/32, via: compute2, label: 17}
 * }</pre>
 */
final class NodeFileReader {
    /** The highest VRF: 65535 means none on the control socket. */
    private static final int MAX_VRF = 65534;

    /** Labels under 16 are reserved (RFC 3032 section 2.1). */
    private static final int MIN_LABEL = 16;

    private static final int MAX_LABEL = (1 << 20) - 1;
    private static final int MIN_MTU_BYTES = 576;
    private static final int MAX_MTU_BYTES = 9500;
    private static final int DEFAULT_MTU_BYTES = 1500;

    /** Without a MAC in the file: locally administered, and the node's address in its last four octets. */
    private static final long MADE_MAC = 0x0256_0000_0000L;

    private final Problems problems;
    private final Map<String, NodeFile.Network> networks = new LinkedHashMap<>();
    private final Map<String, NodeFile.Peer> peers = new LinkedHashMap<>();

    /** What has to be unique in the file: a text like {@code label 16} and the line it was first used in. */
    private final Map<String, Integer> taken = new HashMap<>();

    private NodeFileReader(final Problems problems) {
        this.problems = problems;
    }

    /** The file's meaning, or empty when anything is wrong with it: then {@code problems} holds everything found. */
    static Optional<NodeFile> read(final String text, final Problems problems) {
        final Optional<Yaml> document = YamlReader.read(text, problems);
        if (document.isEmpty()) {
            return Optional.empty();
        }
        final NodeFile file = new NodeFileReader(problems).file(Fields.of(document.get(), "the file", problems));
        return problems.isEmpty() ? Optional.of(file) : Optional.empty();
    }

    private NodeFile file(final Fields top) {
        constant(top, "kind", "Node");
        constant(top, "apiVersion", "vireo.net/v1");
        final Fields node = top.mapping("node", "the node's name, address and fabric");
        final String name = node.name("name");
        final int address = nodeAddress(node);
        final Fields fabric = node.mapping("fabric", "the device that reaches the other nodes, device: NAME");
        final String device = fabric.device("device", "");
        unique(fabric, "device", "device " + device);
        final long mac = fabric.mac("mac", MADE_MAC | Integer.toUnsignedLong(address));
        final int mtu = fabric.number("mtu", MIN_MTU_BYTES, MAX_MTU_BYTES, DEFAULT_MTU_BYTES);
        fabric.finish();
        node.finish();
        top.list("networks", "network").forEach(this::network);
        top.list("peers", "peer").forEach(fields -> peer(fields, address));
        final List<NodeFile.Guest> guests = new ArrayList<>();
        top.list("interfaces", "interface").forEach(fields -> guests.add(guest(fields)));
        final List<NodeFile.RemoteRoute> routes = new ArrayList<>();
        top.list("routes", "route").forEach(fields -> routes.add(route(fields, address)));
        top.finish();
        return new NodeFile(
                name,
                address,
                device,
                mac,
                mtu,
                List.copyOf(networks.values()),
                List.copyOf(peers.values()),
                guests,
                routes);
    }

    private void constant(final Fields fields, final String key, final String expected) {
        final String value = fields.text(key, expected);
        if (!value.isEmpty() && !value.equals(expected)) {
            problems.add(fields.place(key), key + " is '" + value + "', expected " + expected);
        }
    }

    /** The node's address; a prefix length behind it is allowed, for files that also feed other tools. */
    private int nodeAddress(final Fields node) {
        final String expected = "an IPv4 address like 10.0.0.1";
        final String text = node.text("address", expected);
        final Optional<Ipv4Prefix> address = Ipv4Prefix.parse(text);
        if (address.isEmpty() && !text.isEmpty()) {
            problems.add(node.place("address"), "address is '" + text + "', expected " + expected);
        }
        return address.map(Ipv4Prefix::address).orElse(0);
    }

    private void network(final Fields fields) {
        final String name = fields.name("name");
        final int vrf = fields.number("vrf", 1, MAX_VRF);
        fields.finish();
        unique(fields, "name", "network " + name);
        unique(fields, "vrf", "vrf " + vrf);
        networks.putIfAbsent(name, new NodeFile.Network(name, vrf));
    }

    private void peer(final Fields fields, final int ownAddress) {
        final String name = fields.name("name");
        final int address = fields.address("address");
        fields.finish();
        unique(fields, "name", "peer " + name);
        unique(fields, "address", "peer address " + Ipv4.text(address));
        if (address == ownAddress && address != 0) {
            problems.add(fields.place("address"), "peer '" + name + "' has this node's own address");
        }
        peers.putIfAbsent(name, new NodeFile.Peer(name, address));
    }

    private NodeFile.Guest guest(final Fields fields) {
        final String name = fields.name("name");
        final String device = fields.device("device", name);
        final NodeFile.Network network = networkOf(fields);
        final int address = fields.address("address");
        final long mac = fields.mac("mac");
        final int label = fields.number("label", MIN_LABEL, MAX_LABEL);
        fields.finish();
        unique(fields, "name", "interface " + name);
        unique(fields, "device", "device " + device);
        unique(fields, "address", "address " + Ipv4.text(address) + " in network " + network.name());
        unique(fields, "label", "label " + label);
        return new NodeFile.Guest(name, device, network, address, mac, label);
    }

    private NodeFile.RemoteRoute route(final Fields fields, final int ownAddress) {
        final NodeFile.Network network = networkOf(fields);
        final Ipv4Prefix prefix = fields.prefix("prefix");
        final String via = fields.text("via", "another node's address, or its name in 'peers'");
        final int label = fields.number("label", MIN_LABEL, MAX_LABEL);
        fields.finish();
        final int address = via.isEmpty() ? 0 : peerAddress(fields, via);
        if (address == ownAddress && address != 0) {
            problems.add(fields.place("via"), "via is this node itself, expected another node");
        }
        if (prefix.length() == 32) {
            unique(fields, "prefix", "address " + Ipv4.text(prefix.address()) + " in network " + network.name());
        } else {
            unique(fields, "prefix", "prefix " + prefix + " in network " + network.name());
        }
        return new NodeFile.RemoteRoute(network, prefix, address, viaName(address, via), label);
    }

    private int peerAddress(final Fields fields, final String via) {
        final NodeFile.Peer peer = peers.get(via);
        if (peer != null) {
            return peer.address();
        }
        return Ipv4.parse(via).orElseGet(() -> {
            final String mend = NearMiss.of(via, peers.keySet())
                    .map(near -> "did you mean '" + near + "'?")
                    .orElse("expected an IPv4 address or a name from 'peers'");
            problems.add(fields.place("via"), "via is '" + via + "', " + mend);
            return 0;
        });
    }

    private String viaName(final int address, final String via) {
        return peers.values().stream()
                .filter(peer -> peer.address() == address)
                .map(NodeFile.Peer::name)
                .findFirst()
                .orElse(via);
    }

    private NodeFile.Network networkOf(final Fields fields) {
        final String name = fields.text("network", "the name of a network from 'networks'");
        final NodeFile.Network network = networks.get(name);
        if (network == null && !name.isEmpty()) {
            final String mend = NearMiss.of(name, networks.keySet())
                    .map(near -> "did you mean '" + near + "'?")
                    .orElse(
                            networks.isEmpty()
                                    ? "expected a network, but 'networks' has none"
                                    : "expected one of: " + String.join(", ", networks.keySet()));
            problems.add(fields.place("network"), "unknown network '" + name + "', " + mend);
        }
        return network == null ? new NodeFile.Network(name, 0) : network;
    }

    /** A value at fault was reported already and stands for nothing here, hence the check that its key is there. */
    private void unique(final Fields fields, final String key, final String what) {
        final Yaml place = fields.place(key);
        if (place instanceof Yaml.Mapping) {
            return;
        }
        final Integer first = taken.putIfAbsent(what, place.line());
        if (first != null) {
            problems.add(place, what + " is taken already, in line " + first);
        }
    }
}
