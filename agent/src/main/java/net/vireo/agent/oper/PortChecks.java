// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.oper;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import net.vireo.agent.config.Config;
import net.vireo.agent.config.PortConfig;
import net.vireo.agent.config.VirtualNetwork;
import net.vireo.cli.text.IpPrefix;
import net.vireo.cli.text.Mac;
import net.vireo.vrouter.table.VhostSocket;

/** Says of every port whether it can be in the data plane, and if not why (sheet control-plane 4.2). */
final class PortChecks {
    private final Config config;
    private final Map<UUID, PluggedPort> plugged;
    private final Map<String, String> taken = new LinkedHashMap<>();
    private final Map<String, Checked> checked = new LinkedHashMap<>();

    /** A port with what carries it; {@code reason} empty when it can be used. */
    record Checked(
            PortConfig config,
            String device,
            Optional<VhostSocket> socket,
            String reason,
            String instance,
            String project) {
        boolean isUsable() {
            return reason.isEmpty();
        }
    }

    private PortChecks(final Config config, final Map<UUID, PluggedPort> plugged) {
        this.config = config;
        this.plugged = plugged;
        config.all(VirtualNetwork.class).stream()
                .filter(network -> network.broadcastLabel() != 0)
                .forEach(
                        network -> taken.putIfAbsent("label " + network.broadcastLabel(), "network " + network.name()));
    }

    /** By name, in the order of the configuration, but parents before what is part of them. */
    static Map<String, Checked> of(final Config config, final Map<UUID, PluggedPort> plugged) {
        final PortChecks checks = new PortChecks(config, plugged);
        final List<PortConfig> parts = new ArrayList<>();
        for (final PortConfig port : config.all(PortConfig.class)) {
            if (port.parent().isEmpty()) {
                checks.add(port);
            } else {
                parts.add(port);
            }
        }
        parts.forEach(checks::add);
        return checks.checked;
    }

    private void add(final PortConfig port) {
        final PluggedPort brought = plugged.get(port.uuid());
        final boolean own = !port.device().isEmpty();
        final String device = own || brought == null ? port.device() : brought.device();
        final Optional<VhostSocket> socket = own || brought == null ? port.socket() : brought.socket();
        final String reason = reason(port, device, brought);
        checked.put(
                port.name(),
                new Checked(
                        port,
                        device,
                        socket,
                        reason,
                        brought == null ? "" : brought.instance(),
                        brought == null ? "" : brought.project()));
    }

    private String reason(final PortConfig port, final String device, final PluggedPort brought) {
        final Optional<VirtualNetwork> network = config.network(port.network());
        if (network.isEmpty()) {
            return "network " + port.network() + " is not configured";
        }
        if (device.isEmpty()) {
            return "no device: nobody has added it by the port API, or by 'vireo port add " + port.name()
                    + " --device NAME'";
        }
        if (brought != null && !brought.enabled()) {
            return "disabled by the port API";
        }
        if (!port.parent().isEmpty()) {
            final Checked parent = checked.get(port.parent());
            if (parent == null || !parent.config().parent().isEmpty()) {
                return "parent " + port.parent() + " is no port with a device of its own";
            }
            if (!parent.isUsable()) {
                return "parent " + port.parent() + ": " + parent.reason();
            }
        }
        return takenByAnother(port, device);
    }

    /** Everything that only one port may have; what was configured first keeps it. */
    private String takenByAnother(final PortConfig port, final String device) {
        final List<String> single = new ArrayList<>();
        single.add("uuid " + port.uuid());
        single.add(port.parent().isEmpty() ? "device " + device : "vlan " + port.vlan() + " of " + port.parent());
        single.add("mac " + Mac.text(port.mac()) + " in network " + port.network());
        for (final IpPrefix address : port.addresses()) {
            single.add("address " + address.address() + " in network " + port.network());
        }
        if (port.label() != 0) {
            single.add("label " + port.label());
        }
        if (port.bridgeLabel() != 0) {
            single.add("label " + port.bridgeLabel());
        }
        for (final String thing : single) {
            final String owner = taken.get(thing);
            if (owner != null) {
                return thing + " is " + owner + "'s";
            }
        }
        single.forEach(thing -> taken.put(thing, "port " + port.name()));
        return "";
    }
}
