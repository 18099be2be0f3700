// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import net.vireo.sandesh.ControlSession;
import net.vireo.sandesh.RequestHandler;

/** A control socket whose answers a test writes itself. */
public final class ScriptedRouter implements AutoCloseable {
    private final ServerSocketChannel server;
    private final Thread thread;

    /**
     * @param directory where its control socket is made
     * @param handler called in the server's own thread
     */
    public ScriptedRouter(final Path directory, final RequestHandler handler) {
        try {
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(directory.resolve("dpdk_netlink")));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = Thread.ofPlatform().daemon().start(() -> serve(handler));
    }

    private void serve(final RequestHandler handler) {
        try {
            while (true) {
                try (SocketChannel client = server.accept()) {
                    final ControlSession session = new ControlSession(handler);
                    final ByteBuffer bytes = ByteBuffer.allocate(8192);
                    while (client.read(bytes.clear()) >= 0) {
                        for (final byte[] message : session.receive(bytes.flip())) {
                            client.write(ByteBuffer.wrap(message));
                        }
                    }
                }
            }
        } catch (final ClosedChannelException e) {
            // The test is over.
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            thread.join();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
