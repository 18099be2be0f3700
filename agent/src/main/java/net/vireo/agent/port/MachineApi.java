// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.port;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import net.vireo.agent.config.VirtualNetwork;
import net.vireo.agent.oper.OperPort;
import net.vireo.agent.oper.OperState;
import net.vireo.cli.text.IpPrefix;
import net.vireo.cli.text.Mac;

/**
 * Machines' ports as container networks ask for them (sheet control-plane 4.7): {@code POST /vm} is a port that is known by
 * its machine; {@code GET /vm/VM[/PORT]} and {@code GET /vm-cfg/NAME} say what is configured for it, and there is nothing
 * until that is. The thread that owns the ports.
 */
final class MachineApi {
    private static final String MACHINE = "vm-uuid";
    private static final String MACHINE_NAME = "vm-name";
    private static final long NO_VLAN = -1;

    private final PortTable ports;
    private final Supplier<OperState> state;

    MachineApi(final PortTable ports, final Supplier<OperState> state) {
        this.ports = ports;
        this.state = state;
    }

    /** The port of a {@code POST /vm}, in the words of {@code POST /port}. */
    static Map<String, Object> port(final Object body) throws PortRefused {
        if (!(body instanceof final Map<?, ?> map)) {
            throw wrong("expected an object like {\"vm-uuid\": UUID, \"vmi-uuid\": UUID, \"host-ifname\": DEVICE}");
        }
        final Map<String, Object> fields = new LinkedHashMap<>();
        map.forEach((key, value) -> fields.put((String) key, value));
        fields.put(StoredPort.INSTANCE, PortReader.uuid(text(fields, MACHINE)).toString());
        fields.put(StoredPort.ID, text(fields, "vmi-uuid"));
        fields.put(StoredPort.SYSTEM_NAME, text(fields, "host-ifname"));
        if (fields.get(MACHINE_NAME) instanceof final String name) {
            fields.put(StoredPort.DISPLAY_NAME, name);
        }
        if (fields.get("vn-uuid") instanceof final String network) {
            fields.put("vn-id", network);
        }
        return fields;
    }

    private static String text(final Map<String, Object> fields, final String key) throws PortRefused {
        if (fields.get(key) instanceof final String text && !text.isEmpty()) {
            return text;
        }
        throw wrong("no " + key + ", expected a text");
    }

    private static PortRefused wrong(final String message) {
        return new PortRefused(PortRefused.ERROR, message);
    }

    /** The ports of a machine. */
    List<StoredPort> of(final UUID machine) {
        return ports.all().stream()
                .filter(port -> port.text(StoredPort.INSTANCE).equalsIgnoreCase(machine.toString()))
                .toList();
    }

    /** What {@code GET /vm} tells of a machine, or of one port of it. */
    List<Map<String, Object>> show(final UUID machine, final Optional<UUID> port) throws PortRefused {
        final List<Map<String, Object>> shown = new ArrayList<>();
        for (final StoredPort stored : of(machine)) {
            final Optional<OperPort> configured = state.get().port(stored.uuid());
            if (configured.isPresent()
                    && port.filter(one -> !one.equals(stored.uuid())).isEmpty()) {
                shown.add(addresses(stored, configured.get()));
            }
        }
        return found(shown);
    }

    /** What {@code GET /vm-cfg} tells of the machine with a name. */
    List<Map<String, Object>> configuration(final String name) throws PortRefused {
        final List<Map<String, Object>> shown = new ArrayList<>();
        for (final StoredPort stored : ports.all()) {
            final Optional<OperPort> configured = state.get().port(stored.uuid());
            if (stored.text(StoredPort.DISPLAY_NAME).equals(name) && configured.isPresent()) {
                shown.add(configuration(stored, configured.get()));
            }
        }
        return found(shown);
    }

    private static List<Map<String, Object>> found(final List<Map<String, Object>> shown) throws PortRefused {
        if (shown.isEmpty()) {
            throw new PortRefused(PortRefused.NOT_FOUND, "Not Found");
        }
        return shown;
    }

    private static Map<String, Object> head(final StoredPort stored, final OperPort port) {
        final Map<String, Object> row = new LinkedHashMap<>();
        row.put(StoredPort.ID, stored.uuid().toString());
        row.put(MACHINE, stored.text(StoredPort.INSTANCE));
        row.put("vn-id", stored.text("vn-id"));
        row.put("mac-address", Mac.text(port.config().mac()));
        return row;
    }

    private Map<String, Object> addresses(final StoredPort stored, final OperPort port) {
        final Map<String, Object> row = head(stored, port);
        row.put("vm-project-id", stored.text(StoredPort.PROJECT));
        row.put(StoredPort.SYSTEM_NAME, stored.text(StoredPort.SYSTEM_NAME));
        final long vlan = port.config().vlan() == 0 ? NO_VLAN : port.config().vlan();
        row.put("rx-vlan-id", vlan);
        row.put("tx-vlan-id", vlan);
        final Optional<VirtualNetwork> network =
                state.get().config().network(port.config().network());
        for (final boolean ipv6 : new boolean[] {false, true}) {
            final Optional<IpPrefix> address = port.config().address(ipv6);
            final Optional<VirtualNetwork.Subnet> subnet =
                    address.flatMap(own -> network.flatMap(its -> its.subnetOf(own)));
            final String prefix = ipv6 ? "v6-" : "";
            row.put(prefix + "ip-address", address.map(IpPrefix::address).orElse(ipv6 ? "::" : "0.0.0.0"));
            if (!ipv6) {
                row.put("plen", subnet.map(its -> (long) its.prefix().length()).orElse(0L));
            }
            row.put(
                    prefix + "dns-server",
                    subnet.flatMap(its -> its.dnsServer().or(its::gateway))
                            .map(IpPrefix::address)
                            .orElse(""));
            row.put(
                    prefix + "gateway",
                    subnet.flatMap(VirtualNetwork.Subnet::gateway)
                            .map(IpPrefix::address)
                            .orElse(""));
        }
        return row;
    }

    private static Map<String, Object> configuration(final StoredPort stored, final OperPort port) {
        final Map<String, Object> row = head(stored, port);
        row.put("vn-name", port.config().network());
        row.put("sub-interface", port.config().vlan() != 0);
        row.put("vlan-id", port.config().vlan() == 0 ? NO_VLAN : port.config().vlan());
        row.put("annotations", List.of());
        return row;
    }
}
