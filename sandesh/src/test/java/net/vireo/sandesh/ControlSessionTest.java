// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The server's side of a connection: what it answers, in how many messages, with which flags. */
class ControlSessionTest {
    private static final int OK = 0;

    private final List<SandeshObject<?>> handled = new ArrayList<>();
    private RequestHandler handler = (_, reply) -> reply.ok();
    private final ControlSession session = new ControlSession((request, reply) -> {
        handled.add(request);
        handler.handle(request, reply);
    });

    @Test
    void shouldEchoTypeSequenceAndGenericHeader() {
        final NetlinkHeader asked = new NetlinkHeader(0x20, 1, 77, 4711, 1, 3, 0x0102);

        final byte[] reply = only(session.receive(ByteBuffer.wrap(asked.message(ObjectWriter.encode(new VrMpls())))));

        assertThat(Recorded.frame(reply).header()).isEqualTo(new NetlinkHeader(0x20, 0, 77, 0, 1, 3, 0x0102));
    }

    @Test
    void shouldAnswerEveryObjectOfOneRequestAndClearTheFlagOnlyOnTheLast() {
        handler = (request, reply) -> {
            if (request.op() == SandeshOp.DUMP) {
                final DumpPage page = new DumpPage();
                page.offer(new VrMpls().put(VrMpls.LABEL, 1));
                reply.dump(page);
            } else {
                reply.ok();
            }
        };

        final List<byte[]> messages =
                session.receive(request(new VrMpls(), new VrMpls().op(SandeshOp.DUMP), new VrMpls()));

        assertThat(messages).hasSize(4);
        assertThat(messages.stream()
                        .map(message -> Recorded.frame(message).header().flags()))
                .containsExactly(2, 2, 2, 0);
    }

    @Test
    void shouldAnswerBytesThatAreNoObjectAsTheOriginalRouterDoes() {
        assertThat(codes(session.receive(request(Hex.bytes("0000000b 7672"))))).containsExactly(-1);
        assertThat(codes(session.receive(request(new byte[0])))).containsExactly(-1);
        assertThat(codes(session.receive(ByteBuffer.wrap(
                        new NetlinkHeader(0, 1, 0, 0, 2, 0, 0).message(ObjectWriter.encode(new VrMpls()))))))
                .containsExactly(-1);
        assertThat(handled).isEmpty();
    }

    @Test
    void shouldCarryOutTheObjectsInFrontOfABrokenOne() {
        final byte[] label = ObjectWriter.encode(new VrMpls());
        final byte[] payload = new byte[label.length + 5];
        System.arraycopy(label, 0, payload, 0, label.length);
        payload[label.length] = 0x7f;

        assertThat(codes(session.receive(request(payload)))).containsExactly(OK, -1);
        assertThat(handled).containsExactly(new VrMpls());
    }

    @Test
    void shouldAnswerAnObjectOfUnknownKindWithNotSupported() {
        assertThat(codes(session.receive(request(Hex.bytes("00000006 76725f6e6577 08 0001 00000001 00")))))
                .containsExactly(ResponseError.EOPNOTSUPP.code());
    }

    @Test
    void shouldAnswerInvalidWhenTheHandlerThrowsOrSaysNothing() {
        handler = (request, reply) -> {
            if (request.op() == SandeshOp.ADD) {
                reply.ok();
                WireMac.fromBytes(new byte[5]);
            }
        };

        assertThat(codes(session.receive(request(new VrMpls(), new VrMpls().op(SandeshOp.GET)))))
                .containsExactly(-22, -22);
    }

    @Test
    void shouldGiveUpAStreamThatIsOutOfStep() {
        assertThatExceptionOfType(SandeshException.class)
                .isThrownBy(() -> session.receive(ByteBuffer.wrap(new byte[] {3, 0, 0, 0})));
    }

    @Test
    void shouldEndAPageBeforeItsLimitAndSayThatThereIsMore() {
        final DumpPage page = new DumpPage();
        int offered = 0;
        while (page.offer(new VrMpls().put(VrMpls.LABEL, offered))) {
            offered++;
        }
        final int objectBytes = ObjectWriter.encode(new VrMpls()).length;

        assertThat(offered).isEqualTo(DumpPage.LIMIT_BYTES / objectBytes);
        assertThat(page.count()).isEqualTo(offered);
        assertThat(page.offer(new VrResponse()))
                .as("nothing after the first that did not fit")
                .isFalse();
        assertThat(page.payload()).hasSize(offered * objectBytes);
        assertThat(page.code()).isEqualTo(offered | 1 << 30);
    }

    @Test
    void shouldKeepAnInterfaceAndItsDropCountersTogether() {
        final DumpPage page = new DumpPage();
        final int pairBytes = ObjectWriter.encode(new VrInterface(), new VrDropStats()).length;
        while (page.offer(new VrInterface(), new VrDropStats())) {
            assertThat(page.count()).isLessThan(100);
        }

        assertThat(page.count()).isEqualTo(2 * (DumpPage.LIMIT_BYTES / pairBytes));
    }

    @Test
    void shouldAnswerAnEmptyDumpInOneMessage() {
        final ReplyWriter reply = new ReplyWriter(NetlinkHeader.request(0, 0));

        reply.dump(new DumpPage());

        assertThat(codes(reply.messages())).containsExactly(OK);
        assertThat(Recorded.frame(reply.messages().getFirst()).header().flags()).isZero();
    }

    @Test
    void shouldRefuseAnObjectThatNoToolCouldReceive() {
        final VrNexthop huge = new VrNexthop().put(VrNexthop.NH_LIST, new int[1000]);
        final ReplyWriter reply = new ReplyWriter(NetlinkHeader.request(0, 0));
        final DumpPage page = new DumpPage();

        reply.objects(huge);
        assertThat(page.offer(huge)).isFalse();
        reply.dump(page);

        assertThat(codes(reply.messages())).containsExactly(-90, -90);
    }

    private static ByteBuffer request(final SandeshObject<?>... objects) {
        return request(ObjectWriter.encode(objects));
    }

    private static ByteBuffer request(final byte[] payload) {
        return ByteBuffer.wrap(NetlinkHeader.request(0, 0).message(payload));
    }

    private static byte[] only(final List<byte[]> messages) {
        assertThat(messages).hasSize(1);
        return messages.getFirst();
    }

    private static List<Integer> codes(final List<byte[]> messages) {
        return messages.stream()
                .flatMap(message -> ObjectReader.readAll(Recorded.frame(message).payload()).stream())
                .filter(VrResponse.class::isInstance)
                .map(response -> ((VrResponse) response).value(VrResponse.CODE))
                .toList();
    }
}
