// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.yaml;

import java.util.List;
import net.vireo.vrouter.table.VhostSocket;

/** The keys that say how a vhost-user socket is made, a guest's or the fabric's. */
public final class SocketFields {
    /** What the kernel takes as a socket's path. */
    public static final int MAX_PATH_LENGTH = 107;

    /** We make the socket. */
    public static final String SERVER = "server";
    /** The other side makes the socket. */
    public static final String CLIENT = "client";

    private SocketFields() {}

    /** The mode is ours: as server we make the socket, as client the other side does. */
    public static VhostSocket read(final Fields fields, final String usualMode) {
        final boolean client =
                fields.oneOf("mode", List.of(SERVER, CLIENT), usualMode).equals(CLIENT);
        return new VhostSocket(client, fields.number("queues", 1, VhostSocket.MAX_QUEUE_PAIRS, 0));
    }
}
