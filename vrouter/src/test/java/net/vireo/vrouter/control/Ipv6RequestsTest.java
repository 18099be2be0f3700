// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.vireo.sandesh.ResponseCode;
import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrResponse;
import net.vireo.sandesh.VrRoute;
import net.vireo.vrouter.table.Route;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class Ipv6RequestsTest {
    private static final int ENOENT = -2;
    private static final int EINVAL = -22;
    private static final long HIGH = 0x2001_0db8_0000_0000L;
    private static final byte[] NET = HexFormat.of().parseHex("20010db8000000000000000000000000");
    private static final byte[] HOST = HexFormat.of().parseHex("20010db8000000000000000000000003");

    private final Router router = new Router();

    @BeforeEach
    void givenNexthops() {
        router.does(Requests.guest(3));
        router.does(Requests.encap(44, 3));
        router.does(Requests.encap(45, 3));
    }

    @Test
    void shouldAddReplaceAndDeleteRoutes() {
        router.does(Requests.route6(1, HOST, 64, 44).put(VrRoute.LABEL_FLAGS, 1).put(VrRoute.LABEL, 42));
        router.does(Requests.route6(1, HOST, 128, 45));
        assertThat(router.tables.route6(1, HIGH, 3).nexthopId()).isEqualTo(45);
        assertThat(router.tables.route6(1, HIGH, 4).label()).isEqualTo(42);
        assertThat(router.tables.route6(2, HIGH, 3)).isSameAs(Route.MISS);
        assertThat(router.tables.route(1, 0x20010db8)).as("the other family").isSameAs(Route.MISS);

        final VrRoute question = Requests.route6(1, HOST, 127, 0).op(SandeshOp.GET);
        final VrRoute answer = router.get(VrRoute.class, question);
        assertThat(answer.value(VrRoute.REPLACE_PLEN)).isEqualTo(64);
        assertThat(answer.value(VrRoute.PREFIX_LEN)).isEqualTo(127);
        assertThat(answer.value(VrRoute.NH_ID)).isEqualTo(44);

        router.does(Requests.route6(1, HOST, 128, 45).op(SandeshOp.DEL));
        assertThat(router.tables.route6(1, HIGH, 3).nexthopId()).isEqualTo(44);
        assertThat(router.code(Requests.route6(1, HOST, 128, 45).op(SandeshOp.DEL)))
                .isEqualTo(ENOENT);
    }

    @Test
    void shouldRefuseWhatIsNoPrefix() {
        assertThat(router.code(Requests.route6(1, new byte[4], 64, 44))).isEqualTo(EINVAL);
        assertThat(router.code(Requests.route6(1, new byte[17], 64, 44))).isEqualTo(EINVAL);
        assertThat(router.code(Requests.route6(1, NET, 129, 44))).isEqualTo(EINVAL);
        assertThat(router.code(Requests.route6(1, NET, -1, 44))).isEqualTo(EINVAL);
        assertThat(router.code(Requests.route6(1, NET, 64, 99))).isEqualTo(ENOENT);
        assertThat(router.code(Requests.route6(16, NET, 64, 44))).isEqualTo(EINVAL);
        assertThat(router.tables.routes6(1)).isNull();
    }

    @Test
    void shouldDumpPageByPageWithoutLossOrRepetition() {
        final List<String> expected = new ArrayList<>();
        for (int host = 0; host < 100; host++) {
            final byte[] prefix = HOST.clone();
            prefix[9] = (byte) host;
            for (final int length : new int[] {64, 96, 128}) {
                router.does(Requests.route6(1, prefix, length, 44));
            }
        }
        router.tables.routes6(1).forEachAfter(0, 0, -1, route -> expected.add(text(RouteFamily.INET6, route)));
        final VrRoute question =
                new VrRoute().op(SandeshOp.DUMP).put(VrRoute.VRF_ID, 1).put(VrRoute.FAMILY, 10);
        question.fromStart();
        final List<String> shown = new ArrayList<>();
        boolean more = true;
        while (more) {
            final List<SandeshObject<?>> reply = router.ask(question);
            more = (((VrResponse) reply.getFirst()).value(VrResponse.CODE) & ResponseCode.MORE) != 0;
            reply.stream().skip(1).map(VrRoute.class::cast).forEach(route -> {
                shown.add(
                        HexFormat.of().formatHex(route.value(VrRoute.PREFIX)) + "/" + route.value(VrRoute.PREFIX_LEN));
                question.after(route);
            });
        }
        // A /64, and for each host a /96 and a /128; their hosts are in the bits between.
        assertThat(expected).hasSize(201);
        assertThat(shown).isEqualTo(expected);
    }

    private static String text(final RouteFamily family, final Route route) {
        return HexFormat.of().formatHex(family.bytes(route.high(), route.low())) + "/" + route.prefixLength();
    }
}
