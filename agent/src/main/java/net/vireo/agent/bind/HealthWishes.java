// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.vireo.agent.config.ServiceHealthCheck;
import net.vireo.agent.oper.HealthChecks;
import net.vireo.agent.oper.OperPort;
import net.vireo.agent.oper.OperState;
import net.vireo.agent.service.bfd.BfdLink;
import net.vireo.agent.service.bfd.BfdParameters;
import net.vireo.agent.service.health.HealthCheck;
import net.vireo.cli.text.IpPrefix;
import net.vireo.vrouter.table.Vif;

/** Which checks there should be, by a database. */
final class HealthWishes {
    private HealthWishes() {}

    /**
     * A check of a port.
     *
     * @param port its name
     * @param check as its core knows it
     * @param config as it is configured
     * @param guest what the check rests on besides: MAC, the services' address, the guest's
     * @param link of a BFD session, empty for others, and where there are no addresses for one
     */
    record Wish(String port, HealthCheck check, ServiceHealthCheck config, Guest guest, Optional<BfdLink> link) {
        BfdParameters parameters() {
            return new BfdParameters(
                    TimeUnit.NANOSECONDS.toMicros(config.delayNs()),
                    TimeUnit.NANOSECONDS.toMicros(config.timeoutNs()),
                    config.retries());
        }

        /** What people read: whom it probes. */
        String target() {
            return check.target().isEmpty() ? guest.address() : check.target();
        }
    }

    /**
     * What identifies a guest for a check.
     *
     * @param service the address that it is asked from, big-endian, 0 for none
     * @param address its own, empty for none
     */
    record Guest(long mac, int service, String address) {}

    /** By their ids, in the order of the configuration. */
    static Map<String, Wish> of(final OperState state, final Guests guests) {
        final Map<String, Wish> all = new LinkedHashMap<>();
        for (final OperPort port : state.ports()) {
            if (port.isActive()) {
                HealthChecks.of(state.config(), port.config())
                        .forEach(check -> all.put(id(check, port), wish(check, port, guests.of(state, port))));
            }
        }
        return all;
    }

    private static String id(final ServiceHealthCheck check, final OperPort port) {
        return check.name() + " of port " + port.config().name();
    }

    private static Wish wish(final ServiceHealthCheck config, final OperPort port, final BoundGuest guest) {
        final String address = HealthChecks.target(config, port.config())
                .map(IpPrefix::address)
                .orElse("");
        final HealthCheck check = new HealthCheck(
                id(config, port),
                port.vif(),
                HealthCheck.Kind.valueOf(config.monitor().name()),
                target(config, address),
                config.delayNs(),
                config.timeoutNs(),
                config.retries());
        final Guest rest = new Guest(guest.mac(), guest.serviceAddress4(), address);
        final boolean session =
                config.monitor() == ServiceHealthCheck.Monitor.BFD && rest.service != 0 && !address.isEmpty();
        return new Wish(
                port.config().name(),
                check,
                config,
                rest,
                session
                        ? Optional.of(new BfdLink.Over4(
                                port.vif(),
                                Vif.ROUTER_MAC,
                                rest.service,
                                rest.mac,
                                HealthChecks.target(config, port.config())
                                        .orElseThrow()
                                        .address4()))
                        : Optional.empty());
    }

    private static String target(final ServiceHealthCheck config, final String address) {
        return switch (config.monitor()) {
            case PING -> address;
            case HTTP -> "http://" + address + ":" + config.port() + config.urlPath();
            case BFD -> "";
        };
    }
}
