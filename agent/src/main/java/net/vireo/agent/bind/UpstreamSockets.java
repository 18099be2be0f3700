// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.dns.UpstreamQuery;
import net.vireo.port.log.LimitedLog;

/**
 * Asks name servers, over UDP on a thread of its own: each query leaves from a socket of its own, bound to a port that
 * nobody can guess and connected to the server, so that the kernel refuses what comes from elsewhere (RFC 5452 9.2).
 * A socket is closed by its answer, or when its time is over. What has to go over TCP, does. Any thread.
 */
final class UpstreamSockets implements AutoCloseable {
    /** Open at one time, each a file descriptor: two for each query that may wait, since one is asked again meanwhile. */
    private static final int MOST_OPEN = 1536;

    private static final int MOST_WAITING = 1024;

    /** Somewhat longer than whoever asks waits. */
    private static final long OPEN_NS = TimeUnit.SECONDS.toNanos(4);

    private static final int LOOK_MS = 250;
    private static final int FIRST_PORT = 1024;
    private static final int LAST_PORT = 65_535;
    private static final int TRIES = 8;
    private static final LimitedLog LOG = new LimitedLog(UpstreamSockets.class);

    private final Selector selector;
    private final Runnable wake;
    private final SecureRandom random = new SecureRandom();
    private final Queue<UpstreamQuery> queries = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Queue<Answer> answers = new ArrayBlockingQueue<>(MOST_WAITING);
    private final ByteBuffer receiving = ByteBuffer.allocate(1 << 16);
    private final AtomicLong lostCount = new AtomicLong();
    private final UpstreamStreams streams = new UpstreamStreams(this::answered, lostCount::incrementAndGet);
    private final Thread thread = Thread.ofPlatform().name("agent-dns").daemon().unstarted(this::run);
    private volatile boolean closing;

    /** A message that came from where one was sent to. */
    record Answer(InetSocketAddress server, Bytes message) {}

    private record Open(UpstreamQuery query, long untilNs) {}

    /**
     * Starts.
     *
     * @param wake called when there is an answer
     */
    UpstreamSockets(final Runnable wake) {
        this.wake = wake;
        try {
            selector = Selector.open();
        } catch (final IOException e) {
            throw new UncheckedIOException("no selector for name servers: " + e.getMessage(), e);
        }
        thread.start();
    }

    /** Sends soon; what cannot be sent is as one that nobody answered. */
    void send(final UpstreamQuery query) {
        if (query.stream()) {
            streams.send(query);
        } else if (queries.offer(query)) {
            selector.wakeup();
        } else {
            lostCount.incrementAndGet();
        }
    }

    /** The next answer, or null. */
    Answer poll() {
        return answers.poll();
    }

    /** Whether {@link #poll} has something. */
    boolean hasAnswers() {
        return !answers.isEmpty();
    }

    /** Queries and answers for which there was no room, no socket, or no way; any thread. */
    long lostCount() {
        return lostCount.get();
    }

    private void run() {
        try (selector) {
            while (!closing) {
                selector.select(LOOK_MS);
                final long nowNs = System.nanoTime();
                for (final SelectionKey key : new ArrayList<>(selector.selectedKeys())) {
                    receive(key);
                }
                selector.selectedKeys().clear();
                closeOld(nowNs);
                for (UpstreamQuery query = queries.poll(); query != null; query = queries.poll()) {
                    ask(query, nowNs);
                }
            }
            List.copyOf(selector.keys()).forEach(UpstreamSockets::close);
        } catch (final IOException e) {
            LOG.log(Level.ERROR, "name servers cannot be asked any more: " + e);
        }
    }

    private void ask(final UpstreamQuery query, final long nowNs) {
        if (selector.keys().size() >= MOST_OPEN) {
            lostCount.incrementAndGet();
            return;
        }
        DatagramChannel channel = null;
        try {
            channel = DatagramChannel.open();
            channel.configureBlocking(false);
            bind(channel);
            channel.connect(query.server());
            channel.register(selector, SelectionKey.OP_READ, new Open(query, nowNs + OPEN_NS));
            channel.write(ByteBuffer.wrap(query.message().toArray()));
        } catch (final IOException | RuntimeException e) {
            // No way to it, or a host without its family of addresses, which the JDK tells by an unchecked exception:
            // the
            // next server is asked when this one's time is over.
            lostCount.incrementAndGet();
            LOG.log(Level.INFO, "name server " + query.server() + " cannot be asked: " + e.getMessage());
            close(channel);
        }
    }

    private void bind(final DatagramChannel channel) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            try {
                channel.bind(new InetSocketAddress(random.nextInt(FIRST_PORT, LAST_PORT + 1)));
                return;
            } catch (final IOException taken) {
                // By somebody else: another one.
            }
        }
        channel.bind(null);
    }

    private void receive(final SelectionKey key) {
        if (!(key.channel() instanceof final DatagramChannel channel)
                || !(key.attachment() instanceof final Open open)) {
            return;
        }
        try {
            receiving.clear();
            if (channel.read(receiving) <= 0) {
                return;
            }
            final byte[] message = Arrays.copyOf(receiving.array(), receiving.position());
            answered(open.query, Bytes.of(message));
            // One with another number is somebody's guess: the answer may still come.
            if (hasNumber(message, open.query.message())) {
                close(key);
            }
        } catch (final PortUnreachableException nobody) {
            close(key);
        } catch (final IOException e) {
            LOG.log(Level.INFO, "no answer from name server " + open.query.server() + ": " + e.getMessage());
            close(key);
        }
    }

    private void answered(final UpstreamQuery query, final Bytes message) {
        if (answers.offer(new Answer(query.server(), message))) {
            wake.run();
        } else {
            lostCount.incrementAndGet();
        }
    }

    private static boolean hasNumber(final byte[] message, final Bytes query) {
        return message.length >= 2 && (message[0] & 0xff) == query.at(0) && (message[1] & 0xff) == query.at(1);
    }

    private void closeOld(final long nowNs) {
        for (final SelectionKey key : List.copyOf(selector.keys())) {
            if (key.attachment() instanceof final Open open && nowNs - open.untilNs >= 0) {
                close(key);
            }
        }
    }

    private static void close(final SelectionKey key) {
        key.cancel();
        if (key.channel() instanceof final DatagramChannel channel) {
            close(channel);
        }
    }

    private static void close(final DatagramChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (final IOException e) {
            LOG.log(Level.INFO, "a socket could not be closed: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException notNow) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
