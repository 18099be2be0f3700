// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import net.vireo.linux.Threads;
import net.vireo.port.log.LimitedLog;
import net.vireo.sandesh.RequestHandler;

/**
 * The control socket and the control thread: one thread that serves all clients and runs what other threads hand to it
 * by {@link #execute}. It is the only thread that writes to the tables. A client that does not read its replies is not
 * read from, and dropped after a while; nothing that a client does holds up another one.
 */
public final class ControlServer implements Executor, AutoCloseable {
    /** The name of the socket in the run directory, the original tools' default. */
    public static final String SOCKET_NAME = "dpdk_netlink";

    /** What {@code ps -L} shows: the deck's number for this service lcore. */
    private static final String KERNEL_NAME = "lcore-9-netlink";

    private static final Logger LOG = System.getLogger(ControlServer.class.getName());
    private static final LimitedLog FAULTS = new LimitedLog(ControlServer.class);
    private static final LimitedLog REFUSED_CLIENTS = new LimitedLog(ControlServer.class);
    private static final int BACKLOG = 1024;
    private static final int MAX_CLIENTS = 4096;
    private static final long SWEEP_MS = 1000;

    private final Path socket;
    private final RequestHandler handler;
    private final Selector selector;
    private final ServerSocketChannel listener;
    private final SelectionKey listenerKey;
    private final Queue<Runnable> handedOver = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private long nextSweepNs;
    private volatile boolean closing;

    private ControlServer(final Path socket, final RequestHandler handler) throws IOException {
        this.socket = socket;
        this.handler = handler;
        this.selector = Selector.open();
        this.listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listener.bind(UnixDomainSocketAddress.of(socket), BACKLOG);
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            listener.configureBlocking(false);
            this.listenerKey = listener.register(selector, SelectionKey.OP_ACCEPT);
        } catch (final IOException failure) {
            listener.close();
            selector.close();
            throw failure;
        }
        this.thread = Thread.ofPlatform().name("control").unstarted(this::run);
    }

    /**
     * Opens the socket (mode 0600), in place of one that a dead process left. Clients can connect, and wait until
     * {@link #start}.
     *
     * @param socket where; its directory exists and belongs to this user alone
     * @param handler carries out requests, in the control thread
     * @throws IOException when the socket cannot be made, or another process listens on it
     */
    public static ControlServer open(final Path socket, final RequestHandler handler) throws IOException {
        if (Files.exists(socket)) {
            removeLeftover(socket);
        }
        return new ControlServer(socket, handler);
    }

    /** Starts the control thread. Once. */
    public void start() {
        thread.start();
    }

    /** Where clients connect. */
    public Path socket() {
        return socket;
    }

    /** Runs a task in the control thread, soon; tasks from one thread in their order. Any thread. */
    @Override
    public void execute(final Runnable task) {
        handedOver.add(task);
        selector.wakeup();
    }

    /** Ends the control thread, drops all clients and removes the socket. Waits for the thread. Any other thread. */
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
        closeAll();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Threads.name(KERNEL_NAME);
        try {
            while (!closing) {
                cycle();
            }
        } catch (final IOException broken) {
            LOG.log(Level.ERROR, "the control socket is broken", broken);
        }
    }

    private void cycle() throws IOException {
        selector.select(this::ready, SWEEP_MS);
        for (Runnable task = handedOver.poll(); task != null; task = handedOver.poll()) {
            runTask(task);
        }
        final long nowNs = System.nanoTime();
        if (nowNs - nextSweepNs >= 0) {
            nextSweepNs = nowNs + TimeUnit.MILLISECONDS.toNanos(SWEEP_MS);
            sweep(nowNs);
        }
    }

    private static void runTask(final Runnable task) {
        try {
            task.run();
        } catch (final RuntimeException fault) {
            FAULTS.log(Level.ERROR, "fault in a task of the control thread", fault);
        }
    }

    private void ready(final SelectionKey key) {
        if (key.attachment() instanceof ControlClient client) {
            client.ready();
        } else {
            accept();
        }
    }

    private void accept() {
        try {
            for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
                if (selector.keys().size() > MAX_CLIENTS) {
                    REFUSED_CLIENTS.log(Level.WARNING, "a client was refused: there are " + MAX_CLIENTS + " already");
                    channel.close();
                } else {
                    ControlClient.join(channel, selector, handler);
                }
            }
        } catch (final IOException failure) {
            // Descriptors have run out, most likely; the next sweep listens again.
            REFUSED_CLIENTS.log(Level.WARNING, "a client could not be accepted: " + failure.getMessage());
            listenerKey.interestOps(0);
        }
    }

    private void sweep(final long nowNs) {
        listenerKey.interestOps(SelectionKey.OP_ACCEPT);
        for (final SelectionKey key : selector.keys()) {
            if (key.isValid() && key.attachment() instanceof ControlClient client) {
                client.dropIfStuck(nowNs);
            }
        }
    }

    private void closeAll() {
        try {
            if (selector.isOpen()) {
                for (final SelectionKey key : selector.keys()) {
                    key.channel().close();
                }
                selector.close();
                Files.deleteIfExists(socket);
            }
        } catch (final IOException failure) {
            LOG.log(Level.WARNING, "the control socket did not close cleanly", failure);
        }
    }

    private static void removeLeftover(final Path socket) throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.connect(UnixDomainSocketAddress.of(socket));
            throw new IOException("another vRouter is listening on " + socket);
        } catch (final ConnectException nobodyListens) {
            Files.delete(socket);
        }
    }
}
