// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import java.nio.ByteBuffer;

/**
 * A message as it came, whole but not understood yet.
 *
 * @param request the number in its header
 * @param flags those in its header; the version is right
 * @param payload little endian, from position to limit
 * @param fds its descriptors; who handles the message closes them
 */
record Message(int request, int flags, ByteBuffer payload, ReceivedFds fds) {
    boolean isReply() {
        return (flags & Header.REPLY) != 0;
    }

    boolean needsReply() {
        return (flags & Header.NEED_REPLY) != 0;
    }
}
