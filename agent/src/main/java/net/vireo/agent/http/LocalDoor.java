// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.http;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A second door of a {@link LocalServer}: a socket in the node's directory, mode 0600. A port on 127.0.0.1 is another
 * one in each network namespace, and other agents' there; who may read the directory finds the right agent from
 * anywhere. It passes bytes on and understands none of them. Made and closed by one thread.
 */
public final class LocalDoor implements AutoCloseable {
    private static final Logger LOG = System.getLogger(LocalDoor.class.getName());
    private static final int MOST_CONNECTIONS = 16;

    /** Longer than any answer takes: a connection without an end ends here. */
    private static final long PATIENCE_MS = TimeUnit.SECONDS.toMillis(30);

    private final Path path;
    private final int port;
    private final ServerSocketChannel channel;
    private final Semaphore room = new Semaphore(MOST_CONNECTIONS);

    private LocalDoor(final Path path, final int port, final ServerSocketChannel channel) {
        this.path = path;
        this.port = port;
        this.channel = channel;
    }

    /**
     * Makes the socket and begins to serve. What is left of an agent that was killed is replaced: whoever calls this has
     * made sure that no other agent runs for the node.
     *
     * @param port where the server listens on 127.0.0.1, in the network namespace of this process
     * @throws IOException when the socket cannot be made; the message names it
     */
    public static LocalDoor open(final Path path, final int port) throws IOException {
        try {
            Files.deleteIfExists(path);
            final ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                channel.bind(UnixDomainSocketAddress.of(path));
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            } catch (final IOException e) {
                channel.close();
                throw e;
            }
            final LocalDoor door = new LocalDoor(path, port, channel);
            Thread.ofPlatform().daemon().name("door " + path.getFileName()).start(door::accept);
            return door;
        } catch (final IOException e) {
            throw new IOException("cannot make the socket " + path + ": " + e.getMessage(), e);
        }
    }

    private void accept() {
        while (channel.isOpen()) {
            try {
                // Before accepting: more than that wait in the socket's own queue.
                room.acquire();
                final SocketChannel client = channel.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (final IOException closedOrWithoutDescriptors) {
                room.release();
                pause();
            } catch (final InterruptedException stop) {
                return;
            }
        }
    }

    /** No descriptor is to be had at the moment, or the door is closed. */
    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (final InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(final SocketChannel client) {
        try (client;
                SocketChannel server = SocketChannel.open(
                        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port))) {
            final Thread questions = Thread.ofVirtual().start(() -> copy(client, server));
            final Thread answers = Thread.ofVirtual().start(() -> copy(server, client));
            answers.join(PATIENCE_MS);
            questions.interrupt();
            answers.interrupt();
        } catch (final IOException gone) {
            // Its client sees the end of the connection.
        } catch (final InterruptedException stop) {
            Thread.currentThread().interrupt();
        } finally {
            room.release();
        }
    }

    /** Until one has said all; then the other is told so. */
    private static void copy(final SocketChannel from, final SocketChannel to) {
        try {
            Channels.newInputStream(from).transferTo(Channels.newOutputStream(to));
            to.shutdownOutput();
        } catch (final IOException gone) {
            // The other direction ends with it.
        }
    }

    /** Ends it, and removes the socket. */
    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(path);
        } catch (final IOException left) {
            LOG.log(Level.WARNING, "cannot remove the socket " + path + ": " + left.getMessage());
        }
    }
}
