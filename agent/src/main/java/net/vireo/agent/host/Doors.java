// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.host;

import java.util.Map;
import java.util.Optional;
import net.vireo.packet.IpProtocol;

/**
 * Where flows to services of the node arrive on the host now. Immutable.
 *
 * @param hostAddress the node's own address, big-endian
 * @param ports by what guests ask for, the port on {@code hostAddress}
 */
public record Doors(int hostAddress, Map<Asked, Door> ports) {
    /** None at all. */
    public static final Doors NONE = new Doors(0, Map.of());

    public Doors {
        ports = Map.copyOf(ports);
    }

    /** An address, big-endian, a protocol's number and a port. */
    public record Asked(int address, int protocol, int port) {
        /** Questions for names over TCP: to whichever address each network has for them, written as 0. */
        public static final Asked NAMES = new Asked(0, IpProtocol.TCP, 53);
    }

    /**
     * A door.
     *
     * @param name of the service
     */
    public record Door(String name, int port) {}

    /** The door for what a guest asks for, empty when there is no such service (yet). */
    public Optional<Door> find(final int address, final int protocol, final int port) {
        return Optional.ofNullable(ports.get(new Asked(address, protocol, port)));
    }

    /** The door for questions over TCP to a network's name server, empty when there is none (yet). */
    public Optional<Door> names(final int protocol, final int port) {
        return Asked.NAMES.protocol == protocol && Asked.NAMES.port == port
                ? Optional.ofNullable(ports.get(Asked.NAMES))
                : Optional.empty();
    }
}
