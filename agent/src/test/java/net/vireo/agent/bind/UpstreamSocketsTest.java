// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import net.vireo.agent.service.Bytes;
import net.vireo.agent.service.dns.UpstreamQuery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class UpstreamSocketsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Bytes QUERY = Bytes.of((byte) 0x12, (byte) 0x34, (byte) 1, (byte) 2);

    private final AtomicInteger wakes = new AtomicInteger();
    private final UpstreamSockets sockets = new UpstreamSockets(wakes::incrementAndGet);

    @AfterEach
    void close() {
        sockets.close();
    }

    private static DatagramSocket nameServer() throws IOException {
        final DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        server.setSoTimeout((int) PATIENCE.toMillis());
        return server;
    }

    private static InetSocketAddress address(final DatagramSocket server) {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    private static DatagramPacket receive(final DatagramSocket server) throws IOException {
        final DatagramPacket query = new DatagramPacket(new byte[512], 512);
        server.receive(query);
        return query;
    }

    private UpstreamSockets.Answer answer() {
        await().atMost(PATIENCE).until(sockets::hasAnswers);
        return sockets.poll();
    }

    @Test
    void shouldGoOnAskingAfterAServerThatCannotBeConnectedTo() throws IOException {
        try (DatagramSocket server = nameServer()) {
            sockets.send(new UpstreamQuery(InetSocketAddress.createUnresolved("nowhere", 53), QUERY, false));
            sockets.send(new UpstreamQuery(address(server), QUERY, false));

            final DatagramPacket query = receive(server);
            server.send(new DatagramPacket(query.getData(), query.getLength(), query.getSocketAddress()));

            assertThat(answer()).isEqualTo(new UpstreamSockets.Answer(address(server), QUERY));
            assertThat(sockets.lostCount()).isEqualTo(1);
        }
    }

    @Test
    void shouldTakeNoAnswerFromWhoWasNotAsked() throws IOException {
        try (DatagramSocket server = nameServer();
                DatagramSocket liar = nameServer()) {
            sockets.send(new UpstreamQuery(address(server), QUERY, false));
            final DatagramPacket query = receive(server);
            final byte[] lie = {0x12, 0x34, 9, 9};

            liar.send(new DatagramPacket(lie, lie.length, query.getSocketAddress()));
            server.send(new DatagramPacket(query.getData(), query.getLength(), query.getSocketAddress()));

            assertThat(answer().message()).isEqualTo(QUERY);
            assertThat(sockets.poll()).isNull();
        }
    }

    @Test
    void shouldWaitOnBehindAnAnswerWithAnotherNumber() throws IOException {
        try (DatagramSocket server = nameServer()) {
            sockets.send(new UpstreamQuery(address(server), QUERY, false));
            final DatagramPacket query = receive(server);
            final byte[] guess = {0x55, 0x34, 9, 9};

            server.send(new DatagramPacket(guess, guess.length, query.getSocketAddress()));
            server.send(new DatagramPacket(query.getData(), query.getLength(), query.getSocketAddress()));

            assertThat(answer().message()).isEqualTo(Bytes.of(guess));
            assertThat(answer().message()).isEqualTo(QUERY);
        }
    }
}
