// SPDX-License-Identifier: Apache-2.0
package net.vireo.virtio.vhost;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/** Requests and their answers, one at a time: the next request goes when the last one's answer is there. */
final class FrontEndExchanges {
    private final MessageReader reader;
    private final long timeoutNs;
    private final Queue<Exchange> due = new ArrayDeque<>();
    private final Queue<Outgoing> outgoing = new ArrayDeque<>();

    private Exchange waiting;
    private long deadlineNs;
    private boolean acknowledged;
    private String failure;

    /** What is done with an answer. */
    @FunctionalInterface
    interface Answer {
        /** @throws RefusedException if the session cannot go on with it */
        void take(ByteBuffer payload) throws RefusedException;
    }

    /** @param answer null: only an acknowledgement is wanted, if there are any */
    private record Exchange(FrontEndRequest request, Outgoing message, Answer answer) {}

    FrontEndExchanges(final FdCloser closer, final long timeoutNs, final long nowNs) {
        reader = new MessageReader(closer);
        this.timeoutNs = timeoutNs;
        deadlineNs = nowNs;
    }

    /** Asks something, after all that was asked before. */
    void ask(final FrontEndRequest request, final ByteBuffer payload, final Answer answer) {
        due.add(new Exchange(request, message(request, payload), answer));
    }

    /** Tells something. */
    void tell(final FrontEndRequest request, final ByteBuffer payload, final int... fds) {
        due.add(new Exchange(request, message(request, payload, fds), null));
    }

    int wantedBytes() {
        return reader.wantedBytes();
    }

    boolean isWaiting() {
        return waiting != null;
    }

    long deadlineNs() {
        return deadlineNs;
    }

    String failure() {
        return failure;
    }

    Outgoing poll() {
        return outgoing.poll();
    }

    /** @return whether everything is said and answered */
    boolean proceed(final long nowNs) {
        while (failure == null && waiting == null && !due.isEmpty()) {
            send(due.remove(), nowNs);
        }
        return failure == null && waiting == null;
    }

    void receive(final long nowNs, final ByteBuffer bytes, final int... fds) {
        reader.attach(fds);
        try {
            while (failure == null && bytes.hasRemaining()) {
                final Message message = reader.read(bytes);
                if (message != null) {
                    message.fds().close();
                    accept(message);
                    proceed(nowNs);
                }
            }
        } catch (final RefusedException refused) {
            fail(refused.getMessage());
        }
        bytes.position(bytes.limit());
        if (failure != null) {
            reader.close();
        }
    }

    void tick(final long nowNs) {
        if (waiting != null && nowNs - deadlineNs >= 0) {
            fail("the back end has not answered %s for %d ms"
                    .formatted(waiting.request(), TimeUnit.NANOSECONDS.toMillis(timeoutNs)));
        }
    }

    void fail(final String reason) {
        if (failure == null) {
            failure = reason;
            reader.close();
            due.clear();
            outgoing.clear();
            waiting = null;
        }
    }

    private void send(final Exchange exchange, final long nowNs) {
        final FrontEndRequest request = exchange.request();
        final ByteBuffer bytes = exchange.message().bytes();
        if (acknowledged && !request.hasReply()) {
            bytes.putInt(Integer.BYTES, Header.VERSION | Header.NEED_REPLY);
        }
        if (request == FrontEndRequest.SET_PROTOCOL_FEATURES) {
            // It cannot ask for what it only now agrees on; all that follow can.
            acknowledged = (bytes.getLong(Header.SIZE) & ProtocolFeatures.REPLY_ACK) != 0;
        } else if (acknowledged || request.hasReply()) {
            waiting = exchange;
            deadlineNs = nowNs + timeoutNs;
        }
        outgoing.add(exchange.message());
    }

    private static Outgoing message(final FrontEndRequest request, final ByteBuffer payload, final int... fds) {
        final ByteBuffer bytes = Header.message(request.number(), 0, payload.remaining());
        return new Outgoing(bytes.put(payload).flip(), fds);
    }

    private void accept(final Message message) throws RefusedException {
        if (waiting == null
                || !message.isReply()
                || message.request() != waiting.request().number()) {
            throw new RefusedException(
                    Refusal.FRAMING,
                    "the back end sent message %d with flags %#x, nobody waits for it"
                            .formatted(message.request(), message.flags()));
        }
        final Exchange answered = waiting;
        waiting = null;
        final FrontEndRequest request = answered.request();
        if (message.payload().remaining() != request.replyBytes()) {
            throw new RefusedException(
                    Refusal.FRAMING,
                    "the back end answered %s with %d bytes"
                            .formatted(request, message.payload().remaining()));
        }
        if (request.hasReply()) {
            answered.answer().take(message.payload());
        } else {
            final long result = message.payload().getLong();
            if (result != 0) {
                throw new RefusedException(
                        Refusal.DEVICE, "the back end refused %s with %d".formatted(request, result));
            }
        }
    }
}
