// SPDX-License-Identifier: Apache-2.0
package net.vireo.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDoorTest {
    @TempDir
    private Path directory;

    private Path path;
    private LocalServer server;
    private LocalDoor door;

    @BeforeEach
    void open() throws IOException {
        path = directory.resolve("door");
        server = new LocalServer(0, "test", request -> LocalServer.Answer.text(200, request.path() + request.body()));
        door = LocalDoor.open(path, server.port());
    }

    @AfterEach
    void close() {
        door.close();
        server.close();
    }

    private SocketChannel connect() throws IOException {
        final SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
        client.connect(UnixDomainSocketAddress.of(path));
        return client;
    }

    private String ask(final String request) throws IOException {
        try (SocketChannel client = connect()) {
            client.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            return new String(Channels.newInputStream(client).readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void shouldLeadToTheServer() throws IOException {
        for (int i = 0; i < 100; i++) {
            assertThat(ask("POST /port HTTP/1.0\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody"))
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("\r\n\r\n/portbody");
        }
    }

    @Test
    void shouldBeForItsOwnerOnly() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldServeOthersWhileSomeHangUpInTheMiddle() throws IOException {
        final List<SocketChannel> rude = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            rude.add(connect());
            rude.getLast().write(ByteBuffer.wrap("GET / HT".getBytes(StandardCharsets.US_ASCII)));
        }
        for (final SocketChannel client : rude) {
            client.close();
        }

        assertThat(ask("GET /still HTTP/1.0\r\nHost: localhost\r\n\r\n")).endsWith("/still");
    }

    @Test
    void shouldTakeThePlaceOfOneThatWasKilledAndLeaveNothing() throws IOException {
        // Its file is still there.
        final LocalDoor next = LocalDoor.open(path, server.port());

        assertThat(ask("GET /next HTTP/1.0\r\nHost: localhost\r\n\r\n")).endsWith("/next");
        next.close();
        assertThat(path).doesNotExist();
    }

    @Test
    void shouldNameTheSocketThatCannotBeMade() {
        assertThatThrownBy(() -> LocalDoor.open(directory.resolve("none").resolve("door"), 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "cannot make the socket " + directory.resolve("none").resolve("door"));
    }
}
