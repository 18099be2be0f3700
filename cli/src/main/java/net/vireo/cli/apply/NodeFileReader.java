// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.apply;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.vireo.cli.desired.NodeFile;
import net.vireo.cli.text.Ipv4;
import net.vireo.cli.text.Ipv4Prefix;
import net.vireo.cli.yaml.Fields;
import net.vireo.cli.yaml.Problems;
import net.vireo.cli.yaml.Yaml;
import net.vireo.cli.yaml.YamlReader;
import net.vireo.vrouter.table.Vif;

/**
 * Reads a node file, {@code kind: Node}, {@code apiVersion: vireo.net/v1}. What is not required may be left out:
 *
 * <pre>{@code
 * kind: Node
 * apiVersion: vireo.net/v1
 * node:
 *   name: compute1
 *   address: 192.0.2.1
 *   encap: udp                                                     # udp (default), gre or vxlan
 *   fabric: {device: fabric0, mac: 52:54:00:aa:00:01, mtu: 1500}   # or vhost-user: PATH, or virtio-user: PATH, as below
 * networks:
 *   - {name: red, vrf: 1}                                          # mode: l3 (default), l2 or l2_l3
 *   - {name: blue, vrf: 2, mode: l2_l3, vni: 5002, prefixes: [10.2.0.0/24, fd00:2::/64], gateways: [10.2.0.1, fd00:2::1],
 *      broadcast-label: 40, flood-unknown: true}
 * peers:                                                           # names for 'via'
 *   - {name: compute2, address: 192.0.2.2, encap: gre}             # mac: MAC where no neighbour can be asked for it
 * interfaces:
 *   - {name: g2-vm0, device: tap-g2-vm0, network: red, address: 120.0.0.4, mac: 02:00:00:00:00:04, label: 16}
 *   - {name: b-vm0, network: blue, address: 10.2.0.4, address6: fd00:2::4, mac: 02:00:00:00:02:04, label: 17,
 *      bridge-label: 18, policy: true, mirror: probe, mirror-direction: rx, qos: gold}
 *   - {name: vm1, port: {vhost-user: /run/vm1.sock, mode: server, queues: 2}, network: red, address: 120.0.0.6,
 *      mac: 02:00:00:00:00:06, label: 23}                            # mode: server (default: we make the socket) or client
 *   - {name: vm2, port: {sr-iov: "0000:3b:02.1"}, mac: 02:00:00:00:00:07}   # or vdpa, passthrough: past the data plane,
 *                                                                   # without whatever the data plane would do for it
 *   - {name: b-vm0-100, parent: b-vm0, vlan: 100, network: red, address: 120.0.0.5, mac: 02:00:00:00:00:05, label: 19}
 * routes:
 *   - {network: red, prefix: 120.0.0.3/32, via: compute2, label: 17}
 *   - {network: blue, prefix: 10.2.0.3/32, via: compute2, label: 20, mac: 02:00:00:00:02:03}
 *   - {network: red, prefix: 10.9.0.0/16, paths: [{via: compute2, label: 21}, {via: g2-vm0}]}
 * macs:
 *   - {network: blue, mac: 02:00:00:00:02:03, via: compute2, label: 22}
 * broadcast:
 *   - {network: blue, via: compute2, label: 41}
 * mirrors:
 *   - {name: probe, index: 0, address: 192.0.2.9, port: 8099}
 * forwarding-classes:
 *   - {name: voice, id: 1, dscp: 46, exp: 5, dot1p: 5, queue: 1}
 * qos-maps:
 *   - {name: gold, id: 1, dscp: {46: voice}, exp: {5: voice}, dot1p: {5: voice}}
 * }</pre>
 */
final class NodeFileReader {
    /** The highest VRF: 65535 means none on the control socket. */
    private static final int MAX_VRF = 65534;

    private static final int MAX_VNI = (1 << 24) - 1;
    private static final int MIN_MTU_BYTES = 576;
    private static final int MAX_MTU_BYTES = 9500;
    private static final int DEFAULT_MTU_BYTES = 1500;

    /** Without a MAC in the file: locally administered, and the node's address in its last four octets. */
    private static final long MADE_MAC = 0x0256_0000_0000L;

    private static final List<String> BRIDGE_KEYS = List.of("flood-unknown", "control-word", "broadcast-label");
    private static final List<String> ROUTE_KEYS = List.of("prefixes", "gateways");

