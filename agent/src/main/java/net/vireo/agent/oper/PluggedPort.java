// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.oper;

import java.util.Optional;
import java.util.UUID;
import net.vireo.vrouter.table.VhostSocket;

/**
 * What the port API says of a port.
 *
 * @param device the TAP, veth or socket that carries its frames
 * @param socket how a vhost-user socket is made, empty for a device
 * @param enabled whether its link is up
 * @param instance the machine's id, empty when nobody said
 * @param project the id of whose it is, empty when nobody said
 */
public record PluggedPort(
        UUID uuid, String device, Optional<VhostSocket> socket, boolean enabled, String instance, String project) {
    /** One of which only the device is known. */
    public PluggedPort(
            final UUID uuid, final String device, final Optional<VhostSocket> socket, final boolean enabled) {
        this(uuid, device, socket, enabled, "", "");
    }
}
