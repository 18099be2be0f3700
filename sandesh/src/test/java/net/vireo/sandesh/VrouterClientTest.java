// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The client against a server on a real Unix socket. */
class VrouterClientTest {
    private static final int WHOLE = 1 << 20;

    @TempDir
    Path directory;

    static Stream<Recorded.Conversation> dumps() {
        return Recorded.conversations()
                .filter(conversation -> firstRequest(conversation).op() == SandeshOp.DUMP);
    }

    @ParameterizedTest
    @MethodSource("dumps")
    void shouldAskForTheSamePagesAsTheOriginalTool(final Recorded.Conversation conversation) throws IOException {
        try (FakeVrouter server = FakeVrouter.start(directory, WHOLE, replay(conversation));
                VrouterClient client = VrouterClient.connect(server.path())) {
            final Reply reply = dump(client, firstRequest(conversation));

            assertThat(reply.objects())
                    .isEqualTo(conversation.replyObjects().stream()
                            .filter(object -> !(object instanceof VrResponse))
                            .toList());
            assertThat(reply.code()).isEqualTo(reply.objects().size());
            assertThat(server.requests()).hasSameSizeAs(conversation.turns());
            for (int i = 0; i < server.requests().size(); i++) {
                final NetlinkMessage recorded =
                        Recorded.frame(conversation.turns().get(i).request());
                assertThat(server.requests().get(i).payload()).isEqualTo(recorded.payload());
                assertThat(server.requests().get(i).header())
                        .isEqualTo(NetlinkHeader.request(0, recorded.header().sequence()));
            }
        }
    }

    private static Reply dump(final VrouterClient client, final SandeshObject<?> request) {
        return switch (request) {
            case VrInterface vif -> client.dump(vif);
            case VrNexthop nexthop -> client.dump(nexthop);
            case VrRoute route -> client.dump(route);
            case VrMpls label -> client.dump(label);
            case VrVxlan vxlan -> client.dump(vxlan);
            case VrMirror mirror -> client.dump(mirror);
            case VrVrfStats stats -> client.dump(stats);
            default -> throw new IllegalArgumentException(request.objectName());
        };
    }

    @Test
    void shouldReadAReplyThatComesByteByByte() throws IOException {
        final Recorded.Conversation conversation = Recorded.conversation("nh --get 46");
        try (FakeVrouter server = FakeVrouter.start(directory, 1, replay(conversation));
                VrouterClient client = VrouterClient.connect(server.path())) {
            final Reply reply = client.request(new VrNexthop().op(SandeshOp.GET).put(VrNexthop.ID, 46));

            assertThat(reply.code()).isZero();
            assertThat(reply.first(VrNexthop.class).value(VrNexthop.FLAGS)).isEqualTo(0x41);
        }
    }

    @Test
    void shouldSayWhatAnAnswerLacks() {
        assertThatExceptionOfType(VrouterException.class)
                .isThrownBy(() -> new Reply(0, List.of(new VrMpls())).first(VrRoute.class))
                .withMessage("the vRouter's answer holds no VrRoute");
    }

    @Test
    void shouldThrowTheNamedErrorOfARefusalAndStayUsable() throws IOException {
        try (FakeVrouter server = FakeVrouter.start(directory, WHOLE, session((request, reply) -> {
                    if (request.op() == SandeshOp.DEL) {
                        reply.fail(ResponseError.ENOENT);
                    } else {
                        reply.ok();
                    }
                }));
                VrouterClient client = VrouterClient.connect(server.path())) {
            assertThatExceptionOfType(VrouterRefusal.class)
                    .isThrownBy(() -> client.request(new VrMpls().op(SandeshOp.DEL)))
                    .withMessage("the vRouter refuses DEL of vr_mpls_req: No such file or directory (ENOENT)")
                    .satisfies(refusal -> assertThat(refusal.error()).isEqualTo(ResponseError.ENOENT));
            assertThat(client.request(new VrMpls()).code()).isZero();
        }
    }

