// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.vireo.sandesh.DumpPage;
import net.vireo.sandesh.ObjectWriter;
import net.vireo.sandesh.ResponseCode;
import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VireoLedger;
import net.vireo.sandesh.VireoTrace;
import net.vireo.sandesh.VrDropStats;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrMpls;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.VrResponse;
import net.vireo.sandesh.VrRoute;
import net.vireo.sandesh.VrouterOps;
import net.vireo.sandesh.WireMac;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.VifCounter;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.Test;

class ControlObjectsTest {
    private static final String HEADER = "525400aa0002525400aa00010800";

    private final Router router = new Router();

    @Test
    void shouldAnswerSeveralRequestsOfOneMessageInOrder() {
        router.does(Requests.fabric());
        final List<Integer> codes = new ArrayList<>();
        router.ask(
                        Requests.encap(5, 0),
                        Requests.label(20, 5),
                        Requests.label(21, 6),
                        Requests.route(1, 0x0a000000, 8, 5))
                .forEach(object -> codes.add(((VrResponse) object).value(VrResponse.CODE)));
        assertThat(codes).containsExactly(0, 0, -22, 0);
        assertThat(router.tables.route(1, 0x0a123456).nexthopId()).isEqualTo(5);
    }

    @Test
    void shouldDumpALongTablePageByPageWithoutLossOrRepetition() {
        router.does(Requests.fabric());
        router.does(Requests.encap(5, 0));
        for (int label = 0; label < 500; label++) {
            router.does(Requests.label(label * 7, 5));
        }
        final VrMpls request = new VrMpls().op(SandeshOp.DUMP);
        request.fromStart();
        final List<Integer> labels = new ArrayList<>();
        boolean more = true;
        while (more) {
            final List<SandeshObject<?>> page = router.ask(request);
            final int code = ((VrResponse) page.removeFirst()).value(VrResponse.CODE);
            assertThat(ResponseCode.count(code)).isEqualTo(page.size());
            assertThat(ObjectWriter.encode(page.toArray(SandeshObject<?>[]::new)).length)
                    .isLessThanOrEqualTo(DumpPage.LIMIT_BYTES);
            page.forEach(object -> labels.add(((VrMpls) object).value(VrMpls.LABEL)));
            request.after((VrMpls) page.getLast());
            more = ResponseCode.hasMore(code);
        }
        assertThat(labels).hasSize(500).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void shouldNotLoseRoutesWithTheSamePrefixBetweenPages() {
        router.does(Requests.fabric());
        router.does(Requests.encap(5, 0));
        // Groups of 9 to 32 routes with the same prefix, the first group at 0.0.0.0.
        int expected = 0;
        for (int net = 0; net < 20; net++) {
            final int prefix = net << 27;
            for (int length = net == 0 ? 0 : 5; length <= 32; length += net == 0 ? 2 : 1 + net % 3) {
                if ((prefix & (length == 0 ? 0 : -1 << 32 - length)) == prefix) {
                    router.does(Requests.route(1, prefix, length, 5));
                    expected++;
                }
            }
        }
        final List<String> shown = new ArrayList<>();
        final VrRoute request =
                new VrRoute().op(SandeshOp.DUMP).put(VrRoute.VRF_ID, 1).put(VrRoute.FAMILY, 2);
        request.fromStart();
        boolean more = true;
        while (more) {
            final List<SandeshObject<?>> page = router.ask(request);
            more = ResponseCode.hasMore(((VrResponse) page.removeFirst()).value(VrResponse.CODE));
            for (final SandeshObject<?> object : page) {
                final VrRoute route = (VrRoute) object;
                shown.add(Recorded.hex(route.value(VrRoute.PREFIX)) + "/" + route.value(VrRoute.PREFIX_LEN));
            }
            request.after((VrRoute) page.getLast());
        }
        assertThat(shown).hasSize(expected).doesNotHaveDuplicates();
    }

    @Test
    void shouldTellWhichRouteCoversAnAddress() {
        router.does(Requests.fabric());
        router.does(Requests.encap(5, 0));
        router.does(Requests.route(1, 0x0a010000, 16, 5));
        final VrRoute found =
                router.get(VrRoute.class, Requests.route(1, 0x0a010203, 32, 0).op(SandeshOp.GET));
        assertThat(found.value(VrRoute.NH_ID)).isEqualTo(5);
        assertThat(found.value(VrRoute.PREFIX_LEN)).as("as asked").isEqualTo(32);
        assertThat(found.value(VrRoute.REPLACE_PLEN)).as("of the route").isEqualTo(16);
    }

    @Test
    void shouldIgnoreHostBitsOfAPrefix() {
        router.does(Requests.fabric());
        router.does(Requests.encap(5, 0));
        router.does(Requests.route(1, 0x0a010203, 16, 5));
        assertThat(router.tables.route(1, 0x0a01ffff).prefix()).isEqualTo(0x0a010000);
        router.does(Requests.route(1, 0x0a01ffff, 16, 5).op(SandeshOp.DEL));
        assertThat(router.tables.route(1, 0x0a01ffff).nexthopId()).isZero();
    }

    /** As 'nh --convert-encap' does: what was read is added again with another kind. */
    @Test
    void shouldGoOnResolvingATunnelThatIsAddedAgainWithTheHeaderThatWasFound() {
        router.does(Requests.fabric());
        router.does(Requests.tunnel(46, ""));
        router.tables.putNexthop(
                router.tables.nexthop(46).withRewrite(HexFormat.of().parseHex(HEADER)));
        final VrNexthop read =
                router.get(VrNexthop.class, new VrNexthop().op(SandeshOp.GET).put(VrNexthop.ID, 46));
        assertThat(read.value(VrNexthop.ENCAP)).isEqualTo(HexFormat.of().parseHex(HEADER));
        router.observer.told.clear();

        router.does(read.op(SandeshOp.ADD).put(VrNexthop.FLAGS, Nexthop.FLAG_VALID | Nexthop.FLAG_TUNNEL_GRE));
        assertThat(router.observer.told).containsExactly("unresolved 46 to c0000202");
        assertThat(router.tables.nexthop(46).resolved)
                .as("nothing is lost meanwhile")
                .isTrue();
        assertThat(router.tables.nexthop(46).has(Nexthop.FLAG_TUNNEL_GRE)).isTrue();

        router.observer.told.clear();
        router.does(Requests.tunnel(46, "525400aa0009525400aa00010800"));
        assertThat(router.observer.told).as("another header is somebody's wish").containsExactly("settled 46");
    }

    @Test
    void shouldAskForResolutionOfTunnelsWithoutAnEthernetHeader() {
        router.does(Requests.fabric());
        router.does(Requests.tunnel(46, ""));
        router.does(Requests.tunnel(47, "000000000000525400aa00010800"));
        router.does(Requests.tunnel(48, HEADER));
        assertThat(router.observer.told)
                .containsExactly("vif 0", "unresolved 46 to c0000202", "unresolved 47 to c0000202");
        assertThat(router.tables.nexthop(46).resolved).isFalse();

        router.observer.told.clear();
        router.does(Requests.tunnel(46, HEADER));
        router.does(new VrNexthop().op(SandeshOp.DEL).put(VrNexthop.ID, 47));
        router.does(new VrNexthop().op(SandeshOp.DEL).put(VrNexthop.ID, 48));
        assertThat(router.observer.told).containsExactly("settled 46", "settled 47");
    }

    @Test
    void shouldShowAndKeepTheHeaderThatWasFound() {
        router.does(Requests.fabric());
        router.does(Requests.tunnel(46, ""));
        final VrNexthop question = new VrNexthop().op(SandeshOp.GET).put(VrNexthop.ID, 46);
        assertThat(router.get(VrNexthop.class, question).value(VrNexthop.ENCAP)).isEmpty();

        router.tables.putNexthop(router.tables.nexthop(46).withRewrite(Recorded.bytes(HEADER)));
        assertThat(router.get(VrNexthop.class, question).value(VrNexthop.ENCAP)).isEqualTo(Recorded.bytes(HEADER));
        assertThat(router.get(VrNexthop.class, question).value(VrNexthop.ENCAP_LEN))
                .isEqualTo(14);

        router.does(Requests.tunnel(46, ""));
        assertThat(router.tables.nexthop(46).resolved)
                .as("told again, the same")
                .isTrue();
        router.does(Requests.tunnel(46, "").put(VrNexthop.TUN_DIP, 0x030200c0));
        assertThat(router.tables.nexthop(46).resolved).as("another destination").isFalse();
    }

    @Test
    void shouldCrossConnectTheFabricBackToTheHost() {
        router.does(Requests.fabric());
        final VrInterface host =
                Requests.vif(1, Vif.TYPE_HOST, "vhost0", Requests.FABRIC_MAC).put(VrInterface.CROSS_CONNECT_IDX, 0);
        router.does(host);
        assertThat(router.tables.vif(1).crossConnect()).isZero();
        assertThat(router.tables.vif(0).crossConnect()).isEqualTo(1);
        router.does(Requests.fabric());
        assertThat(router.tables.vif(0).crossConnect()).as("told again").isEqualTo(1);
        router.does(Requests.vif(1, Vif.TYPE_HOST, "vhost0", Requests.FABRIC_MAC));
        assertThat(router.tables.vif(1).crossConnect()).as("told again").isZero();
        assertThat(router.get(
                                VrInterface.class,
                                new VrInterface().op(SandeshOp.GET).put(VrInterface.IDX, 1))
                        .value(VrInterface.CROSS_CONNECT_IDX))
                .containsExactly(0);

        router.does(new VrInterface().op(SandeshOp.DEL).put(VrInterface.IDX, 1));
        assertThat(router.tables.vif(0).crossConnect()).isEqualTo(Vif.NONE);
    }

    @Test
    void shouldKeepCapabilitiesThatAreTheRoutersOwn() {
        router.does(Requests.guest(3).put(VrInterface.FLAGS, Vif.FLAG_L3 | 0x20 | 0x400000));
        assertThat(router.tables.vif(3).flags()).isEqualTo(Vif.FLAG_L3);
    }

    @Test
    void shouldFindAVifByTheKernelsIndex() {
        router.does(Requests.guest(3).put(VrInterface.OS_IDX, 99));
        final VrInterface question =
                new VrInterface().op(SandeshOp.GET).put(VrInterface.IDX, -1).put(VrInterface.OS_IDX, 99);
        assertThat(router.get(VrInterface.class, question).value(VrInterface.IDX))
                .isEqualTo(3);
    }

    @Test
    void shouldAnswerForOneCore() {
        router.does(Requests.guest(3));
        router.traffic.set(FakeTraffic.FIRST_CORE, 3, VifCounter.RX_PACKETS, 5);
        router.traffic.set(FakeTraffic.SECOND_CORE, 3, VifCounter.RX_PACKETS, 7);
        final VrInterface question = new VrInterface()
                .op(SandeshOp.GET)
                .put(VrInterface.IDX, 3)
                .put(VrInterface.CORE, FakeTraffic.SECOND_CORE + 1);
        final VrInterface answer = router.get(VrInterface.class, question);
        assertThat(answer.value(VrInterface.IPACKETS)).isEqualTo(7);
        assertThat(answer.value(VrInterface.CORE)).isEqualTo(FakeTraffic.SECOND_CORE);
    }

    @Test
    void shouldClearCountersOfOneCoreOrAll() {
        router.does(Requests.guest(3));
        router.traffic.set(FakeTraffic.FIRST_CORE, 3, VifCounter.RX_PACKETS, 5);
        router.traffic.set(FakeTraffic.SECOND_CORE, 3, VifCounter.RX_PACKETS, 7);
        final VrInterface clear = new VrInterface()
                .op(SandeshOp.RESET)
                .put(VrInterface.IDX, 3)
                .put(VrInterface.CORE, FakeTraffic.SECOND_CORE + 1);
        assertThat(router.get(VrInterface.class, clear).op()).isEqualTo(SandeshOp.RESET);
        assertThat(packets()).isEqualTo(5);

        router.traffic.set(FakeTraffic.FIRST_CORE, 3, VifCounter.RX_PACKETS, 6);
        assertThat(packets()).isEqualTo(6);
        router.get(VrInterface.class, clear.put(VrInterface.CORE, 0));
        assertThat(packets()).isZero();

        router.traffic.setDrop(10, DropReason.DISCARD, 9);
        router.get(VrDropStats.class, new VrDropStats().op(SandeshOp.RESET));
        router.traffic.setDrop(10, DropReason.DISCARD, 11);
        assertThat(router.get(VrDropStats.class, new VrDropStats().op(SandeshOp.GET))
                        .value(VrDropStats.DISCARD))
                .isEqualTo(2);
    }

    @Test
    void shouldAddOurOwnDropReasonsToTheirUpstreamReason() {
        router.traffic.setDrop(10, DropReason.INVALID_NH, 1);
        router.traffic.setDrop(11, DropReason.UNRESOLVED_NEIGHBOUR, 2);
        router.traffic.setDrop(10, DropReason.UNRESOLVED_NEIGHBOUR, 4);
        assertThat(router.get(VrDropStats.class, new VrDropStats().op(SandeshOp.GET))
                        .value(VrDropStats.INVALID_NH))
                .isEqualTo(7);
    }

    @Test
    void shouldDescribeTheRouter() {
        router.does(new VrouterOps()
                .op(SandeshOp.ADD)
                .put(VrouterOps.FROM_VM_MSS_ADJ, 0)
                .put(VrouterOps.TO_VM_MSS_ADJ, -1)
                .put(VrouterOps.PERFR, 3));
        final VrouterOps router1 = router.get(VrouterOps.class, new VrouterOps().op(SandeshOp.GET));
        assertThat(router1.value(VrouterOps.INTERFACES)).isEqualTo(64);
        assertThat(router1.value(VrouterOps.MPLS_LABELS)).isEqualTo(6000);
        assertThat(router1.value(VrouterOps.PERFR)).isEqualTo(3);
        assertThat(router1.value(VrouterOps.TO_VM_MSS_ADJ)).isEqualTo(1);
        assertThat(router1.value(VrouterOps.BUILD_INFO)).contains("\"build-version\": \"0.1.0\"", "compute1");
        assertThat(router.tables.settings().clampFromGuest()).isFalse();
        assertThat(router.tables.settings().clampToGuest()).isTrue();
    }

    @Test
    void shouldDeleteEverythingOnReset() {
        router.does(Requests.fabric());
        router.does(Requests.guest(3));
        router.does(Requests.tunnel(46, ""));
        router.does(Requests.label(20, 46));
        router.does(Requests.route(1, 0x0a000000, 8, 46));
        router.observer.told.clear();

        router.does(new VrouterOps().op(SandeshOp.RESET));

        assertThat(router.ports.attached).isEmpty();
        assertThat(router.observer.told).containsExactly("settled 46");
        assertThat(router.tables.vif(3)).isNull();
        assertThat(router.tables.nexthop(46)).isNull();
        assertThat(router.code(new VrInterface().op(SandeshOp.DUMP).put(VrInterface.MARKER, -1)))
                .isZero();
        assertThat(router.code(new VrNexthop().op(SandeshOp.DUMP).put(VrNexthop.MARKER, -1)))
                .as("the discard")
                .isEqualTo(1);
        router.does(Requests.guest(3));
    }

    @Test
    void shouldArmAndDisarmATrace() {
        router.does(Requests.guest(3));
        final VireoTrace arm =
                new VireoTrace().op(SandeshOp.ADD).put(VireoTrace.VIF, 3).put(VireoTrace.COUNT, 500);
        assertThat(router.get(VireoTrace.class, arm).value(VireoTrace.SESSION)).isEqualTo(7);
        assertThat(router.traces.armedVif).isEqualTo(3);
        assertThat(router.traces.armedCount).isEqualTo(64);
        assertThat(router.code(arm)).as("no second session").isEqualTo(-16);

        final VireoTrace fetch = new VireoTrace().op(SandeshOp.GET).put(VireoTrace.SESSION, 7);
        assertThat(router.get(VireoTrace.class, fetch).value(VireoTrace.STEPS)).isEmpty();
        router.does(new VireoTrace().op(SandeshOp.DEL).put(VireoTrace.SESSION, 7));
        assertThat(router.traces.armedCount).isZero();
        assertThat(router.code(arm.put(VireoTrace.VIF, 9))).isEqualTo(-19);
        assertThat(router.code(arm.put(VireoTrace.VIF, -1).put(VireoTrace.COUNT, 0)))
                .isEqualTo(-22);
    }

    @Test
    void shouldTakeALedgersSnapshot() {
        final VireoLedger question = new VireoLedger().op(SandeshOp.GET);
        final VireoLedger answer = router.get(VireoLedger.class, question);
        assertThat(answer.value(VireoLedger.SEQUENCE)).isEqualTo(1);
        assertThat(answer.value(VireoLedger.LCORES)).isEqualTo(2);
        router.snapshots.stuck = true;
        assertThat(router.code(question)).isEqualTo(-110);
    }

    @Test
    void shouldShowAStitchedMac() {
        router.does(Requests.fabric());
        router.does(Requests.encap(5, 0));
        router.does(Requests.route(1, 0x0a000001, 32, 5).put(VrRoute.MAC, WireMac.toBytes(0x021122334455L)));
        assertThat(router.tables.route(1, 0x0a000001).stitchedMac()).isEqualTo(0x021122334455L);
    }

    private long packets() {
        return router.get(VrInterface.class, new VrInterface().op(SandeshOp.GET).put(VrInterface.IDX, 3))
                .value(VrInterface.IPACKETS);
    }
}
