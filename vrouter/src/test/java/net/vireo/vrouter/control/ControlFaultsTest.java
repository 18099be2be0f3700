// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.vireo.sandesh.NetlinkHeader;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.ResponseError;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.VrouterClient;
import net.vireo.vrouter.table.Tables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients of the control socket that stall or flood: nobody else waits, and nothing that was asked is lost. */
@Timeout(60)
class ControlFaultsTest {
    private static final int FLOOD = 10_000;
    private static final Recorded.Exchange QUESTION =
            Recorded.conversations("mpls --get 43").getFirst().exchanges().getFirst();

    private final byte[] question = HexFormat.of().parseHex(QUESTION.request());
    private final byte[] answer = HexFormat.of().parseHex(QUESTION.replies().getFirst());
    private final Router router = new Router();

    @TempDir
    private Path directory;

    private ControlServer server;

    @BeforeEach
    void start() throws IOException {
        server = ControlServer.open(directory.resolve(ControlServer.SOCKET_NAME), router.objects);
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(server.socket()));
    }

    private void othersAreServed() {
        final long startNs = System.nanoTime();
        try (VrouterClient client = VrouterClient.connect(server.socket())) {
            assertThat(client.request(new VrNexthop().op(SandeshOp.GET))
                            .first(VrNexthop.class)
                            .value(VrNexthop.TYPE))
                    .isEqualTo(5);
        }
        assertThat(System.nanoTime() - startNs).as("ns for an answer").isLessThan(5_000_000_000L);
    }

    @Test
    void shouldServeOthersWhileClientsAreSilentInTheMiddleOfAMessage() throws IOException {
        final List<SocketChannel> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                final SocketChannel client = connect();
                client.write(ByteBuffer.wrap(question, 0, i % question.length));
                silent.add(client);
            }
            othersAreServed();
            final SocketChannel last = silent.getLast();
            final int said = 199 % question.length;
            last.write(ByteBuffer.wrap(question, said, question.length - said));
            final ByteBuffer reply = ByteBuffer.allocate(answer.length);
            while (reply.hasRemaining() && last.read(reply) >= 0) {
                Thread.onSpinWait();
            }
            assertThat(reply.array()).as("it came round").isEqualTo(answer);
        } finally {
            for (final SocketChannel client : silent) {
                client.close();
            }
        }
    }

    @Test
    void shouldAnswerEveryRequestOfAFloodOnceItsSenderReads() throws IOException {
        try (SocketChannel client = connect()) {
            client.configureBlocking(false);
            final ByteBuffer out = ByteBuffer.allocate(FLOOD * question.length);
            for (int i = 0; i < FLOOD; i++) {
                out.put(question);
            }
            out.flip();
            // As much as fits on the way, unread.
            long idleSinceNs = System.nanoTime();
            while (System.nanoTime() - idleSinceNs < 300_000_000L && out.hasRemaining()) {
                if (client.write(out) > 0) {
                    idleSinceNs = System.nanoTime();
                }
            }
            othersAreServed();
            final ByteBuffer in = ByteBuffer.allocate(FLOOD * answer.length);
            while (in.hasRemaining()) {
                client.write(out);
                assertThat(client.read(in)).as("it was not dropped").isNotNegative();
            }
            in.flip();
            final byte[] each = new byte[answer.length];
            for (int i = 0; i < FLOOD; i++) {
                in.get(each);
                assertThat(each).as("answer %d", i).isEqualTo(answer);
            }
        }
        othersAreServed();
    }

    @Test
    void shouldRefuseRoutesWhenTheirTreesHaveNoMemoryLeft() {
        final Tables tables = new Tables(Router.LIMITS);
        final RouteHandler routes = new RouteHandler(tables, Paging.BY_BYTES, 64 << 10);
        int added = 0;
        Refusal refusal = null;
        while (refusal == null) {
            try {
                routes.handle(Requests.route(1, scattered(added), 32, 0), new ReplyWriter(NetlinkHeader.request(0, 0)));
                added++;
            } catch (final Refusal full) {
                refusal = full;
            }
        }
        assertThat(refusal.error()).isEqualTo(ResponseError.ENOMEM);
        assertThat(refusal).hasMessageContaining("the routes take");
        assertThat(added).isBetween(10, 1000);
        for (int i = 0; i < added; i++) {
            assertThat(tables.routes(1).lookup(scattered(i)).prefixLength()).isEqualTo(32);
        }
        assertThat(tables.routes(1).size())
                .as("the refused one changed nothing")
                .isEqualTo(added);
    }

    /** An address in a /16 of its own. */
    private static int scattered(final int number) {
        return (number + 1) * 0x0001_0301;
    }
}
