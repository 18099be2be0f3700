// SPDX-License-Identifier: Apache-2.0
package net.vireo.sandesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replies that the original tools accepted: rebuilt by our server side, understood by our client side. */
class RecordedConversationsTest {
    static Stream<Recorded.Conversation> conversations() {
        return Recorded.conversations();
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void shouldBuildTheSameBytesFromTheSameObjects(final Recorded.Conversation conversation) {
        for (final Recorded.Turn turn : conversation.turns()) {
            final ReplyWriter writer =
                    new ReplyWriter(Recorded.frame(turn.request()).header());
            answer(writer, turn);

            assertThat(writer.messages()).containsExactlyElementsOf(turn.replies());
        }
    }

    /** Gives the writer what a control side would give it: the objects alone, no response, no headers. */
    private static void answer(final ReplyWriter writer, final Recorded.Turn turn) {
        final List<SandeshObject<?>> all = turn.replyObjects();
        final int code = ((VrResponse) all.getFirst()).value(VrResponse.CODE);
        final List<SandeshObject<?>> objects = all.subList(1, all.size());
        if (turn.replies().size() == 2) {
            final DumpPage page = new DumpPage();
            for (final SandeshObject<?> object : objects) {
                assertThat(page.offer(object)).isTrue();
            }
            if (ResponseCode.hasMore(code)) {
                page.more();
            }
            writer.dump(page);
        } else if (objects.isEmpty()) {
            writer.code(code);
        } else {
            writer.objects(objects.toArray(new SandeshObject<?>[0]));
        }
    }

    @Test
    void shouldReadTheInterfaceThatTheToolPrinted() {
        final Recorded.Conversation conversation = Recorded.conversation("vif --get 3 --get-drop-stats");
        final VrInterface vif = only(conversation, VrInterface.class);

        assertThat(conversation.prints())
                .contains("vif0/3      Virtual: tapvm1 NH: 44")
                .contains("HWaddr:00:00:5e:00:01:00 IPaddr:10.1.1.3")
                .contains("IP6addr:2001:db8::3")
                .contains("Vrf:1 Mcast Vrf:1 Flags:PL3L2D QOS:-1 Ref:5")
                .contains("RX packets:5  bytes:490 errors:1")
                .contains("Drops:2");
        assertThat(vif.value(VrInterface.IDX)).isEqualTo(3);
        assertThat(vif.value(VrInterface.NAME)).isEqualTo("tapvm1");
        assertThat(vif.value(VrInterface.NH_ID)).isEqualTo(44);
        assertThat(WireMac.fromBytes(vif.value(VrInterface.MAC))).isEqualTo(0x0000_5e00_0100L);
        assertThat(WireIpv4.fromWire(vif.value(VrInterface.IP))).isEqualTo(0x0a01_0103);
        assertThat(WireIpv6.fromWire(vif.value(VrInterface.IP6_U), vif.value(VrInterface.IP6_L)))
                .containsExactly(0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3);
        assertThat(vif.value(VrInterface.VRF)).isEqualTo(1);
        assertThat(vif.value(VrInterface.QOS_MAP_INDEX)).isEqualTo(-1);
        assertThat(vif.value(VrInterface.IPACKETS)).isEqualTo(5);
        assertThat(vif.value(VrInterface.IBYTES)).isEqualTo(490);
        assertThat(vif.value(VrInterface.DPACKETS)).isEqualTo(2);
    }

    @Test
    void shouldReadTheDropCountersThatTheToolPrinted() {
        final Recorded.Conversation conversation = Recorded.conversation("vif --get 3 --get-drop-stats");
        final VrDropStats drops = only(conversation, VrDropStats.class);

        assertThat(conversation.prints())
                .contains("Invalid IF                    70")
                .contains("IF TX Discard                 190")
                .contains("TTL Exceeded                  230");
        assertThat(drops.value(VrDropStats.INVALID_IF)).isEqualTo(70);
        assertThat(drops.value(VrDropStats.counter(19))).isEqualTo(190);
        assertThat(drops.value(VrDropStats.TTL_EXCEEDED)).isEqualTo(230);
    }

    @Test
    void shouldReadTheTunnelThatTheToolPrinted() {
        final Recorded.Conversation conversation = Recorded.conversation("nh --get 46");
        final VrNexthop tunnel = only(conversation, VrNexthop.class);

        assertThat(conversation.prints())
                .contains("Sip:192.0.2.1 Dip:192.0.2.2")
                .contains("Flags:Valid, MPLSoUDP");
        assertThat(WireIpv4.fromWire(tunnel.value(VrNexthop.TUN_SIP))).isEqualTo(0xc000_0201);
        assertThat(WireIpv4.fromWire(tunnel.value(VrNexthop.TUN_DIP))).isEqualTo(0xc000_0202);
        assertThat(tunnel.value(VrNexthop.FLAGS)).isEqualTo(0x41);
        assertThat(tunnel.value(VrNexthop.ENCAP)).hasSize(14).startsWith(0x52, 0x54, 0x00, 0xaa, 0x00, 0x02);
    }

    @Test
    void shouldReadTheRoutesThatTheToolPrinted() {
        final Recorded.Conversation conversation = Recorded.conversation("rt --dump 1");
        final List<VrRoute> routes = all(conversation, VrRoute.class);

        assertThat(conversation.prints())
                .contains("10.1.1.0/24            24            F")
                .contains("10.1.1.3/32            32           LP         42             44");
        assertThat(routes).hasSize(2);
        assertThat(WireIpv4.fromBytes(routes.get(0).value(VrRoute.PREFIX))).isEqualTo(0x0a01_0100);
        assertThat(routes.get(0).value(VrRoute.PREFIX_LEN)).isEqualTo(24);
        assertThat(WireIpv4.fromBytes(routes.get(1).value(VrRoute.PREFIX))).isEqualTo(0x0a01_0103);
        assertThat(routes.get(1).value(VrRoute.LABEL)).isEqualTo(42);
        assertThat(routes.get(1).value(VrRoute.NH_ID)).isEqualTo(44);
        assertThat(routes.get(1).value(VrRoute.LABEL_FLAGS)).isEqualTo(0x3);
    }

    @Test
    void shouldReadTheErrorThatTheToolPrinted() {
        final Recorded.Conversation conversation = Recorded.conversation("mpls --get 43");
        final VrResponse response = only(conversation, VrResponse.class);

        assertThat(conversation.prints()).contains("No such file or directory (2)");
        assertThat(ResponseError.of(response.value(VrResponse.CODE))).isEqualTo(ResponseError.ENOENT);
        assertThat(ResponseError.ENOENT.text()).isEqualTo("No such file or directory");
    }

    private static <T extends SandeshObject<T>> T only(final Recorded.Conversation conversation, final Class<T> kind) {
        final List<T> found = all(conversation, kind);
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static <T extends SandeshObject<T>> List<T> all(
            final Recorded.Conversation conversation, final Class<T> kind) {
        return new Reply(0, conversation.replyObjects()).all(kind);
    }
}
