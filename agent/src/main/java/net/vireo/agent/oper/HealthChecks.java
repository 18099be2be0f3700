// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.oper;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.vireo.agent.config.Config;
import net.vireo.agent.config.PortConfig;
import net.vireo.agent.config.ServiceHealthCheck;
import net.vireo.agent.config.VirtualNetwork;
import net.vireo.cli.text.IpPrefix;

/** Which health checks a port has. */
public final class HealthChecks {
    private HealthChecks() {}

    /** A port's own and those of its network that are enabled and mean one of its addresses; each once. */
    public static List<ServiceHealthCheck> of(final Config config, final PortConfig port) {
        final Stream<String> shared = config.network(port.network()).map(VirtualNetwork::healthChecks).stream()
                .flatMap(List::stream);
        return Stream.concat(port.healthChecks().stream(), shared)
                .distinct()
                .flatMap(name -> config.all(ServiceHealthCheck.class).stream()
                        .filter(check -> check.name().equals(name)))
                .filter(ServiceHealthCheck::enabled)
                .filter(check ->
                        check.targets().isEmpty() || target(check, port).isPresent())
                .toList();
    }

    /** Which of a port's addresses a check probes: the first that it names, or the port's first of IPv4. */
    public static Optional<IpPrefix> target(final ServiceHealthCheck check, final PortConfig port) {
        return port.addresses().stream()
                .filter(address -> !address.ipv6())
                .filter(address -> check.targets().isEmpty() || check.targets().contains(address))
                .findFirst();
    }
}
