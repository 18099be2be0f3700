// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.host;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import net.vireo.agent.oper.OperPort;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.WireWriter;
import net.vireo.port.log.LimitedLog;

/**
 * DNS over TCP (RFC 7766): messages with their length in front, any number over a connection, several at once, each answered
 * as soon as its answer is there. Who says nothing for ten seconds, or takes no answers, is let go of.
 */
final class DnsSession implements GuestSession {
    private static final LimitedLog LOG = new LimitedLog(DnsSession.class);

    /** RFC 7766 6.2.3: some seconds. */
    private static final int SILENT_MS = 10_000;

    /** Longer than the name servers have, all tries together. */
    private static final int ANSWER_MS = 15_000;

    /** Questions of a connection that wait for answers, or answers that wait to be sent. */
    private static final int MOST_WAITING = 16;

    private static final Bytes END = Bytes.ofText("end");

    private final NameQuestions names;

    DnsSession(final NameQuestions names) {
        this.names = names;
    }

    @Override
    public void serve(final Socket connection, final OperPort guest) throws IOException {
        connection.setSoTimeout(SILENT_MS);
        final Semaphore room = new Semaphore(MOST_WAITING);
        final BlockingQueue<Bytes> answers = new LinkedBlockingQueue<>();
        final Thread writer =
                Thread.ofVirtual().name("agent-dns-answers").start(() -> write(connection, answers, room));
        try {
            final DataInputStream in = new DataInputStream(connection.getInputStream());
            while (room.tryAcquire(ANSWER_MS, TimeUnit.MILLISECONDS)) {
                final byte[] message = next(in);
                if (message.length == 0) {
                    room.release();
                    break;
                }
                final var _ = names.ask(guest.vif(), Bytes.of(message))
                        .completeOnTimeout(Bytes.EMPTY, ANSWER_MS, TimeUnit.MILLISECONDS)
                        .thenAccept(answers::add);
            }
            // Who has said all may still be waiting for answers.
            if (room.tryAcquire(MOST_WAITING, ANSWER_MS, TimeUnit.MILLISECONDS)) {
                answers.add(END);
                writer.join();
            }
        } catch (final InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            writer.interrupt();
        }
    }

    /** The next message; of no length when there are no more, or the guest is silent between two of them. */
    private static byte[] next(final DataInputStream in) throws IOException {
        final int high;
        try {
            high = in.read();
        } catch (final SocketTimeoutException silent) {
            return new byte[0];
        }
        if (high < 0) {
            return new byte[0];
        }
        final int low = in.read();
        if (low < 0) {
            throw new EOFException("ended within a length");
        }
        final byte[] message = new byte[high << 8 | low];
        in.readFully(message);
        return message;
    }

    /** Until the end, or the connection's. What gets no answer makes room all the same. */
    private static void write(final Socket connection, final BlockingQueue<Bytes> answers, final Semaphore room) {
        try {
            for (Bytes answer = answers.take(); !answer.equals(END); answer = answers.take()) {
                if (!answer.isEmpty()) {
                    // Length and message in one piece (RFC 7766 8).
                    connection
                            .getOutputStream()
                            .write(new WireWriter()
                                    .u16(answer.size())
                                    .bytes(answer)
                                    .toBytes()
                                    .toArray());
                }
                room.release();
            }
        } catch (final InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (final IOException gone) {
            LOG.log(Level.DEBUG, "an answer over TCP was not taken: " + gone.getMessage());
        }
    }
}
