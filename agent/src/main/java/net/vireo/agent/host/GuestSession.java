// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.host;

import java.io.IOException;
import java.net.Socket;
import net.vireo.agent.oper.OperPort;

/** Serves a guest's connection, on a thread of the connection's own. */
@FunctionalInterface
interface GuestSession {
    /**
     * Serves it; the connection is closed afterwards.
     *
     * @param guest whose it is
     * @throws IOException when an end is gone, or late
     */
    void serve(Socket connection, OperPort guest) throws IOException;
}
