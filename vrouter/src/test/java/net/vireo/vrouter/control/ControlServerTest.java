// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.VrouterClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ControlServerTest {
    private static final String LABEL_QUESTION = Recorded.conversations("mpls --get 43")
            .getFirst()
            .exchanges()
            .getFirst()
            .request();

    private static final String LABEL_ANSWER = Recorded.conversations("mpls --get 43")
            .getFirst()
            .exchanges()
            .getFirst()
            .replies()
            .getFirst();

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
        assertThat(server.socket()).doesNotExist();
    }

    @Test
    void shouldMakeItsSocketForItsOwnerOnly() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.socket())))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldServeSeveralClients() {
        try (VrouterClient first = VrouterClient.connect(server.socket());
                VrouterClient second = VrouterClient.connect(server.socket())) {
            first.request(Requests.fabric());
            second.request(Requests.guest(3));
            first.request(Requests.encap(44, 3));
            assertThat(second.dump(new VrInterface()).all(VrInterface.class)).hasSize(2);
            assertThat(second.dump(new VrNexthop()).all(VrNexthop.class)).hasSize(2);
        }
    }

    @Test
    void shouldRunWhatOtherThreadsHandToTheControlThread() throws Exception {
        final CompletableFuture<String> ran = new CompletableFuture<>();
        server.execute(() -> {
            throw new IllegalStateException("a fault in one task, which ends up in the log");
        });
        server.execute(() -> ran.complete(Thread.currentThread().getName()));
        assertThat(ran.get(10, TimeUnit.SECONDS)).isEqualTo("control");
    }

    @Test
    void shouldTakeThePlaceOfASocketThatADeadProcessLeft() throws IOException {
        final Path left = directory.resolve("left");
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(left))
                .close();
        assertThat(left).exists();
        try (ControlServer other = ControlServer.open(left, router.objects)) {
            assertThat(other.socket()).isEqualTo(left);
        }
    }

    @Test
    void shouldNotTakeThePlaceOfALiveRouter() {
        assertThatThrownBy(() -> ControlServer.open(server.socket(), router.objects))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another vRouter is listening");
        shouldStillAnswer();
    }

    @Test
    void shouldPutAMessageTogetherFromItsPieces() throws IOException {
        final byte[] question = HexFormat.of().parseHex(LABEL_QUESTION);
        try (SocketChannel client = connect()) {
            for (final byte each : question) {
                client.write(ByteBuffer.wrap(new byte[] {each}));
            }
            assertThat(read(client, LABEL_ANSWER.length() / 2)).isEqualTo(LABEL_ANSWER);
        }
    }

    @Test
    void shouldCloseAConnectionThatIsOutOfStep() throws IOException {
        for (final String nonsense : List.of("03000000", "ffffffff", "00000080", "00000200", "47455420")) {
            try (SocketChannel client = connect()) {
                client.write(ByteBuffer.wrap(HexFormat.of().parseHex(nonsense + "00".repeat(30))));
                assertThat(client.read(ByteBuffer.allocate(100))).as(nonsense).isEqualTo(-1);
            }
        }
        shouldStillAnswer();
    }

    @Test
    void shouldNotCareForClientsThatVanishInTheMiddle() throws IOException {
        final byte[] question = HexFormat.of().parseHex(LABEL_QUESTION);
        for (int length = 0; length < question.length; length += 7) {
            try (SocketChannel client = connect()) {
                client.write(ByteBuffer.wrap(question, 0, length));
            }
        }
        shouldStillAnswer();
    }

    @Test
    void shouldServeAThousandConnectionsAtOnce() throws IOException {
        final List<SocketChannel> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 1000; i++) {
                clients.add(connect());
            }
            for (final SocketChannel client : clients) {
                client.write(ByteBuffer.wrap(HexFormat.of().parseHex(LABEL_QUESTION)));
            }
            for (final SocketChannel client : clients) {
                assertThat(read(client, LABEL_ANSWER.length() / 2)).isEqualTo(LABEL_ANSWER);
            }
        } finally {
            for (final SocketChannel client : clients) {
                client.close();
            }
        }
    }

    @Test
    void shouldNotBeHeldUpByAClientThatDoesNotReadItsReplies() throws IOException {
        try (VrouterClient other = VrouterClient.connect(server.socket())) {
            other.request(Requests.fabric());
            for (int label = 0; label < 1000; label++) {
                other.request(Requests.label(label, 0));
            }
        }
        final byte[] dump = HexFormat.of()
                .parseHex(Recorded.conversations("mpls --dump")
                        .getFirst()
                        .exchanges()
                        .getFirst()
                        .request());
        try (SocketChannel greedy = connect()) {
            greedy.configureBlocking(false);
            int written = 0;
            for (int i = 0; i < 20_000; i++) {
                written += Math.max(greedy.write(ByteBuffer.wrap(dump)), 0);
            }
            assertThat(written).as("it is not read from any more").isLessThan(20_000 * dump.length);
            shouldStillAnswer();
        }
        shouldStillAnswer();
    }

    private void shouldStillAnswer() {
        try (VrouterClient client = VrouterClient.connect(server.socket())) {
            final VrNexthop discard =
                    client.request(new VrNexthop().op(SandeshOp.GET)).first(VrNexthop.class);
            assertThat(discard.value(VrNexthop.TYPE)).isEqualTo(5);
        }
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(server.socket()));
    }

    private static String read(final SocketChannel client, final int length) throws IOException {
        final ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && client.read(bytes) >= 0) {
            Thread.onSpinWait();
        }
        return HexFormat.of().formatHex(bytes.array());
    }
}
