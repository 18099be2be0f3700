// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.apply;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.vireo.cli.desired.NodeFile;
import net.vireo.cli.text.Ipv4;
import net.vireo.cli.yaml.Fields;
import net.vireo.cli.yaml.SocketFields;
import net.vireo.port.kind.PortKind;
import net.vireo.vrouter.table.VhostSocket;
import net.vireo.vrouter.table.Vif;

/** Reads the interfaces of a node file. */
final class InterfaceReader {
    private static final int MAX_VLAN = 4094;
    private static final int MAX_METADATA_BYTES = 255;

    private static final int MAX_PATH_LENGTH = SocketFields.MAX_PATH_LENGTH;

    /** What a vif's name may be (sheet vrouter-dataplane 1.1). */
    private static final int MAX_NAME_LENGTH = 64;

    private static final String PORT_EXPECTED = "{vhost-user: PATH}";
    private static final String SOCKET_EXPECTED =
            "an absolute path of at most " + MAX_PATH_LENGTH + " characters, or a name of at most " + MAX_NAME_LENGTH;

    private final Scope scope;
    private final BypassReader bypasses;

    /** Where each sub-interface names its parent, which may stand behind it in the file. */
    private final Map<String, Fields> parents = new HashMap<>();

    InterfaceReader(final Scope scope) {
        this.scope = scope;
        bypasses = new BypassReader(scope);
    }

    void guest(final Fields fields) {
        final boolean part = fields.has("parent");
        final boolean socket = !part && fields.has("port");
        final Fields port = socket ? fields.mapping("port", PORT_EXPECTED) : null;
        final Optional<PortKind> past = socket ? BypassReader.kind(port) : Optional.empty();
        if (past.isPresent()) {
            bypasses.read(fields, port, past.get());
        } else {
            guest(fields, part, port);
        }
    }

    /** Those that go past the data plane. To be called behind the last interface. */
    List<NodeFile.Bypass> bypasses() {
        return bypasses.found();
    }

    /** @param port null for a device and for a sub-interface */
    private void guest(final Fields fields, final boolean part, final Fields port) {
        final String name = fields.name("name");
        final boolean socket = port != null;
        final String device = part ? name : socket ? socket(fields, port) : fields.device("device", name);
        final NodeFile.Network network = scope.network(fields);
        final NodeFile.Mode mode = network.mode();
        final String address6 = fields.address6OrNone("address6");
        final boolean needsAddress = mode.isRouted() && address6.isEmpty();
        final int address = needsAddress ? fields.address("address") : fields.addressOrNone("address");
        final long mac = fields.mac("mac");
        final NodeFile.Guest guest = new NodeFile.Guest(
                name,
                device,
                network,
                address,
                address6,
                mac,
                label(fields, "label", mode.isRouted()),
                label(fields, "bridge-label", mode.isBridged()),
                options(fields),
                part ? fields.name("parent") : "",
                part ? tag(fields) : NodeFile.Tag.NONE,
                socket ? Optional.of(vhost(port)) : Optional.empty());
        if (part) {
            parents.put(name, fields);
        }
        fields.finish();
        scope.unique(fields, "name", "interface " + name);
        if (!part) {
            scope.unique(fields, socket ? "port" : "device", "device " + device);
        }
        scope.unique(fields, "address", "address " + Ipv4.text(address) + " in network " + network.name());
        scope.unique(fields, "address6", "address " + address6 + " in network " + network.name());
        scope.unique(fields, "label", "label " + guest.label());
        scope.unique(fields, "bridge-label", "label " + guest.bridgeLabel());
        scope.guests.putIfAbsent(name, guest);
    }

    /** The path of a vhost-user socket, or a plain name: then it is made in the node's directory. */
    private String socket(final Fields fields, final Fields port) {
        if (fields.has("device")) {
            scope.problems.add(fields.place("device"), "device is there beside port, expected one of them");
        }
        final String path = port.text("vhost-user", SOCKET_EXPECTED);
        final boolean absolute = path.startsWith("/");
        if (absolute ? path.length() > MAX_PATH_LENGTH : path.length() > MAX_NAME_LENGTH || path.indexOf('/') >= 0) {
            scope.problems.add(port.place("vhost-user"), "vhost-user is '" + path + "', expected " + SOCKET_EXPECTED);
        }
        return path;
    }

    private static VhostSocket vhost(final Fields port) {
        final VhostSocket socket = SocketFields.read(port, SocketFields.SERVER);
        port.finish();
        return socket;
    }

    /** A label is needed where others reach the network by MPLS; a VXLAN packet finds the interface by its MAC. */
    private int label(final Fields fields, final String key, final boolean used) {
        return used && scope.encap != NodeFile.Encap.VXLAN
                ? fields.number(key, Scope.MIN_LABEL, Scope.MAX_LABEL)
                : Scope.labelOrNone(fields, key);
    }

    private NodeFile.Options options(final Fields fields) {
        final int mirror = scope.named(fields, "mirror", "mirror", scope.mirrors, -1);
        final String direction = fields.oneOf("mirror-direction", List.of("rx", "tx", "both"), "both");
        final int flags =
                (direction.equals("tx") ? 0 : Vif.FLAG_MIRROR_RX) | (direction.equals("rx") ? 0 : Vif.FLAG_MIRROR_TX);
        return new NodeFile.Options(
                fields.flag("policy"),
                fields.flag("dhcp"),
                mirror,
                mirror < 0 ? 0 : flags,
                fields.hex("mirror-metadata", MAX_METADATA_BYTES),
                scope.named(fields, "qos", "qos map", scope.qosMaps, -1));
    }

    private static NodeFile.Tag tag(final Fields fields) {
        final int vlan = fields.number("vlan", 1, MAX_VLAN);
        return new NodeFile.Tag(vlan, fields.number("outer-vlan", 1, MAX_VLAN, 0), fields.macs("source-macs"));
    }

    /** To be called behind the last interface. */
    void checkParents() {
        parents.forEach((name, fields) -> {
            final NodeFile.Guest part = scope.guests.get(name);
            final NodeFile.Guest parent = scope.guests.get(part.parent());
            if (parent == null) {
                scope.unknown(fields.place("parent"), "interface", part.parent(), scope.guests.keySet());
            } else if (!parent.parent().isEmpty()) {
                scope.problems.add(
                        fields.place("parent"),
                        "parent " + parent.name() + " is a sub-interface itself, expected one with a device");
            }
            scope.unique(fields, "vlan", "vlan " + part.tag() + " of " + part.parent());
        });
    }
}
