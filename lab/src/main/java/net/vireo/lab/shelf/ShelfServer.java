// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.shelf;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import net.vireo.lab.host.LabException;

/**
 * Serves a {@link Shelf} on a socket: one request per connection, a line, then a line of answer and the end. Who says
 * nothing, or too much, is hung up on. Made and closed by one thread.
 */
public final class ShelfServer implements AutoCloseable {
    private static final int MOST_REQUEST_BYTES = 4096;
    private static final int MOST_CONNECTIONS = 16;
    private static final long PATIENCE_MS = 5000;

    private final Path path;
    private final ShelfAnswers answers;
    private final ServerSocketChannel channel;
    private final Semaphore room = new Semaphore(MOST_CONNECTIONS);
    private final AtomicLong refused = new AtomicLong();

    private ShelfServer(final Path path, final Shelf shelf, final ServerSocketChannel channel) {
        this.path = path;
        answers = new ShelfAnswers(shelf);
        this.channel = channel;
    }

    /**
     * Makes the socket, mode 0600, and begins to serve.
     *
     * @throws LabException when the socket cannot be made
     */
    public static ShelfServer start(final Path path, final Shelf shelf) {
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
            final ShelfServer server = new ShelfServer(path, shelf, channel);
            Thread.ofPlatform().daemon().name("shelf-socket").start(server::accept);
            return server;
        } catch (final IOException e) {
            throw new LabException("cannot make the socket of the fault shelf, " + path + ": " + e.getMessage(), e);
        }
    }

    /** The socket. */
    public Path path() {
        return path;
    }

    private void accept() {
        try {
            while (true) {
                final SocketChannel connection = channel.accept();
                if (room.tryAcquire()) {
                    final Thread serving = Thread.ofVirtual().start(() -> serve(connection));
                    Thread.ofVirtual().start(() -> hangUpAfter(serving, connection));
                } else {
                    refused.incrementAndGet();
                    connection.close();
                }
            }
        } catch (final IOException closed) {
            // By close(); nobody asks any more.
            refused.incrementAndGet();
        }
    }

    private void serve(final SocketChannel connection) {
        try (connection) {
            final String request = readLine(connection);
            if (!request.isEmpty()) {
                final ByteBuffer answer =
                        ByteBuffer.wrap((answers.to(request) + "\n").getBytes(StandardCharsets.UTF_8));
                while (answer.hasRemaining()) {
                    connection.write(answer);
                }
            }
        } catch (final IOException gone) {
            refused.incrementAndGet();
        } finally {
            room.release();
        }
    }

    private static void hangUpAfter(final Thread serving, final SocketChannel connection) {
        try {
            serving.join(PATIENCE_MS);
            connection.close();
        } catch (final IOException | InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return empty when none came */
    private static String readLine(final SocketChannel connection) throws IOException {
        final ByteBuffer bytes = ByteBuffer.allocate(MOST_REQUEST_BYTES);
        while (bytes.hasRemaining() && connection.read(bytes) >= 0) {
            final String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
            final int end = text.indexOf('\n');
            if (end >= 0) {
                return text.substring(0, end);
            }
        }
        return "";
    }

    /** Ends it, and removes the socket. */
    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(path);
        } catch (final IOException e) {
            throw new LabException("cannot close " + path + ": " + e.getMessage(), e);
        }
    }
}
