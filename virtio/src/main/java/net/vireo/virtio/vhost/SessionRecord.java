// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What holds of all that a front end has said on a connection, as the messages that say it in the fewest words: another
 * back end that hears them ({@link BackEndSession#resume}) is where this one is, with the same checks passed. So a
 * connection can outlive the process at its end. Immutable.
 *
 * <pre>
 *   in bytes, little endian:  format, count of messages, then for each:
 *                             count of descriptors, length in bytes, the bytes
 * </pre>
 */
public final class SessionRecord {
    private static final int FORMAT = 0x5653_5201; // "VSR", 1
    private static final int MAX_MESSAGES = 4096;

    private final List<Said> said;

    /** One message. */
    static final class Said {
        private final byte[] message;
        private final int[] fds;

        /** @param fds borrowed, as many as the message has */
        private Said(final byte[] message, final int... fds) {
            this.message = message;
            this.fds = fds;
        }

        ByteBuffer message() {
            return ByteBuffer.wrap(message);
        }

        int[] fds() {
            return fds.clone();
        }
    }

    SessionRecord(final List<Said> said) {
        this.said = List.copyOf(said);
    }

    List<Said> said() {
        return said;
    }

    /** All descriptors in the order of the messages; they are the session's. */
    public int[] fds() {
        return said.stream().flatMapToInt(each -> IntStream.of(each.fds)).toArray();
    }

    /** Everything but the descriptors. */
    public byte[] toBytes() {
        final int lengthBytes = said.stream()
                .mapToInt(each -> 2 * Integer.BYTES + each.message.length)
                .sum();
        final byte[] content = new byte[2 * Integer.BYTES + lengthBytes];
        final ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(FORMAT).putInt(said.size());
        for (final Said each : said) {
            bytes.putInt(each.fds.length).putInt(each.message.length).put(each.message);
        }
        return content;
    }

    /**
     * Reads one.
     *
     * @param fds as {@link #fds} gave them, or duplicates in the same order
     * @return empty when this is none, or of another format
     */
    public static Optional<SessionRecord> of(final byte[] content, final int... fds) {
        final ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() < 2 * Integer.BYTES || bytes.getInt() != FORMAT) {
            return Optional.empty();
        }
        final int count = bytes.getInt();
        if (count < 0 || count > MAX_MESSAGES) {
            return Optional.empty();
        }
        final List<Said> said = new ArrayList<>();
        int taken = 0;
        for (int i = 0; i < count; i++) {
            if (bytes.remaining() < 2 * Integer.BYTES) {
                return Optional.empty();
            }
            final int fdCount = bytes.getInt();
            final int lengthBytes = bytes.getInt();
            if (fdCount < 0 || fdCount > fds.length - taken || lengthBytes < 0 || lengthBytes > bytes.remaining()) {
                return Optional.empty();
            }
            final byte[] message = new byte[lengthBytes];
            bytes.get(message);
            said.add(new Said(message, Arrays.copyOfRange(fds, taken, taken + fdCount)));
            taken += fdCount;
        }
        return taken == fds.length && !bytes.hasRemaining() ? Optional.of(new SessionRecord(said)) : Optional.empty();
    }

    /** Collects messages. */
    static final class Builder {
        private final List<Said> said = new ArrayList<>();

        /** @param payload from 0 to position */
        void say(final FrontEndRequest request, final ByteBuffer payload, final int... fds) {
            final ByteBuffer whole = Header.message(request.number(), 0, payload.position());
            whole.put(payload.flip()).flip();
            final byte[] bytes = new byte[whole.remaining()];
            whole.get(bytes);
            said.add(new Said(bytes, fds));
        }

        void say(final FrontEndRequest request, final long value, final int... fds) {
            say(request, payload(Long.BYTES).putLong(value), fds);
        }

        void say(final FrontEndRequest request, final VringState state) {
            final ByteBuffer payload = payload(VringState.SIZE);
            state.write(payload);
            say(request, payload);
        }

        static ByteBuffer payload(final int lengthBytes) {
            return ByteBuffer.allocate(lengthBytes).order(ByteOrder.LITTLE_ENDIAN);
        }

        SessionRecord build() {
            return new SessionRecord(said);
        }
    }
}
