// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.vireo.sandesh.ResponseCode;
import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.VrResponse;
import net.vireo.sandesh.VrRoute;
import net.vireo.sandesh.WireIpv4;
import net.vireo.sandesh.WireMac;
import net.vireo.vrouter.table.BridgeKey;
import net.vireo.vrouter.table.BridgeTable;
import net.vireo.vrouter.table.BridgeValue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BridgeRequestsTest {
    private static final int ENOENT = -2;
    private static final int EINVAL = -22;
    private static final int ENOSPC = -28;
    private static final long MAC = 0x0211_2233_4455L;

    private final Router router = new Router();

    @BeforeEach
    void givenNexthops() {
        router.does(Requests.guest(3));
        router.does(Requests.encap(44, 3));
        router.does(Requests.encap(45, 3));
    }

    @Test
    void shouldAddChangeShowAndDelete() {
        router.does(mac(1, MAC, 44).put(VrRoute.LABEL_FLAGS, 0x3).put(VrRoute.LABEL, 0xff_ffff));
        final long value = router.tables.bridge().lookup(BridgeKey.of(MAC, 1));
        assertThat(BridgeValue.nexthopId(value)).isEqualTo(44);
        assertThat(BridgeValue.label(value)).isEqualTo(0xff_ffff);
        assertThat(BridgeValue.flags(value)).isEqualTo(0x3);
        assertThat(router.tables.bridge().find(BridgeKey.of(MAC, 2))).isEqualTo(BridgeTable.NONE);
        assertThat(router.tables.bridgeUsed()).isEqualTo(1);

        router.does(mac(1, MAC, 45).put(VrRoute.LABEL_FLAGS, 0x4).put(VrRoute.LABEL, 42));
        final VrRoute shown = router.get(VrRoute.class, mac(1, MAC, 0).op(SandeshOp.GET));
        assertThat(shown.value(VrRoute.NH_ID)).isEqualTo(45);
        assertThat(shown.value(VrRoute.LABEL_FLAGS)).isEqualTo(0x5);
        assertThat(shown.value(VrRoute.LABEL)).as("not valid, so not kept").isZero();
        assertThat(shown.value(VrRoute.INDEX)).isEqualTo(router.tables.bridge().find(BridgeKey.of(MAC, 1)));
        assertThat(uses(44)).isEqualTo(1);
        assertThat(uses(45)).isEqualTo(2);

        router.does(mac(1, MAC, 0).op(SandeshOp.DEL));
        assertThat(router.code(mac(1, MAC, 0).op(SandeshOp.DEL))).isEqualTo(ENOENT);
        assertThat(router.code(mac(1, MAC, 0).op(SandeshOp.GET))).isEqualTo(ENOENT);
        assertThat(uses(45)).isEqualTo(1);
    }

    @Test
    void shouldRefuseWhatIsNoMacAddress() {
        assertThat(router.code(mac(1, 0, 44))).isEqualTo(EINVAL);
        assertThat(router.code(mac(1, MAC, 44).put(VrRoute.MAC))).isEqualTo(EINVAL);
        assertThat(router.code(mac(1, MAC, 44).put(VrRoute.MAC, new byte[5]))).isEqualTo(EINVAL);
        assertThat(router.code(mac(16, MAC, 44))).isEqualTo(EINVAL);
        assertThat(router.code(mac(1, MAC, 99))).isEqualTo(ENOENT);
        assertThat(router.code(mac(1, MAC, 44).put(VrRoute.LABEL_FLAGS, 2).put(VrRoute.LABEL, 1 << 24)))
                .isEqualTo(EINVAL);
        assertThat(router.tables.bridge().nextUsed(0)).isEqualTo(BridgeTable.NONE);
    }

    @Test
    void shouldSayWhenThereIsNoRoom() {
        int added = 0;
        int code = 0;
        while (code == 0) {
            code = router.code(mac(1, MAC + added, 44));
            added += code == 0 ? 1 : 0;
        }
        assertThat(code).isEqualTo(ENOSPC);
        assertThat(added).isBetween(64, 256 + 64);
        assertThat(uses(44)).as("a refused one does not count").isEqualTo(1 + added);
        router.does(mac(1, MAC, 45));
    }

    @Test
    void shouldDumpOneVrfPageByPage() {
        final List<Long> expected = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            router.does(mac(1 + i % 2, MAC + i, 44));
            if (i % 2 == 0) {
                expected.add(MAC + i);
            }
        }
        final VrRoute question =
                new VrRoute().op(SandeshOp.DUMP).put(VrRoute.VRF_ID, 1).put(VrRoute.FAMILY, 7);
        question.fromStart();
        final List<Long> shown = new ArrayList<>();
        int pages = 0;
        boolean more = true;
        while (more) {
            final List<SandeshObject<?>> reply = router.ask(question);
            more = ResponseCode.hasMore(((VrResponse) reply.getFirst()).value(VrResponse.CODE));
            reply.stream().skip(1).map(VrRoute.class::cast).forEach(route -> {
                shown.add(WireMac.fromBytes(route.value(VrRoute.MAC)));
                assertThat(route.value(VrRoute.VRF_ID)).isEqualTo(1);
                question.after(route);
            });
            pages++;
        }
        assertThat(pages).isGreaterThan(1);
        assertThat(shown).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void shouldTellWhereARoutesMacIs() {
        router.does(Requests.route(1, 0x0a010103, 32, 44).put(VrRoute.MAC, WireMac.toBytes(MAC)));
        final VrRoute question = Requests.route(1, 0x0a010103, 32, 0).op(SandeshOp.GET);
        assertThat(router.get(VrRoute.class, question).value(VrRoute.INDEX)).isEqualTo(-1);
        router.does(mac(1, MAC, 44));
        assertThat(router.get(
                                VrRoute.class,
                                Requests.route(1, 0x0a010103, 32, 0).op(SandeshOp.GET))
                        .value(VrRoute.INDEX))
                .isEqualTo(router.tables.bridge().find(BridgeKey.of(MAC, 1)))
                .isNotNegative();
        assertThat(WireIpv4.fromBytes(question.value(VrRoute.PREFIX))).isEqualTo(0x0a010103);
    }

    private static VrRoute mac(final int vrf, final long mac, final int nexthopId) {
        return new VrRoute()
                .op(SandeshOp.ADD)
                .put(VrRoute.VRF_ID, vrf)
                .put(VrRoute.FAMILY, 7)
                .put(VrRoute.MAC, WireMac.toBytes(mac))
                .put(VrRoute.NH_ID, nexthopId)
                .put(VrRoute.INDEX, -1);
    }

    private int uses(final int nexthopId) {
        return router.get(VrNexthop.class, new VrNexthop().op(SandeshOp.GET).put(VrNexthop.ID, nexthopId))
                .value(VrNexthop.REF_CNT);
    }
}
