// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.config;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Everything that is configured at one time; immutable. */
public final class Config {
    /** Nothing at all. */
    public static final Config EMPTY = new Config(List.of());

    private final Map<String, ConfigObject> objects = new LinkedHashMap<>();

    /** @param objects in the order in which ids are given; of two with the same title the first counts */
    public Config(final Collection<? extends ConfigObject> objects) {
        objects.forEach(object -> this.objects.putIfAbsent(object.title(), object));
    }

    /** The objects of a kind, in order. */
    public <T extends ConfigObject> List<T> all(final Class<T> kind) {
        return objects.values().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** The node's own settings, empty when nobody configured them yet. */
    public Optional<NodeSettings> node() {
        return all(NodeSettings.class).stream().findFirst();
    }

    /** A network by name. */
    public Optional<VirtualNetwork> network(final String name) {
        return find(VirtualNetwork.class, VirtualNetwork.KIND, name);
    }

    /** A port by name. */
    public Optional<PortConfig> port(final String name) {
        return find(PortConfig.class, PortConfig.KIND, name);
    }

    /** A health check by name. */
    public Optional<ServiceHealthCheck> healthCheck(final String name) {
        return find(ServiceHealthCheck.class, ServiceHealthCheck.KIND, name);
    }

    /** Floating addresses that count: of two that are the same address of a network the first. */
    public List<FloatingIp> floatingIps() {
        final Set<List<Object>> taken = new HashSet<>();
        return all(FloatingIp.class).stream()
                .filter(floating -> taken.add(List.of(floating.network(), floating.address())))
                .toList();
    }

    private <T extends ConfigObject> Optional<T> find(final Class<T> type, final String kind, final String name) {
        return Optional.ofNullable(objects.get(kind + " " + name)).map(type::cast);
    }

    /** How many objects there are. */
    public int size() {
        return objects.size();
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof final Config config && objects.equals(config.objects);
    }

    @Override
    public int hashCode() {
        return objects.hashCode();
    }
}
