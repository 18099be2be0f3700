// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * The back end of one connection: the whole state machine (sheet vhost-user 5). Made when the connection is there, used
 * by the control thread, ended by {@link #close} in any case.
 *
 * <p>A refused request is answered with 1 if it asked for an acknowledgement, and the connection goes on; else the
 * connection ends, as DPDK does it. A refused request that has an answer of its own ends the connection too: any answer
 * would be taken for a value.
 */
public final class BackEndSession {
    private final MessageReader reader;
    private final BackEndRequests requests;
    private final VhostDevice device;
    private final Queue<Outgoing> outgoing = new ArrayDeque<>();

    private String ended;
    private long received;
    private long refusals;
    private String lastRefusal = "";

    /**
     * Begins; nothing is to be sent before the front end has asked.
     *
     * @param device driven from inside {@link #receive} and {@link #close}
     */
    public BackEndSession(final BackEndConfig config, final VhostDevice device, final FdCloser closer) {
        this.device = device;
        reader = new MessageReader(closer);
        requests = new BackEndRequests(config, device, closer);
    }

    /**
     * How many bytes to read at most before the next {@link #receive}, at least 1. Reading beyond the end of a message
     * would mix up whose descriptors came.
     */
    public int wantedBytes() {
        return reader.wantedBytes();
    }

    /**
     * Bytes came, in any cut, with descriptors or without. Takes all bytes, and owns the descriptors from now on. Do not
     * call while {@link #poll} has something that could not be sent: a peer that does not read its replies is not
     * listened to.
     *
     * @param fds those that came with these bytes; they belong to the message that the first of the bytes begins or goes
     *     on with
     */
    public void receive(final ByteBuffer bytes, final int... fds) {
        reader.attach(fds);
        try {
            while (ended == null && bytes.hasRemaining()) {
                final Message message = reader.read(bytes);
                if (message != null) {
                    received++;
                    answer(message);
                }
            }
        } catch (final RefusedException noMessage) {
            refused(noMessage);
            close(noMessage.getMessage());
        }
        bytes.position(bytes.limit());
        if (ended != null) {
            reader.close();
        }
    }

    /** The next message to send, or null. */
    public Outgoing poll() {
        return outgoing.poll();
    }

    /** Why the connection is over, a sentence, or null while it is not. Send what {@link #poll} has, then close the socket. */
    public String ended() {
        return ended;
    }

    /**
     * Ends the session: stops the rings, empties the memory table, closes all descriptors. A second call does nothing.
     *
     * @param reason a sentence: the peer closed the connection, the vif was deleted, the kernel cut the descriptors off
     */
    public void close(final String reason) {
        if (ended == null) {
            ended = reason;
            reader.close();
            requests.close();
        }
    }

    /** What it is at now. */
    public BackEndState state() {
        return requests.state(received, refusals, lastRefusal);
    }

    /**
     * What holds of all that was said, for another session on the same connection: empty while a message is under way in
     * either direction, while no ring has started, and when the connection is over. Its descriptors are borrowed.
     */
    public Optional<SessionRecord> record() {
        return ended == null && outgoing.isEmpty() && reader.isBetweenMessages() ? requests.record() : Optional.empty();
    }

    /**
     * Goes on where another session was. Call it before anything is received. When the device refuses, the session has
     * {@link #ended}.
     *
     * @param record its descriptors are this session's from now on
     */
    public void resume(final SessionRecord record) {
        for (final SessionRecord.Said said : record.said()) {
            receive(said.message(), said.fds());
        }
    }

    private void answer(final Message message) {
        final FrontEndRequest request = FrontEndRequest.of(message.request());
        final boolean answers = request != null && request.hasReply();
        try {
            check(message, request);
            final ByteBuffer reply = requests.handle(request, message);
            if (reply != null) {
                outgoing.add(new Outgoing(reply.flip()));
            } else {
                acknowledge(message, 0);
            }
        } catch (final RefusedException refusal) {
            refused(refusal);
            if (answers || refusal.refusal().fatal() || !acknowledge(message, 1)) {
                close(refusal.getMessage());
            }
        } finally {
            message.fds().close();
        }
    }

    /** @return whether the front end waits for it */
    private boolean acknowledge(final Message message, final long result) {
        final boolean wanted = message.needsReply() && requests.acknowledges();
        if (wanted) {
            final ByteBuffer reply = Header.message(message.request(), Header.REPLY, Long.BYTES);
            outgoing.add(new Outgoing(reply.putLong(result).flip()));
        }
        return wanted;
    }

    private void refused(final RefusedException refusal) {
        refusals++;
        lastRefusal = refusal.getMessage();
        device.refused(refusal);
    }

    private void check(final Message message, final FrontEndRequest request) throws RefusedException {
        if (message.isReply()) {
            throw new RefusedException(
                    Refusal.FRAMING, "message %d is a reply, and nobody asked".formatted(message.request()));
        }
        if (request == null) {
            throw new RefusedException(
                    Refusal.UNKNOWN_REQUEST,
                    "there is no request %s".formatted(Integer.toUnsignedString(message.request())));
        }
        requests.checkAllowed(request);
        final int lengthBytes = message.payload().remaining();
        if (lengthBytes < request.minPayloadBytes() || lengthBytes > request.maxPayloadBytes()) {
            throw new RefusedException(Refusal.FRAMING, "%s with %d bytes of payload".formatted(request, lengthBytes));
        }
        final int fds = message.fds().count();
        if (fds < request.minFds() || fds > request.maxFds()) {
            throw new RefusedException(Refusal.DESCRIPTORS, "%s with %d descriptors".formatted(request, fds));
        }
    }
}
