// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlClientTest {
    private static final long LATER_NS = TimeUnit.SECONDS.toNanos(11);

    @TempDir
    private Path directory;

    @Test
    void shouldDropAClientThatLeavesItsRepliesUnreadForTenSeconds() throws IOException {
        final UnixDomainSocketAddress address = UnixDomainSocketAddress.of(directory.resolve("socket"));
        try (ServerSocketChannel listener =
                        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
                Selector selector = Selector.open();
                SocketChannel stuck = SocketChannel.open(address);
                SocketChannel accepted = listener.accept()) {
            // Each request is answered with so much that the socket's buffer is soon full.
            ControlClient.join(accepted, selector, (request, reply) -> {
                for (int i = 0; i < 10_000; i++) {
                    reply.ok();
                }
            });
            final ControlClient client =
                    (ControlClient) selector.keys().iterator().next().attachment();
            client.dropIfStuck(System.nanoTime() + LATER_NS);
            assertThat(accepted.isOpen()).as("has nothing to read").isTrue();

            stuck.write(ByteBuffer.wrap(Recorded.bytes(Recorded.conversations("mpls --get 43")
                    .getFirst()
                    .exchanges()
                    .getFirst()
                    .request())));
            selector.select(1000);
            client.ready();
            client.dropIfStuck(System.nanoTime());
            assertThat(accepted.isOpen()).as("may still come round").isTrue();
            client.dropIfStuck(System.nanoTime() + LATER_NS);
            assertThat(accepted.isOpen()).isFalse();
        }
    }
}