    @Test
    void shouldSendManyObjectsInFewMessagesAndGiveEachItsCode() throws IOException {
        try (FakeVrouter server = FakeVrouter.start(
                        directory,
                        WHOLE,
                        session((request, reply) -> reply.code(-((VrMpls) request).value(VrMpls.LABEL))));
                VrouterClient client = VrouterClient.connect(server.path())) {
            final List<VrMpls> labels = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                labels.add(new VrMpls().put(VrMpls.LABEL, i));
            }

            final int[] codes = client.bulk(labels);

            assertThat(codes).hasSize(50).startsWith(0, -1, -2).endsWith(-48, -49);
            assertThat(server.requests()).hasSize(4);
        }
    }

    /** More than go out before the first answer is read. */
    @Test
    void shouldKeepAnswersInOrderWhenManyMessagesAreUnderWay() throws IOException {
        try (FakeVrouter server = FakeVrouter.start(
                        directory,
                        WHOLE,
                        session((request, reply) -> reply.code(-((VrMpls) request).value(VrMpls.LABEL))));
                VrouterClient client = VrouterClient.connect(server.path())) {
            final List<VrMpls> labels = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                labels.add(new VrMpls().put(VrMpls.LABEL, i));
            }

            assertThat(client.bulk(labels))
                    .containsExactly(IntStream.range(0, 1000).map(i -> -i).toArray());
            assertThat(client.request(new VrMpls().put(VrMpls.LABEL, 0)).code())
                    .as("nothing was left unread")
                    .isZero();
        }
    }

    @Test
    void shouldNeverSendMoreThanAServerOf4096BytesTakes() throws IOException {
        try (FakeVrouter server = FakeVrouter.start(directory, WHOLE, session((_, reply) -> reply.ok()));
                VrouterClient client = VrouterClient.connect(server.path())) {
            final List<VrInterface> vifs = Collections.nCopies(16, new VrInterface());

            assertThat(client.bulk(vifs)).containsOnly(0).hasSize(16);
            assertThat(server.requests())
                    .allSatisfy(request -> assertThat(request.payload()).hasSizeLessThanOrEqualTo(4072));
        }
    }

    @Test
    void shouldFetchATableOfManyPages() throws IOException {
        try (FakeVrouter server = FakeVrouter.start(directory, 1000, session((request, reply) -> {
                    final DumpPage page = new DumpPage();
                    int label = ((VrMpls) request).value(VrMpls.MARKER) + 1;
                    while (label < 500 && page.offer(new VrMpls().put(VrMpls.LABEL, label))) {
                        label++;
                    }
                    reply.dump(page);
                }));
                VrouterClient client = VrouterClient.connect(server.path())) {
            final List<VrMpls> labels = client.dump(new VrMpls()).all(VrMpls.class);

            assertThat(labels).hasSize(500);
            assertThat(labels.getLast().value(VrMpls.LABEL)).isEqualTo(499);
            assertThat(server.requests()).hasSizeGreaterThan(5);
        }
    }

    @Test
    void shouldGiveUpADumpThatDoesNotAdvance() throws IOException {
        try (FakeVrouter server = FakeVrouter.start(directory, WHOLE, session((_, reply) -> {
                    final DumpPage page = new DumpPage();
                    page.offer(new VrMpls().put(VrMpls.LABEL, 7));
                    page.more();
                    reply.dump(page);
                }));
                VrouterClient client = VrouterClient.connect(server.path())) {
            assertThatExceptionOfType(VrouterException.class)
                    .isThrownBy(() -> client.dump(new VrMpls()))
                    .withMessage("the vRouter's dump of vr_mpls_req does not advance");
        }
    }

    @Test
    void shouldSayThatNobodyListensAndWhatToDo() {
        final Path socket = directory.resolve("dpdk_netlink");

        assertThatExceptionOfType(VrouterException.class)
                .isThrownBy(() -> VrouterClient.connect(socket))
                .withMessage("no vRouter is listening on " + socket)
                .satisfies(failure -> assertThat(failure.mend()).contains("start one with"));
    }

    @Test
    void shouldSayThatTheVrouterBehindTheSocketHasEnded() throws IOException {
        final Path socket = directory.resolve("dpdk_netlink");
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(socket));
        }
        assertThat(socket).matches(Files::exists);

        assertThatExceptionOfType(VrouterException.class)
                .isThrownBy(() -> VrouterClient.connect(socket))
                .withMessageContaining("the one that made this socket has ended");
    }

    @Test
    void shouldGiveUpAVrouterThatDoesNotAnswer() throws IOException {
        try (FakeVrouter server = FakeVrouter.start(directory, WHOLE, _ -> List.of());
                VrouterClient client = VrouterClient.connect(server.path(), Duration.ofMillis(50))) {
            assertThatExceptionOfType(VrouterException.class)
                    .isThrownBy(() -> client.request(new VrMpls()))
                    .withMessageContaining("has not answered for 50 ms");
        }
    }

    @Test
    void shouldSayThatTheVrouterHungUp() throws IOException {
        try (FakeVrouter server = FakeVrouter.start(directory, WHOLE, _ -> null);
                VrouterClient client = VrouterClient.connect(server.path())) {
            assertThatExceptionOfType(VrouterException.class)
                    .isThrownBy(() -> client.request(new VrMpls()))
                    .withMessageContaining("closed the connection");
        }
    }

    @Test
    void shouldSayThatAnAnswerIsNonsense() throws IOException {
        try (FakeVrouter server = FakeVrouter.start(
                        directory,
                        WHOLE,
                        _ -> List.of("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
                VrouterClient client = VrouterClient.connect(server.path())) {
            assertThatExceptionOfType(VrouterException.class)
                    .isThrownBy(() -> client.request(new VrMpls()))
                    .withMessageContaining("answer is not valid")
                    .withMessageContaining("over the limit");
        }
    }

    private static SandeshObject<?> firstRequest(final Recorded.Conversation conversation) {
        final byte[] request = conversation.turns().getFirst().request();
        return ObjectReader.readAll(Recorded.frame(request).payload()).getFirst();
    }

    private static Function<NetlinkMessage, List<byte[]>> replay(final Recorded.Conversation conversation) {
        final Iterator<Recorded.Turn> turns = conversation.turns().iterator();
        return _ -> turns.next().replies();
    }

    private static Function<NetlinkMessage, List<byte[]>> session(final RequestHandler handler) {
        final ControlSession session = new ControlSession(handler);
        return request -> session.receive(ByteBuffer.wrap(request.header().message(request.payload())));
    }
}
