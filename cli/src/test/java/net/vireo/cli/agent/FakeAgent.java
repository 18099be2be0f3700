// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.agent;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Listens on a socket file as an agent does and answers with whatever text a test wants. */
public final class FakeAgent implements AutoCloseable {
    private final Path socket;
    private final ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);

    /** @param answers made of what was asked, all bytes of the answer; null for none */
    public FakeAgent(final Path socket, final UnaryOperator<String> answers) throws IOException {
        this.socket = socket;
        channel.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofPlatform().daemon().start(() -> serve(answers));
    }

    Path socket() {
        return socket;
    }

    /** An answer as an HTTP server writes it. */
    public static String http(final int status, final String body) {
        return "HTTP/1.1 " + status + " Because\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private void serve(final UnaryOperator<String> answers) {
        while (channel.isOpen()) {
            try (SocketChannel client = channel.accept()) {
                final ByteBuffer asked = ByteBuffer.allocate(1 << 16);
                client.read(asked);
                final String answer =
                        answers.apply(new String(asked.array(), 0, asked.position(), StandardCharsets.UTF_8));
                if (answer == null) {
                    client.read(ByteBuffer.allocate(1));
                } else {
                    client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
                }
            } catch (final IOException closed) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
