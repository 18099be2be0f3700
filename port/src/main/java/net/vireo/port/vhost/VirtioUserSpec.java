// SPDX-License-Identifier: Apache-2.0
package net.vireo.port.vhost;

import java.nio.file.Path;
import net.vireo.port.OffloadMode;

/**
 * How a virtio-user port is made.
 *
 * @param path of the socket, at most 107 bytes
 * @param role who makes the socket
 * @param queuePairs 1 to 128
 * @param ringEntries of each ring: a power of two, 2 to 32768
 * @param packed whether packed rings are wanted, if the device knows them
 * @param offloads {@link OffloadMode#NONE}: whole packets with complete checksums; {@link OffloadMode#GUEST}: long packets
 *     and open checksums, both ways, as far as the device wants them
 */
public record VirtioUserSpec(
        Path path, SocketRole role, int queuePairs, int ringEntries, boolean packed, OffloadMode offloads) {
    private static final int MAX_QUEUE_PAIRS = 128;
    private static final int MAX_ENTRIES = 32768;

    public VirtioUserSpec {
        if (queuePairs < 1 || queuePairs > MAX_QUEUE_PAIRS) {
            throw new IllegalArgumentException("1 to " + MAX_QUEUE_PAIRS + " queue pairs, not " + queuePairs);
        }
        if (ringEntries < 2 || ringEntries > MAX_ENTRIES || Integer.bitCount(ringEntries) != 1) {
            throw new IllegalArgumentException(
                    "a ring's entries are a power of two from 2 to " + MAX_ENTRIES + ", not " + ringEntries);
        }
        if (offloads == OffloadMode.FABRIC) {
            throw new IllegalArgumentException("a virtio-user port knows no tunnels: offloads are none or for guests");
        }
    }
}