    private final Problems problems;
    private final Scope scope;

    private NodeFileReader(final Problems problems) {
        this.problems = problems;
        this.scope = new Scope(problems);
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
        scope.ownAddress = nodeAddress(node);
        scope.encap = scope.encap(node, NodeFile.Encap.UDP);
        final Fields fabric = node.mapping("fabric", "the device that reaches the other nodes, device: NAME");
        final FabricReader.Port port = new FabricReader(scope).port(fabric);
        final long mac = fabric.mac("mac", MADE_MAC | Integer.toUnsignedLong(scope.ownAddress));
        final int mtu = fabric.number("mtu", MIN_MTU_BYTES, MAX_MTU_BYTES, DEFAULT_MTU_BYTES);
        fabric.finish();
        node.finish();
        top.list("networks", "network").forEach(this::network);
        top.list("peers", "peer").forEach(this::peer);
        final QosReader qos = new QosReader(scope);
        top.list("forwarding-classes", "forwarding class").forEach(qos::forwardingClass);
        top.list("qos-maps", "qos map").forEach(qos::map);
        final MirrorReader mirrors = new MirrorReader(scope);
        top.list("mirrors", "mirror").forEach(mirrors::names);
        final InterfaceReader interfaces = new InterfaceReader(scope);
        top.list("interfaces", "interface").forEach(interfaces::guest);
        interfaces.checkParents();
        final RouteReader routes = new RouteReader(scope);
        top.list("routes", "route").forEach(routes::route);
        top.list("macs", "mac entry").forEach(routes::mac);
        top.list("broadcast", "broadcast entry").forEach(routes::flood);
        final List<NodeFile.Mirror> resolved = mirrors.resolved();
        top.finish();
        return new NodeFile(
                name,
                scope.ownAddress,
                port.device(),
                port.socket(),
                mac,
                mtu,
                List.copyOf(scope.networks.values()),
                List.copyOf(scope.peers.values()),
                List.copyOf(scope.guests.values()),
                routes.routes(),
                routes.macs(),
                routes.broadcast(),
                resolved,
                qos.classes(),
                qos.maps(),
                interfaces.bypasses());
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
        final NodeFile.Mode mode = NodeFile.Mode.valueOf(
                fields.oneOf("mode", List.of("l2", "l3", "l2_l3"), "l3").toUpperCase(Locale.ROOT));
        final int vni = fields.number("vni", 1, MAX_VNI, 0);
        final NodeFile.Network network = new NodeFile.Network(
                name,
                vrf,
                mode,
                vni,
                fields.prefixes("prefixes"),
                fields.hosts("gateways"),
                fields.flag("flood-unknown"),
                fields.flag("control-word"),
                Scope.labelOrNone(fields, "broadcast-label"));
        for (final String key : mode.isBridged() ? List.<String>of() : BRIDGE_KEYS) {
            if (fields.has(key)) {
                problems.add(fields.place(key), key + " is for bridged networks, expected mode l2 or l2_l3 with it");
            }
        }
        for (final String key : mode.isRouted() ? List.<String>of() : ROUTE_KEYS) {
            if (fields.has(key)) {
                problems.add(fields.place(key), key + " are for routed networks, expected mode l3 or l2_l3 with it");
            }
        }
        fields.finish();
        scope.unique(fields, "name", "network " + name);
        scope.unique(fields, "vrf", "vrf " + vrf);
        scope.unique(fields, "vni", "vni " + vni);
        scope.unique(fields, "broadcast-label", "label " + network.broadcastLabel());
        scope.networks.putIfAbsent(name, network);
    }

    private void peer(final Fields fields) {
        final String name = fields.name("name");
        final int address = fields.address("address");
        final NodeFile.Peer peer = new NodeFile.Peer(
                name,
                address,
                scope.encap(fields, scope.encap),
                fields.mac("router-mac", Vif.ROUTER_MAC),
                fields.mac("mac", 0));
        fields.finish();
        scope.unique(fields, "name", "peer " + name);
        scope.unique(fields, "address", "peer address " + Ipv4.text(address));
        if (address == scope.ownAddress && address != 0) {
            problems.add(fields.place("address"), "peer '" + name + "' has this node's own address");
        }
        scope.peers.putIfAbsent(name, peer);
    }
}
