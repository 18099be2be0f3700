// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Cuts a byte stream into messages: bytes in, messages out, no input or output of its own. One per connection and
 * direction, for one thread. After an exception the stream is out of step and the connection has to be closed.
 */
public final class NetlinkFrames {
    /** A limit that holds every message whose attribute length fits its 16 bits. */
    public static final int DEFAULT_LIMIT_BYTES = NetlinkHeader.LENGTH_BYTES + 0xffff;

    private static final int LENGTH_FIELD_BYTES = 4;

    private final int limitBytes;
    private byte[] buffer = new byte[256];
    private int filled;

    /** @param limitBytes the longest message that is accepted, headers included */
    public NetlinkFrames(final int limitBytes) {
        this.limitBytes = limitBytes;
    }

    /**
     * The next whole message in what came so far and in {@code bytes}, of which it takes no more than that message; null
     * when more bytes are needed, all of {@code bytes} being taken. Call it until it returns null.
     *
     * @throws SandeshException when a message claims to be shorter than its headers or longer than the limit
     */
    public NetlinkMessage next(final ByteBuffer bytes) {
        fill(bytes, LENGTH_FIELD_BYTES);
        if (filled < LENGTH_FIELD_BYTES) {
            return null;
        }
        final int length = messageLength();
        fill(bytes, length);
        if (filled < length) {
            return null;
        }
        filled = 0;
        return new NetlinkMessage(
                NetlinkHeader.parse(buffer), Arrays.copyOfRange(buffer, NetlinkHeader.LENGTH_BYTES, length));
    }

    /** Whether a message has begun and not ended: the other side closing now means that it was cut off. */
    public boolean isInsideMessage() {
        return filled > 0;
    }

    private int messageLength() {
        final int length = NetlinkHeader.little(buffer, 0, LENGTH_FIELD_BYTES);
        if (length >= 0 && length < NetlinkHeader.LENGTH_BYTES) {
            throw new SandeshException(
                    "a message of " + length + " bytes is shorter than its " + NetlinkHeader.LENGTH_BYTES
                            + " bytes of headers",
                    0);
        }
        if (length < 0 || length > limitBytes) {
            throw new SandeshException(
                    "a message of " + Integer.toUnsignedLong(length) + " bytes is over the limit of " + limitBytes, 0);
        }
        return length;
    }

    /** Takes bytes until {@code wanted} are here. Grows with what arrived, never with what a header promises. */
    private void fill(final ByteBuffer bytes, final int wanted) {
        final int count = Math.min(wanted - filled, bytes.remaining());
        if (count <= 0) {
            return;
        }
        if (buffer.length - filled < count) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, filled + count));
        }
        bytes.get(buffer, filled, count);
        filled += count;
    }
}
