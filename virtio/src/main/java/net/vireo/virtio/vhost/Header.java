// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A message's first 12 bytes: request, flags and length of the payload, in host order, which on x86-64 is little endian. */
final class Header {
    static final int SIZE = 12;
    static final int VERSION_MASK = 3;
    static final int VERSION = 1;
    static final int REPLY = 4;
    static final int NEED_REPLY = 8;

    private Header() {}

    /** A buffer for a whole message with the header in it; the payload is to be put at its position. */
    static ByteBuffer message(final int request, final int flags, final int payloadBytes) {
        return ByteBuffer.allocate(SIZE + payloadBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(request)
                .putInt(VERSION | flags)
                .putInt(payloadBytes);
    }
}
