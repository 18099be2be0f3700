// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/** A control socket that answers with what it is told to, and remembers what it was asked. */
public final class ReplayServer implements AutoCloseable {
    private final ServerSocketChannel server;
    private final Thread thread;
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

    /** @param answer from a request in hex, netlink header included, to the messages that answer it */
    public ReplayServer(final Path directory, final Function<String, List<String>> answer) {
        try {
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(directory.resolve("dpdk_netlink")));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = Thread.ofPlatform().daemon().start(() -> serve(answer));
    }

    /** What came in, in hex. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void serve(final Function<String, List<String>> answer) {
        try {
            while (true) {
                try (SocketChannel client = server.accept()) {
                    String request = message(client);
                    while (request != null) {
                        requests.add(request);
                        for (final String reply : answer.apply(request)) {
                            client.write(ByteBuffer.wrap(HexFormat.of().parseHex(reply)));
                        }
                        request = message(client);
                    }
                }
            }
        } catch (final ClosedChannelException e) {
            // The test is over.
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One netlink message in hex, null when the client has gone. */
    private static String message(final SocketChannel client) throws IOException {
        final ByteBuffer length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        if (!fill(client, length)) {
            return null;
        }
        final ByteBuffer message = ByteBuffer.allocate(length.getInt(0));
        message.put(length.array());
        if (!fill(client, message)) {
            return null;
        }
        return HexFormat.of().formatHex(message.array());
    }

    private static boolean fill(final SocketChannel client, final ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (client.read(buffer) < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        server.close();
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
