// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;
import net.vireo.port.log.LimitedLog;
import net.vireo.sandesh.ControlSession;
import net.vireo.sandesh.RequestHandler;
import net.vireo.sandesh.SandeshException;

/**
 * One client of the control socket. Reads a little at a time and nothing while replies wait, so that what is held for
 * it is bounded by the replies to one request message. Control thread only.
 */
final class ControlClient {
    private static final Logger LOG = System.getLogger(ControlClient.class.getName());
    private static final LimitedLog COMING = new LimitedLog(ControlClient.class);
    private static final LimitedLog GOING = new LimitedLog(ControlClient.class);
    private static final LimitedLog FAULTS = new LimitedLog(ControlClient.class);
    private static final int READ_BYTES = 8192;

    /** How long a client may leave replies unread. */
    private static final long STUCK_NS = TimeUnit.SECONDS.toNanos(10);

    private final SocketChannel channel;
    private final SelectionKey key;
    private final ControlSession session;
    private final String peer;
    private final Deque<ByteBuffer> replies = new ArrayDeque<>();
    private final ByteBuffer request = ByteBuffer.allocate(READ_BYTES);
    private long progressNs = System.nanoTime();

    private ControlClient(final SocketChannel channel, final SelectionKey key, final RequestHandler handler)
            throws IOException {
        this.channel = channel;
        this.key = key;
        this.session = new ControlSession(handler);
        this.peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).toString();
    }

    /** Serves a new connection from now on; closes it when that fails. */
    static void join(final SocketChannel channel, final Selector selector, final RequestHandler handler)
            throws IOException {
        try {
            channel.configureBlocking(false);
            final SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            final ControlClient client = new ControlClient(channel, key, handler);
            key.attach(client);
            COMING.log(Level.INFO, () -> "client connected: " + client.peer);
        } catch (final IOException failure) {
            channel.close();
            throw failure;
        }
    }

    /** The socket can be read from or written to. */
    void ready() {
        try {
            if (key.isWritable()) {
                flush();
            } else {
                read();
            }
        } catch (final SandeshException outOfStep) {
            drop("its bytes are out of step: " + outOfStep.getMessage());
        } catch (final IOException failure) {
            drop(failure.getMessage());
        } catch (final RuntimeException fault) {
            FAULTS.log(Level.ERROR, "fault while serving " + peer, fault);
            drop("a fault was met in its requests");
        }
    }

    /** Drops the client when it has left replies unread for too long. */
    void dropIfStuck(final long nowNs) {
        if (!replies.isEmpty() && nowNs - progressNs > STUCK_NS) {
            drop("it does not read its replies");
        }
    }

    private void read() throws IOException {
        request.clear();
        final int count = channel.read(request);
        if (count < 0) {
            drop("it hung up");
            return;
        }
        request.flip();
        for (final byte[] message : session.receive(request)) {
            replies.add(ByteBuffer.wrap(message));
        }
        progressNs = System.nanoTime();
        flush();
    }

    /** Writes each message with one call: the original tools lose a message that comes in two pieces. */
    private void flush() throws IOException {
        while (!replies.isEmpty()) {
            final ByteBuffer message = replies.peek();
            if (channel.write(message) > 0) {
                progressNs = System.nanoTime();
            }
            if (message.hasRemaining()) {
                key.interestOps(SelectionKey.OP_WRITE);
                return;
            }
            replies.remove();
        }
        key.interestOps(SelectionKey.OP_READ);
    }

    private void drop(final String why) {
        GOING.log(Level.INFO, () -> "client gone: " + peer + ": " + why);
        replies.clear();
        try {
            channel.close();
        } catch (final IOException failure) {
            LOG.log(Level.DEBUG, "closing a client failed", failure);
        }
    }
}
