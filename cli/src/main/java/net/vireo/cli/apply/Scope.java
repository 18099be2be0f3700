// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.apply;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.vireo.cli.desired.NodeFile;
import net.vireo.cli.text.Ipv4;
import net.vireo.cli.text.NearMiss;
import net.vireo.cli.yaml.Fields;
import net.vireo.cli.yaml.Problems;
import net.vireo.cli.yaml.Yaml;
import net.vireo.vrouter.table.Vif;

/** What the parts of one file know of each other while it is read: its names, and what has to be unique in it. */
final class Scope {
    /** Labels under 16 are reserved (RFC 3032 section 2.1). */
    static final int MIN_LABEL = 16;

    static final int MAX_LABEL = (1 << 20) - 1;

    private static final String DISCARD = "discard";

    final Problems problems;
    final Map<String, NodeFile.Network> networks = new LinkedHashMap<>();
    final Map<String, NodeFile.Peer> peers = new LinkedHashMap<>();
    final Map<String, NodeFile.Guest> guests = new LinkedHashMap<>();
    final Map<String, Integer> mirrors = new LinkedHashMap<>();
    final Map<String, Integer> qosMaps = new LinkedHashMap<>();

    /** How packets to nodes that say nothing else travel. */
    NodeFile.Encap encap = NodeFile.Encap.UDP;

    int ownAddress;

    /** What has to be unique in the file: a text like {@code label 16} and the line it was first used in. */
    private final Map<String, Integer> taken = new HashMap<>();

    Scope(final Problems problems) {
        this.problems = problems;
    }

    /** A value at fault was reported already and stands for nothing here, hence the check that its key is there. */
    void unique(final Fields fields, final String key, final String what) {
        final Yaml place = fields.place(key);
        if (place instanceof Yaml.Mapping) {
            return;
        }
        final Integer first = taken.putIfAbsent(what, place.line());
        if (first != null) {
            problems.add(place, what + " is taken already, in line " + first);
        }
    }

    /** How packets travel, as the key {@code encap} says. */
    NodeFile.Encap encap(final Fields fields, final NodeFile.Encap fallback) {
        return NodeFile.Encap.valueOf(fields.oneOf(
                        "encap", List.of("udp", "gre", "vxlan"), fallback.name().toLowerCase(Locale.ROOT))
                .toUpperCase(Locale.ROOT));
    }

    /** The network that the key {@code network} names. */
    NodeFile.Network network(final Fields fields) {
        final String name = fields.text("network", "the name of a network from 'networks'");
        return network(fields.place("network"), name);
    }

    private NodeFile.Network network(final Yaml place, final String name) {
        final NodeFile.Network network = networks.get(name);
        if (network == null && !name.isEmpty()) {
            unknown(place, "network", name, networks.keySet());
        }
        return network == null ? NodeFile.Network.plain(name, 0) : network;
    }

    /** Something that another list of the file names, or {@code fallback} when the key is missing or at fault. */
    <T> T named(
            final Fields fields, final String key, final String what, final Map<String, T> known, final T fallback) {
        final String name = fields.optionalText(key, "the name of a " + what).orElse("");
        if (!name.isEmpty() && !known.containsKey(name)) {
            unknown(fields.place(key), what, name, known.keySet());
        }
        return known.getOrDefault(name, fallback);
    }

    void unknown(final Yaml place, final String what, final String name, final Collection<String> known) {
        final String mend = NearMiss.of(name, known)
                .map(near -> "did you mean '" + near + "'?")
                .orElse(
                        known.isEmpty()
                                ? "expected a " + what + ", but the file has none"
                                : "expected one of: " + String.join(", ", known));
        problems.add(place, "unknown " + what + " '" + name + "', " + mend);
    }

    /** A label's number, 0 when the key is missing. */
    static int labelOrNone(final Fields fields, final String key) {
        return fields.has(key) ? fields.number(key, MIN_LABEL, MAX_LABEL) : 0;
    }

    /** Where packets go: the keys {@code via} and {@code label}, or {@code via-network}. */
    NodeFile.Target target(final Fields fields, final NodeFile.Network network) {
        if (fields.has("via-network")) {
            final String name = fields.text("via-network", "the name of a network");
            return new NodeFile.Translate(network(fields.place("via-network"), name));
        }
        final String via = fields.text("via", "another node's address, or its name in 'peers'");
        if (via.equals(DISCARD)) {
            return new NodeFile.Discard();
        }
        if (!peers.containsKey(via) && guests.containsKey(via)) {
            return new NodeFile.Local(via);
        }
        return remote(fields, network, peer(fields, via));
    }

    /** Behind another node, and nowhere else. */
    NodeFile.Remote remote(final Fields fields, final NodeFile.Network network) {
        return remote(
                fields, network, peer(fields, fields.text("via", "another node's address, or its name in 'peers'")));
    }

    private NodeFile.Remote remote(final Fields fields, final NodeFile.Network network, final NodeFile.Peer peer) {
        if (peer.encap() == NodeFile.Encap.VXLAN) {
            if (network.vni() == 0 && network.vrf() != 0) {
                problems.add(
                        fields.place("via"),
                        "network " + network.name() + " has no vni, which the VXLAN tunnel to " + peer.name()
                                + " needs, expected a key vni in line "
                                + taken.getOrDefault("network " + network.name(), 0));
            }
            return new NodeFile.Remote(peer, labelOrNone(fields, "label"));
        }
        return new NodeFile.Remote(peer, fields.number("label", MIN_LABEL, MAX_LABEL));
    }

    /** The node of that name or address. */
    NodeFile.Peer peer(final Fields fields, final String via) {
        final NodeFile.Peer named = peers.get(via);
        if (named != null) {
            return named;
        }
        final int address = Ipv4.parse(via).orElse(0);
        if (address == 0 && !via.isEmpty()) {
            final String mend = NearMiss.of(via, peers.keySet())
                    .or(() -> NearMiss.of(via, guests.keySet()))
                    .map(near -> "did you mean '" + near + "'?")
                    .orElse("expected an IPv4 address or a name from 'peers'");
            problems.add(fields.place("via"), "via is '" + via + "', " + mend);
        }
        if (address == ownAddress && address != 0) {
            problems.add(fields.place("via"), "via is this node itself, expected another node");
        }
        return peers.values().stream()
                .filter(peer -> peer.address() == address)
                .findFirst()
                .orElse(new NodeFile.Peer(via, address, encap, Vif.ROUTER_MAC, 0));
    }
}
