// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import net.vireo.agent.service.dhcp.DhcpOption;
import net.vireo.cli.yaml.Fields;
import net.vireo.cli.yaml.Problems;
import net.vireo.cli.yaml.SocketFields;
import net.vireo.cli.yaml.Yaml;
import net.vireo.vrouter.table.VhostSocket;

/**
 * Reads {@code kind: Port}:
 *
 * <pre>{@code
 * uuid: 0aa1b2c3-0000-4000-8000-000000000001
 * name: vm1
 * network: red
 * mac: 02:00:00:00:01:04
 * addresses: [10.1.0.4, fd00:1::4]
 * device: tap-vm1                   # or vhost-user: {path: /run/vm1.sock, mode: server, queues: 2}; none: by the port API
 * security-groups: [web]
 * policy: true
 * dhcp-options: {interface-mtu: 1400}
 * label: 17                         # only where other nodes name it in files
 * bridge-label: 18
 * fat-flows: [{protocol: udp, port: 53, ignore-address: source}]
 * max-flows: 5000                   # default 0: any number
 * instance: vm1                     # ports of one machine share flow-limits' per-vm
 * mirror: {to: probe}               # see AnalyzerReader
 * health-checks: [alive]
 * }</pre>
 *
 * A sub-interface has {@code parent: vm1} and {@code vlan: 100} in place of a device.
 */
final class PortReader {
    private static final int MAX_VLAN = 4094;

    private final Problems problems;

    PortReader(final Problems problems) {
        this.problems = problems;
    }

    PortConfig read(final Fields fields) {
        final String name = fields.name("name");
        final boolean part = fields.has("parent");
        final Optional<Fields> vhost =
                fields.has("vhost-user") ? Optional.of(fields.mapping("vhost-user", "{path: PATH}")) : Optional.empty();
        final Optional<VhostSocket> socket = vhost.map(keys -> SocketFields.read(keys, SocketFields.SERVER));
        final String device = vhost.map(keys -> keys.text("path", "the socket's path"))
                .orElseGet(() -> fields.has("device") ? fields.device("device", "") : "");
        vhost.ifPresent(Fields::finish);
        final PortConfig port = new PortConfig(
                uuid(fields),
                name,
                fields.name("network"),
                fields.mac("mac"),
                fields.hosts("addresses"),
                part ? name : device,
                socket,
                part ? fields.name("parent") : "",
                part ? fields.number("vlan", 1, MAX_VLAN) : 0,
                fields.oneOf("policy", List.of("true", "false"), "true").equals("true"),
                names(fields, "security-groups"),
                options(fields),
                fields.number("label", RemoteReader.MIN_LABEL, RemoteReader.MAX_LABEL, 0),
                fields.number("bridge-label", RemoteReader.MIN_LABEL, RemoteReader.MAX_LABEL, 0),
                FatFlowReader.read(fields, problems),
                fields.has("instance") ? fields.name("instance") : "",
                fields.number("max-flows", 0, FlowSettingsReader.MOST_FLOWS, 0),
                AnalyzerReader.mirror(fields),
                names(fields, "health-checks"));
        oneCarrier(fields);
        return port;
    }

    /** A port has one thing that carries its frames. */
    private void oneCarrier(final Fields fields) {
        final List<String> carriers = List.of("parent", "vhost-user", "device").stream()
                .filter(fields::has)
                .toList();
        if (carriers.size() > 1) {
            problems.add(
                    fields.place(carriers.get(1)),
                    carriers.get(1) + " is there beside " + carriers.getFirst() + ", expected one of them");
        }
    }

    private UUID uuid(final Fields fields) {
        final String expected = "a UUID like 0aa1b2c3-0000-4000-8000-000000000001";
        final String text = fields.text("uuid", expected);
        final Optional<UUID> uuid = uuid(text);
        if (uuid.isEmpty() && !text.isEmpty()) {
            problems.add(fields.place("uuid"), "uuid is '" + text + "', expected " + expected);
        }
        return uuid.orElse(new UUID(0, 0));
    }

    /** A UUID in its usual form of 36 characters. */
    static Optional<UUID> uuid(final String text) {
        try {
            final UUID uuid = UUID.fromString(text);
            return uuid.toString().equalsIgnoreCase(text) ? Optional.of(uuid) : Optional.empty();
        } catch (final IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private Map<String, String> options(final Fields fields) {
        final Map<String, String> options = new LinkedHashMap<>();
        fields.pairs("dhcp-options", "names of options with their values").forEach((name, value) -> {
            try {
                DhcpOption.ofText(name.text(), value.text());
                options.put(name.text(), value.text());
            } catch (final IllegalArgumentException wrong) {
                problems.add(name, "dhcp-options: " + wrong.getMessage());
            }
        });
        return options;
    }

    /** Names, one or a list. */
    static List<String> names(final Fields fields, final String key) {
        return fields.words(key, "a name or a list of names").stream()
                .map(Yaml.Scalar::text)
                .toList();
    }
}
