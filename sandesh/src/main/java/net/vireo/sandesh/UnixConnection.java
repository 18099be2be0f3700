// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A Unix stream socket to a vRouter whose reads and writes give up after a while. For one thread. */
final class UnixConnection implements AutoCloseable {
    private static final String START_ONE = "start one with 'vireo run vrouter' or 'vireo lab'";

    private final Path path;
    private final long timeoutNs;
    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;

    private UnixConnection(final Path path, final Duration timeout) throws IOException {
        this.path = path;
        this.timeoutNs = timeout.toNanos();
        this.channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.configureBlocking(false);
            channel.connect(UnixDomainSocketAddress.of(path));
            this.selector = Selector.open();
            this.key = channel.register(selector, 0);
        } catch (final IOException failure) {
            channel.close();
            throw failure;
        }
    }

    /**
     * Connects.
     *
     * @throws VrouterException when nobody listens there, with what to do about it
     */
    static UnixConnection open(final Path path, final Duration timeout) {
        try {
            return new UnixConnection(path, timeout);
        } catch (final ConnectException refused) {
            throw new VrouterException(
                    "no vRouter is listening on " + path + ": the one that made this socket has ended",
                    START_ONE,
                    refused);
        } catch (final IOException failure) {
            throw unreachable(path, failure);
        }
    }

    private static VrouterException unreachable(final Path path, final IOException failure) {
        if (Files.notExists(path)) {
            return new VrouterException("no vRouter is listening on " + path, START_ONE, failure);
        }
        if (!Files.isWritable(path)) {
            return new VrouterException(
                    "the vRouter's socket " + path + " may not be opened by this user",
                    "run as the user who started the vRouter, or as root",
                    failure);
        }
        return new VrouterException("cannot connect to " + path + ": " + failure.getMessage(), "", failure);
    }

    /** Writes all of it; the kernel takes a message of our size in one piece. */
    void write(final ByteBuffer bytes) {
        final long deadlineNs = System.nanoTime() + timeoutNs;
        try {
            while (true) {
                channel.write(bytes);
                if (!bytes.hasRemaining()) {
                    return;
                }
                await(SelectionKey.OP_WRITE, deadlineNs);
            }
        } catch (final IOException failure) {
            throw broken(failure);
        }
    }

    /** Reads what there is, at least one byte, into a buffer that has room. */
    void read(final ByteBuffer into, final long deadlineNs) {
        try {
            int count = channel.read(into);
            while (count == 0) {
                await(SelectionKey.OP_READ, deadlineNs);
                count = channel.read(into);
            }
            if (count < 0) {
                throw broken(null);
            }
        } catch (final IOException failure) {
            throw broken(failure);
        }
    }

    /** When an answer to a request sent now is late, as {@link System#nanoTime} counts. */
    long deadlineNs() {
        return System.nanoTime() + timeoutNs;
    }

    private void await(final int operation, final long deadlineNs) throws IOException {
        final long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
        if (leftMs <= 0) {
            throw new VrouterException(
                    "the vRouter on " + path + " has not answered for " + TimeUnit.NANOSECONDS.toMillis(timeoutNs)
                            + " ms",
                    "see its log, or whether it is stopped",
                    null);
        }
        key.interestOps(operation);
        selector.select(leftMs);
        selector.selectedKeys().clear();
    }

    private VrouterException broken(final IOException failure) {
        return new VrouterException(
                "the vRouter on " + path + " closed the connection"
                        + (failure == null ? "" : ": " + failure.getMessage()),
                "see its log",
                failure);
    }

    @Override
    public void close() {
        try {
            selector.close();
            channel.close();
        } catch (final IOException failure) {
            throw broken(failure);
        }
    }
}
