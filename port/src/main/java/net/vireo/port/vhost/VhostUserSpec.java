// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import java.nio.file.Path;
import java.util.Optional;
import net.vireo.port.OffloadMode;

/**
 * How a vhost-user port is made.
 *
 * @param path of its socket, at most 107 bytes
 * @param role who makes the socket
 * @param queuePairs how many a guest may have, 1 to 128
 * @param offloads {@link OffloadMode#NONE}: whole packets with complete checksums, both ways; {@link OffloadMode#GUEST}:
 *     what the guest wants of the rest
 * @param records a file that tells the process after this one where packed rings stand; empty: none
 * @param txWait how long lcores wait for room in the guest's rings; may change while the port is open
 */
public record VhostUserSpec(
        Path path, SocketRole role, int queuePairs, OffloadMode offloads, Optional<Path> records, TxWait txWait) {
    private static final int MAX_QUEUE_PAIRS = 128;

    /** Without a file. */
    public VhostUserSpec(final Path path, final SocketRole role, final int queuePairs, final OffloadMode offloads) {
        this(path, role, queuePairs, offloads, Optional.empty());
    }

    /** Nobody waits for room. */
    public VhostUserSpec(
            final Path path,
            final SocketRole role,
            final int queuePairs,
            final OffloadMode offloads,
            final Optional<Path> records) {
        this(path, role, queuePairs, offloads, records, new TxWait(0));
    }

    public VhostUserSpec {
        if (queuePairs < 1 || queuePairs > MAX_QUEUE_PAIRS) {
            throw new IllegalArgumentException("1 to " + MAX_QUEUE_PAIRS + " queue pairs, not " + queuePairs);
        }
        if (offloads == OffloadMode.FABRIC) {
            throw new IllegalArgumentException("a vhost-user port has a guest behind it, not the fabric");
        }
    }
}
