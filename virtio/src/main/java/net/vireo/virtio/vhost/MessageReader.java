// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Cuts a stream into messages, however the bytes come. Holds one message's bytes at most. */
final class MessageReader {
    /** More than any message has (the longest is SET_CONFIG with 268), little enough to be allocated for a liar. */
    static final int MAX_PAYLOAD_BYTES = 1024;

    private final FdCloser closer;
    private final ByteBuffer header = ByteBuffer.allocate(Header.SIZE).order(ByteOrder.LITTLE_ENDIAN);
    private ByteBuffer payload;
    private ReceivedFds fds;

    MessageReader(final FdCloser closer) {
        this.closer = closer;
        fds = new ReceivedFds(closer);
    }

    /** Bytes until the end of the header, or else of the message. */
    int wantedBytes() {
        return payload == null ? header.remaining() : payload.remaining();
    }

    /** Whether no message has begun. */
    boolean isBetweenMessages() {
        return payload == null && header.position() == 0 && fds.count() == 0;
    }

    /** Descriptors of the message that begins or goes on with the next byte. */
    void attach(final int... received) {
        for (final int fd : received) {
            fds.add(fd);
        }
    }

    /**
     * Takes bytes up to the end of one message.
     *
     * @return the message, or null if bytes are missing
     * @throws RefusedException if this cannot be a message; the stream has no next one then
     */
    Message read(final ByteBuffer bytes) throws RefusedException {
        if (payload == null) {
            move(bytes, header);
            if (header.hasRemaining()) {
                return null;
            }
            payload = payloadOf(header);
        }
        move(bytes, payload);
        if (payload.hasRemaining()) {
            return null;
        }
        final Message message = new Message(header.getInt(0), header.getInt(Integer.BYTES), payload.flip(), fds);
        header.clear();
        payload = null;
        fds = new ReceivedFds(closer);
        return message;
    }

    /** Closes the descriptors of a message that will not be finished. */
    void close() {
        fds.close();
    }

    private static ByteBuffer payloadOf(final ByteBuffer header) throws RefusedException {
        final int flags = header.getInt(Integer.BYTES);
        final int lengthBytes = header.getInt(2 * Integer.BYTES);
        if ((flags & Header.VERSION_MASK) != Header.VERSION) {
            throw new RefusedException(
                    Refusal.FRAMING,
                    "message %d has version %d, we speak 1".formatted(header.getInt(0), flags & Header.VERSION_MASK));
        }
        if (Integer.compareUnsigned(lengthBytes, MAX_PAYLOAD_BYTES) > 0) {
            throw new RefusedException(
                    Refusal.FRAMING,
                    "message %d announces %s bytes of payload, at most %d make sense"
                            .formatted(header.getInt(0), Integer.toUnsignedString(lengthBytes), MAX_PAYLOAD_BYTES));
        }
        return ByteBuffer.allocate(lengthBytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void move(final ByteBuffer from, final ByteBuffer to) {
        final int count = Math.min(from.remaining(), to.remaining());
        to.put(to.position(), from, from.position(), count);
        to.position(to.position() + count);
        from.position(from.position() + count);
    }
}
