// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import java.nio.ByteBuffer;

/**
 * A message to send: {@code socket.send(message.bytes(), message.fds())}. The descriptors go with the first byte; the
 * kernel duplicates them, and who owned them still does. After a partial send the pump keeps the message (the position
 * of its bytes has moved) and sends the rest without descriptors.
 */
public final class Outgoing {
    private static final int[] NO_FDS = {};

    private final ByteBuffer bytes;
    private int[] fds;

    Outgoing(final ByteBuffer bytes, final int... fds) {
        this.bytes = bytes;
        this.fds = fds;
    }

    /** Header and payload, from position to limit. */
    public ByteBuffer bytes() {
        return bytes;
    }

    /** Descriptors to send along: mostly none, and none once the first byte has gone. */
    public int[] fds() {
        if (bytes.position() > 0) {
            fds = NO_FDS;
        }
        return fds.clone();
    }
}
