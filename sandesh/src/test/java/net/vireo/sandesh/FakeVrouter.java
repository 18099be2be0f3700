// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A server on a Unix socket for one connection, in a thread of its own, that answers whatever a test wants. */
final class FakeVrouter implements AutoCloseable {
    private final Path path;
    private final ServerSocketChannel listener;
    private final Function<NetlinkMessage, List<byte[]>> answers;
    private final List<NetlinkMessage> requests = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private final int pieceBytes;

    private FakeVrouter(final Path path, final int pieceBytes, final Function<NetlinkMessage, List<byte[]>> answers)
            throws IOException {
        this.path = path;
        this.pieceBytes = pieceBytes;
        this.answers = answers;
        this.listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(path));
        this.thread = Thread.ofVirtual().start(this::serve);
    }

    /**
     * Starts one.
     *
     * @param pieceBytes how many bytes a write has at most
     * @param answers the messages to send for a request; null to hang up
     */
    static FakeVrouter start(
            final Path directory, final int pieceBytes, final Function<NetlinkMessage, List<byte[]>> answers) {
        try {
            return new FakeVrouter(directory.resolve("dpdk_netlink"), pieceBytes, answers);
        } catch (final IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    Path path() {
        return path;
    }

    List<NetlinkMessage> requests() {
        return requests;
    }

    private void serve() {
        try (SocketChannel client = listener.accept()) {
            final NetlinkFrames frames = new NetlinkFrames(NetlinkFrames.DEFAULT_LIMIT_BYTES);
            final ByteBuffer bytes = ByteBuffer.allocate(500);
            while (client.read(bytes.clear()) > 0) {
                bytes.flip();
                for (NetlinkMessage m = frames.next(bytes); m != null; m = frames.next(bytes)) {
                    requests.add(m);
                    final List<byte[]> messages = answers.apply(m);
                    if (messages == null) {
                        return;
                    }
                    for (final byte[] message : messages) {
                        for (int from = 0; from < message.length; from += pieceBytes) {
                            client.write(ByteBuffer.wrap(message, from, Math.min(pieceBytes, message.length - from)));
                        }
                    }
                }
            }
        } catch (final IOException gone) {
            // The client has hung up; what it received is what the test looks at.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        try {
            thread.join();
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
