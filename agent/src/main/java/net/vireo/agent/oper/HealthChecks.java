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

    /** A port's own and those of its network that are enabled, mean one of its addresses and can be done; each once. */
    public static List<ServiceHealthCheck> of(final Config config, final PortConfig port) {
        return named(config, port)
                .filter(check -> target(check, port).isPresent())
                .filter(check -> obstacle(config, port, check).isEmpty())
                .toList();
    }

    /** Those that are enabled and named, whether they can be done or not. */
    static Stream<ServiceHealthCheck> named(final Config config, final PortConfig port) {
        final Stream<String> shared = config.network(port.network()).map(VirtualNetwork::healthChecks).stream()
                .flatMap(List::stream);
        return Stream.concat(port.healthChecks().stream(), shared)
                .distinct()
                .flatMap(name -> config.healthCheck(name).stream())
                .filter(ServiceHealthCheck::enabled);
    }

    /** Why a port cannot be checked as it is configured, a half sentence; empty when it can, or has no network (yet). */
    static Optional<String> obstacle(final Config config, final PortConfig port, final ServiceHealthCheck check) {
        final Optional<VirtualNetwork> network = config.network(port.network());
        final Optional<IpPrefix> address = port.address(false);
        if (network.isEmpty()) {
            return Optional.empty();
        }
        if (!network.get().mode().isRouted()) {
            return Optional.of("needs a network of mode l3 or l2_l3");
        }
        if (address.isEmpty()) {
            return Optional.of("needs a port with an IPv4 address");
        }
        final boolean asked = check.monitor() == ServiceHealthCheck.Monitor.HTTP
                || network.get()
                        .subnetOf(address.get())
                        .flatMap(subnet -> subnet.gateway().or(subnet::dnsServer))
                        .isPresent();
        return asked ? Optional.empty() : Optional.of("needs a subnet with a gateway, from which it asks");
    }

    /** Which of a port's addresses a check probes: the first that it names, or the port's first of IPv4. */
    public static Optional<IpPrefix> target(final ServiceHealthCheck check, final PortConfig port) {
        return port.addresses().stream()
                .filter(address -> !address.ipv6())
                .filter(address -> check.targets().isEmpty() || check.targets().contains(address))
                .findFirst();
    }
}
