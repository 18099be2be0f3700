// SPDX-License-Identifier: Apache-2.0
package net.vireo.lab.shelf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import net.vireo.lab.host.LabException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ShelfServerTest {
    @TempDir
    private Path directory;

    private final StandIn player = new StandIn();
    private Path socket;
    private Shelf shelf;
    private ShelfServer server;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeEach
    void serve() {
        socket = directory.resolve("shelf");
        shelf = player.shelf();
        server = ShelfServer.start(socket, shelf);
    }

    @AfterEach
    void end() {
        server.close();
        shelf.close();
    }

    private ShelfTalk talk(final boolean json) {
        return new ShelfTalk(new ShelfClient(socket), json, new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    private String raw(final String bytes) throws Exception {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.UTF_8)));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void shouldAnswerOneLineAndHangUp() throws Exception {
        final String answer = raw("{\"do\":\"list\"}\n");
        assertThat(answer).endsWith("}\n").containsOnlyOnce("\n");
        final JsonNode first = new JsonMapper().readTree(answer).path("faults").path(0);
        assertThat(first.path("name").asString()).isEqualTo("unserved-queue");
        assertThat(first.path("title").asString()).isEqualTo("Five queues on four lcores");
        assertThat(first.path("page").asInt()).isEqualTo(120);
        assertThat(first.path("state").asString()).isEqualTo("off");
        assertThat(first.path("node").asString()).isEqualTo("faulty");
        assertThat(first.path("vif").asString()).isEqualTo("five");
        assertThat(first.path("message").asString()).isEmpty();
        assertThat(first.path("mend").asString()).contains("--queue-policy");
    }

    @Test
    void shouldBeForItsOwnerAloneAndGoWithTheServer() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");
        server.close();
        assertThat(socket).doesNotExist();
        assertThatThrownBy(() -> new ShelfClient(socket).ask("list", ""))
                .isInstanceOf(LabException.class)
                .hasMessageContaining("start one with: vireo lab --keep");
    }

    @Test
    void shouldSayWhatIsWrongWithARequest() throws Exception {
        assertThat(raw("list\n")).contains("\"error\":\"a request is one line of JSON");
        assertThat(raw("{\"do\":\"burn\"}\n")).contains("\"error\":\"a request says what to do");
        assertThat(raw("{\"do\":\"plant\",\"fault\":\"x\"}\n")).contains("there is no fault 'x'");
        assertThat(raw("{\"do\":\"plant\"}\n")).contains("there is no fault ''");
        assertThat(raw("null\n")).contains("error");
    }

    @Test
    void shouldHangUpOnOneWhoSaysTooMuch() throws Exception {
        assertThat(raw("x".repeat(4096))).isEmpty();
    }

    @Test
    void shouldPlantAndLiftForATool() throws Exception {
        assertThat(talk(false).plant("gre-funnel")).isZero();
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("planted: GRE without entropy (deck p69)", "vireo nh --node faulty-far --convert-encap udp");
        said.reset();
        assertThat(talk(false).list()).isZero();
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("gre-funnel         planted", "guest funnel: sent 7, refused 2, received 1");
        said.reset();
        assertThat(talk(true).lift("gre-funnel")).isZero();
        assertThat(new JsonMapper().readTree(said.toByteArray()).path("state").asString())
                .isEqualTo("off");
        assertThat(player.done).containsExactly("build gre-funnel", "close gre-funnel");
    }

    @Test
    void shouldFailAToolWhoseFaultCouldNotBePlanted() {
        player.failure = "no room";
        assertThatThrownBy(() -> talk(false).plant("slow-guest")).hasMessage("slow-guest is failed: no room");
    }
}
