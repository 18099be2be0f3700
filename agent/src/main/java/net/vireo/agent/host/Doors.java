// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.host;

import java.util.Map;
import java.util.Optional;

/**
 * Where connections to link-local services arrive on the host now. Immutable.
 *
 * @param hostAddress the node's own address, big-endian
 * @param ports by what guests ask for, the TCP port on {@code hostAddress}
 */
public record Doors(int hostAddress, Map<Asked, Door> ports) {
    /** None at all. */
    public static final Doors NONE = new Doors(0, Map.of());

    public Doors {
        ports = Map.copyOf(ports);
    }

    /** A link-local address, big-endian, and a TCP port. */
    public record Asked(int address, int port) {}

    /**
     * A door.
     *
     * @param name of the service
     */
    public record Door(String name, int port) {}

    /** The door for what a guest asks for, empty when there is no such service (yet). */
    public Optional<Door> find(final int address, final int port) {
        return Optional.ofNullable(ports.get(new Asked(address, port)));
    }
}
