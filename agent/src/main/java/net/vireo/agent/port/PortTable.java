// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.port;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import net.vireo.agent.config.VirtualGateway;
import net.vireo.agent.oper.PluggedPort;

/** The ports and gateways that were added, in memory and in files. One thread, which also tells the time. */
public final class PortTable {
    /** How long after a sync ports that nobody added again are kept (sheet control-plane 4.7). */
    private static final long STALE_NS = 60_000_000_000L;

    private final PortFiles files;
    private final GatewayTable gateways;
    private final Map<UUID, StoredPort> ports = new LinkedHashMap<>();
    private final Map<Path, String> problems = new LinkedHashMap<>();
    private final Set<UUID> stale = new HashSet<>();
    private long staleUntilNs;
    private boolean changed = true;

    /**
     * Reads what was added before.
     *
     * @throws IOException when the directory cannot be made or read
     */
    public PortTable(final Path directory) throws IOException {
        files = new PortFiles(directory);
        gateways = new GatewayTable(directory.resolveSibling("gateways.json"));
        files.read(problems).forEach(port -> ports.put(port.uuid(), port));
    }

    void add(final StoredPort port) throws IOException {
        files.write(port);
        ports.put(port.uuid(), port);
        problems.remove(files.file(port.uuid()));
        stale.remove(port.uuid());
        changed = true;
    }

    void delete(final UUID uuid) throws IOException, PortRefused {
        get(uuid);
        files.delete(uuid);
        ports.remove(uuid);
        stale.remove(uuid);
        changed = true;
    }

    void enable(final UUID uuid, final boolean enabled) throws IOException, PortRefused {
        final StoredPort port = get(uuid).enabled(enabled);
        files.write(port);
        ports.put(uuid, port);
        changed = true;
    }

    /** Adds gateways: all, or none. */
    void addGateways(final List<VirtualGateway> added) throws IOException {
        gateways.add(added);
        changed = true;
    }

    /** Takes gateways away again: all, or none. */
    void deleteGateways(final List<String> devices) throws IOException, PortRefused {
        gateways.delete(devices);
        changed = true;
    }

    StoredPort get(final UUID uuid) throws PortRefused {
        final StoredPort port = ports.get(uuid);
        if (port == null) {
            throw new PortRefused(PortRefused.NOT_FOUND, "Not Found");
        }
        return port;
    }

    Collection<StoredPort> all() {
        return ports.values();
    }

    /** From now on every port has to be added again, or it goes when the time is over. */
    void sync(final long nowNs) {
        stale.clear();
        stale.addAll(ports.keySet());
        staleUntilNs = nowNs + STALE_NS;
    }

    /**
     * Lets go of ports whose time is over.
     *
     * @return whether anything changed since this was asked last
     */
    public boolean tick(final long nowNs) throws IOException {
        if (!stale.isEmpty() && nowNs - staleUntilNs >= 0) {
            for (final UUID uuid : List.copyOf(stale)) {
                files.delete(uuid);
                ports.remove(uuid);
                stale.remove(uuid);
            }
            changed = true;
        }
        final boolean was = changed;
        changed = false;
        return was;
    }

    /** What the operational database gets. */
    public Map<UUID, PluggedPort> plugged() {
        final Map<UUID, PluggedPort> plugged = new HashMap<>();
        ports.forEach((uuid, port) -> plugged.put(uuid, port.plugged()));
        return plugged;
    }

    /** The gateways that were added. */
    public List<VirtualGateway> gateways() {
        return gateways.all();
    }

    /** Files that are no ports, a sentence each, as long as they are there. */
    public List<String> problems() {
        problems.keySet().removeIf(file -> !Files.exists(file));
        final List<String> all = new ArrayList<>(problems.values());
        all.addAll(gateways.problems());
        return all;
    }
}
