// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.oper;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import net.vireo.agent.config.Config;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.tables.NodeState;

/**
 * The operational database at one time: immutable but for its tables, which nobody may change; any thread may read it.
 */
public final class OperState {
    private final Config config;
    private final Map<String, OperNetwork> networks;
    private final Map<String, OperPort> ports;
    private final List<String> problems;
    private final NodeState wanted;
    private final NodeNames names;
    private final Learned learned;
    private final Map<Integer, OperPort> byVif = new HashMap<>();
    private final Map<UUID, OperPort> byUuid = new HashMap<>();
    private final Map<Integer, OperNetwork> byVrf = new HashMap<>();

    OperState(
            final Config config,
            final Map<String, OperNetwork> networks,
            final Map<String, OperPort> ports,
            final List<String> problems,
            final NodeState wanted,
            final NodeNames names,
            final Learned learned) {
        this.config = config;
        this.networks = networks;
        this.ports = ports;
        this.problems = List.copyOf(problems);
        this.wanted = wanted;
        this.names = names;
        this.learned = learned;
        ports.values().forEach(port -> {
            byUuid.putIfAbsent(port.config().uuid(), port);
            if (port.isActive()) {
                byVif.put(port.vif(), port);
            }
        });
        networks.values().forEach(network -> byVrf.put(network.vrf(), network));
    }

    /** Of a node about which nothing is known. */
    public static OperState empty() {
        return new OperState(
                Config.EMPTY, Map.of(), Map.of(), List.of(), new NodeState(), new NodeNames(""), Learned.NOTHING);
    }

    /** Whether it is known what the node is: without, the data plane is left as it is. */
    public boolean isReady() {
        return config.node().isPresent();
    }

    /** What it was made from. */
    public Config config() {
        return config;
    }

    /** The networks, in the order of the configuration. */
    public Collection<OperNetwork> networks() {
        return networks.values();
    }

    /** The ports, active or not, in the order of the configuration. */
    public Collection<OperPort> ports() {
        return ports.values();
    }

    /** A network by name. */
    public Optional<OperNetwork> network(final String name) {
        return Optional.ofNullable(networks.get(name));
    }

    /** The network of a VRF. */
    public Optional<OperNetwork> networkOf(final int vrf) {
        return Optional.ofNullable(byVrf.get(vrf));
    }

    /** A port by name. */
    public Optional<OperPort> port(final String name) {
        return Optional.ofNullable(ports.get(name));
    }

    /** An active port by its vif. */
    public Optional<OperPort> portAt(final int vif) {
        return Optional.ofNullable(byVif.get(vif));
    }

    /** A port by UUID. */
    public Optional<OperPort> port(final UUID uuid) {
        return Optional.ofNullable(byUuid.get(uuid));
    }

    /** What services found out, and this rests on. */
    public Learned learned() {
        return learned;
    }

    /**
     * The VRF by which the host reaches a network's guests that HTTP checks, ill ones too; empty where there are none.
     */
    public OptionalInt checkVrf(final String network) {
        return names.vrfs().entrySet().stream()
                .filter(vrf -> vrf.getValue().equals(OperBuilder.checkNetwork(network)))
                .mapToInt(Map.Entry::getKey)
                .findFirst();
    }

    /** What could not be done as configured, and why, a sentence each. */
    public List<String> problems() {
        return problems;
    }

    /** The tables that the data plane should hold. */
    public NodeState wanted() {
        return wanted;
    }

    /** What the ids in {@link #wanted} are called. */
    public NodeNames names() {
        return names;
    }
}
