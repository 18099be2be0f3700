// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.vireo.sandesh.Field;
import net.vireo.sandesh.Paged;
import net.vireo.sandesh.ResponseCode;
import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrBridgeTableData;
import net.vireo.sandesh.VrFcMap;
import net.vireo.sandesh.VrHugepageConfig;
import net.vireo.sandesh.VrInfo;
import net.vireo.sandesh.VrMemStats;
import net.vireo.sandesh.VrMirror;
import net.vireo.sandesh.VrPktDropLog;
import net.vireo.sandesh.VrQosMap;
import net.vireo.sandesh.VrResponse;
import net.vireo.sandesh.VrVrfAssign;
import net.vireo.sandesh.VrVrfStats;
import net.vireo.sandesh.VrVxlan;
import net.vireo.sandesh.VrouterOps;
import net.vireo.vrouter.counter.DropLog;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.table.Settings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Overlays, mirrors, marking, statistics and switches: what is taken, what is refused, and dumps without loss. */
class FeatureRequestsTest {
    private static final int ENOENT = -2;
    private static final int ENODEV = -19;
    private static final int EINVAL = -22;
    private static final int EOPNOTSUPP = -95;

    private final Router router = new Router();

    @BeforeEach
    void givenANexthop() {
        router.does(Requests.guest(3));
        router.does(Requests.encap(44, 3));
    }

    @Test
    void shouldRefuseWhatIsOutOfRangeOrNotThere() {
        refuses(EINVAL, vni(1 << 24, 44));
        refuses(EINVAL, vni(-1, 44));
        refuses(EINVAL, vni(5, 45));
        refuses(ENOENT, vni(5, 0).op(SandeshOp.DEL));
        refuses(ENOENT, vni(-5, 0).op(SandeshOp.GET));
        refuses(EINVAL, mirror(255));
        refuses(EINVAL, mirror(-1));
        refuses(EINVAL, mirror(1).put(VrMirror.NHID, 45));
        refuses(EINVAL, mirror(1).put(VrMirror.VNI, 1 << 24));
        refuses(EINVAL, mirror(1).put(VrMirror.VLAN, 4096));
        refuses(ENOENT, mirror(-7).op(SandeshOp.DEL));
        refuses(ENODEV, vlan(4, 100));
        refuses(EINVAL, vlan(3, 4096));
        refuses(EINVAL, vlan(3, -1));
        refuses(EINVAL, vlan(3, 1).put(VrVrfAssign.VIF_VRF, 16));
        refuses(EINVAL, vlan(3, 1).put(VrVrfAssign.NH_ID, 1024));
        refuses(ENOENT, vlan(3, 1).op(SandeshOp.GET));
        refuses(ENOENT, vlan(3, -1).op(SandeshOp.DEL));
        refuses(EINVAL, new VrVrfStats().op(SandeshOp.GET).put(VrVrfStats.VRF, 16));
        refuses(EOPNOTSUPP, new VrVrfStats().op(SandeshOp.GET).put(VrVrfStats.FAMILY, 10));
        refuses(EOPNOTSUPP, new VrMemStats().op(SandeshOp.RESET));
        refuses(EOPNOTSUPP, new VrBridgeTableData().put(VrBridgeTableData.OP, 0));
    }

    @Test
    void shouldRefuseMarkingsThatAreNone() {
        final VrQosMap map = new VrQosMap().op(SandeshOp.ADD);
        refuses(EINVAL, map.put(VrQosMap.ID, 4096));
        map.put(VrQosMap.ID, 4095);
        refuses(EINVAL, map.put(VrQosMap.DSCP, (byte) 1));
        refuses(EINVAL, map.put(VrQosMap.DSCP_FC_ID, (byte) 1, (byte) 2));
        refuses(EINVAL, map.put(VrQosMap.DSCP, (byte) 1, (byte) 64));
        refuses(EINVAL, map.put(VrQosMap.DSCP, (byte) 1, (byte) -1));
        refuses(ENOENT, new VrQosMap().op(SandeshOp.GET).put(VrQosMap.ID, 4095));
        refuses(EINVAL, fc(1).put(VrFcMap.DSCP));
        refuses(EINVAL, fc(256));
        refuses(EINVAL, fc(-1));
        refuses(EINVAL, fc(1).put(VrFcMap.DSCP, (byte) 64));
        refuses(EINVAL, fc(1).put(VrFcMap.MPLS_QOS, (byte) 8));
        refuses(EINVAL, fc(1).put(VrFcMap.DOTONEP, (byte) -1));
        refuses(ENOENT, fc(1).op(SandeshOp.DEL));
        refuses(ENOENT, fc(-5).op(SandeshOp.GET));
    }

    @Test
    void shouldChangeOnlyTheNamedRowsOfAQosMap() {
        final VrQosMap map = new VrQosMap().op(SandeshOp.ADD).put(VrQosMap.ID, 7);
        router.does(map.put(VrQosMap.DSCP, (byte) 10, (byte) 63).put(VrQosMap.DSCP_FC_ID, (byte) 1, (byte) 255));
        router.does(map.put(VrQosMap.DSCP, (byte) 10).put(VrQosMap.DSCP_FC_ID, (byte) 9));
        final byte[] classes = router.tables.qosMaps().at(7).classes();
        assertThat(classes[10]).isEqualTo((byte) 9);
        assertThat(classes[63]).isEqualTo((byte) 255);
        final VrQosMap shown =
                router.get(VrQosMap.class, new VrQosMap().op(SandeshOp.GET).put(VrQosMap.ID, 7));
        assertThat(shown.value(VrQosMap.DSCP)).containsExactly(10, 63);
        assertThat(shown.value(VrQosMap.DSCP_FC_ID)).containsExactly(9, 255);
        router.does(new VrouterOps().op(SandeshOp.RESET));
        refuses(ENOENT, new VrQosMap().op(SandeshOp.GET).put(VrQosMap.ID, 7));
    }

    @Test
    void shouldDumpPageByPage() {
        for (int i = 0; i < 200; i++) {
            router.does(vni(1 + i * 70_000, 44));
            router.does(mirror(i));
            router.does(vlan(3, i * 20));
            router.does(fc(i));
            router.does(new VrQosMap()
                    .op(SandeshOp.ADD)
                    .put(VrQosMap.ID, i * 20)
                    .put(VrQosMap.DSCP, new byte[64])
                    .put(VrQosMap.DSCP_FC_ID, new byte[64]));
        }
        assertThat(dumped(new VrVxlan(), VrVxlan.VNID)).hasSize(200).isSorted().doesNotHaveDuplicates();
        assertThat(dumped(new VrMirror(), VrMirror.INDEX))
                .hasSize(200)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(dumped(new VrVrfAssign().put(VrVrfAssign.VIF_INDEX, 3), VrVrfAssign.VLAN_ID))
                .hasSize(200)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(dumped(new VrQosMap(), VrQosMap.ID)).hasSize(200).isSorted().doesNotHaveDuplicates();
        assertThat(dumped(new VrFcMap(), null)).hasSize(200);
    }

    @Test
    void shouldAnswerToAnyMarker() {
        router.does(vni(7, 44));
        router.does(mirror(7));
        router.does(vlan(3, 7));
        router.does(fc(7));
        for (final int marker : new int[] {Integer.MIN_VALUE, -2, Integer.MAX_VALUE}) {
            final int shown = marker < 0 ? 1 : 0;
            assertThat(router.code(vni(marker, 0).op(SandeshOp.DUMP))).isEqualTo(shown);
            assertThat(router.code(mirror(0).put(VrMirror.MARKER, marker).op(SandeshOp.DUMP)))
                    .isEqualTo(shown);
        }
        for (final int marker : new int[] {Short.MIN_VALUE, Short.MAX_VALUE}) {
            final int shown = marker < 0 ? 1 : 0;
            assertThat(router.code(vlan(3, 0).put(VrVrfAssign.MARKER, marker).op(SandeshOp.DUMP)))
                    .isEqualTo(shown);
            assertThat(router.code(fc(0).put(VrFcMap.MARKER, marker).op(SandeshOp.DUMP)))
                    .isEqualTo(shown);
        }
    }

    @Test
    void shouldShowTheStatisticsOfTheVrfsThatThereAre() {
        router.does(Requests.route(5, 0x0a000000, 8, 44));
        router.does(Requests.route6(6, new byte[16], 0, 44));
        assertThat(dumped(new VrVrfStats(), VrVrfStats.VRF)).containsExactly(1, 5, 6);
    }

    @Test
    void shouldTakeSettings() {
        router.does(new VrouterOps()
                .op(SandeshOp.ADD)
                .put(VrouterOps.FROM_VM_MSS_ADJ, -1)
                .put(VrouterOps.TO_VM_MSS_ADJ, 0)
                .put(VrouterOps.FLOW_HOLD_LIMIT, 77)
                .put(VrouterOps.BURST_TOKENS, 100)
                .put(VrouterOps.BURST_INTERVAL, 200)
                .put(VrouterOps.BURST_STEP, 10)
                .put(VrouterOps.PACKET_DUMP, 1)
                .put(VrouterOps.UNCOND_CLOSE_FLOW_ON_TCP_RST, 1)
                .put(VrouterOps.PRIORITY_TAGGING, 1)
                .put(VrouterOps.LOG_TYPE_ENABLE, 8, 9));
        assertThat(router.tables.settings()).isEqualTo(new Settings(true, false, 77, 100, 200, 10, true, true));
        router.does(new VrouterOps()
                .op(SandeshOp.ADD)
                .put(VrouterOps.FLOW_HOLD_LIMIT, -1)
                .put(VrouterOps.UNCOND_CLOSE_FLOW_ON_TCP_RST, 2)
                .put(VrouterOps.LOG_TYPE_DISABLE, 8));
        assertThat(router.tables.settings().flowHoldLimit()).isEqualTo(77);
        assertThat(router.tables.settings().closeOnAnyReset()).isFalse();
        assertThat(router.tables.settings().tagPriority())
                .as("0 leaves a switch")
                .isTrue();
        final VrouterOps shown = operations();
        assertThat(shown.value(VrouterOps.LOG_TYPE_ENABLE)).containsExactly(9);
        assertThat(shown.value(VrouterOps.MIRROR_ENTRIES)).isEqualTo(255);
        assertThat(shown.value(VrouterOps.BRIDGE_ENTRIES)).isEqualTo(256);
        assertThat(shown.value(VrouterOps.OFLOW_BRIDGE_ENTRIES)).isEqualTo(64);
        assertThat(shown.value(VrouterOps.FLOW_USED_OENTRIES)).isEqualTo(1);
    }

    @Test
    void shouldSwitchTheDropLog() {
        assertThat(operations().value(VrouterOps.PKT_DROPLOG_EN)).isEqualTo(1);
        assertThat(operations().value(VrouterOps.PKT_DROPLOG_BUFSZ)).isEqualTo(8);
        router.does(new VrouterOps().op(SandeshOp.ADD).put(VrouterOps.PKT_DROPLOG_EN, 2));
        assertThat(router.dropLog.mode()).isEqualTo(DropLog.Mode.OFF);
        assertThat(operations().value(VrouterOps.PKT_DROPLOG_EN)).isZero();
        router.does(new VrouterOps()
                .op(SandeshOp.ADD)
                .put(VrouterOps.PKT_DROPLOG_EN, 1)
                .put(VrouterOps.PKT_DROPLOG_MIN_EN, 1));
        assertThat(router.dropLog.mode()).isEqualTo(DropLog.Mode.MINIMAL);
        router.does(new VrouterOps().op(SandeshOp.ADD));
        assertThat(router.dropLog.mode()).as("left").isEqualTo(DropLog.Mode.MINIMAL);
        router.does(new VrPktDropLog().op(SandeshOp.ADD).put(VrPktDropLog.PKT_DROPLOG_EN, 1));
        assertThat(router.dropLog.mode()).isEqualTo(DropLog.Mode.FULL);
        final VrPktDropLog shown = router.get(
                VrPktDropLog.class, new VrPktDropLog().op(SandeshOp.GET).put(VrPktDropLog.CORE, 1));
        assertThat(shown.value(VrPktDropLog.MAX_NUM_CORES)).isEqualTo(2);
        assertThat(shown.value(VrPktDropLog.PKT_DROPLOG_EN)).isEqualTo(1);
        refuses(EINVAL, new VrPktDropLog().op(SandeshOp.GET).put(VrPktDropLog.CORE, 2));
        router.does(new VrPktDropLog().op(SandeshOp.RESET));
    }

    @Test
    void shouldMakeItsStateAgainFromRequests() {
        router.does(vni(5000, 44));
        router.does(mirror(7).put(VrMirror.FLAGS, 1));
        router.does(vlan(3, 100).put(VrVrfAssign.NH_ID, 999));
        router.does(fc(9));
        router.does(new VrQosMap()
                .op(SandeshOp.ADD)
                .put(VrQosMap.ID, 7)
                .put(VrQosMap.DSCP, (byte) 10)
                .put(VrQosMap.DSCP_FC_ID, (byte) 1));
        final Router again = new Router();
        again.does(Requests.guest(3));
        again.does(Requests.encap(44, 3));
        final List<Integer> named = new ArrayList<>();
        router.objects.featureRequests(new RequestSink() {
            @Override
            public void add(final SandeshObject<?> request) {
                assertThat(FeatureHandlers.changesState(request)).isTrue();
                again.does(request);
            }

            @Override
            public void addNamingNexthop(final int nexthopId, final SandeshObject<?> request) {
                named.add(nexthopId);
                add(request);
            }
        });
        assertThat(named).containsExactly(44, 44);
        assertThat(again.tables.vxlan().nexthopId(5000)).isEqualTo(44);
        assertThat(again.tables.mirrors().at(7))
                .isEqualTo(router.tables.mirrors().at(7));
        assertThat(again.tables.vlanAssignment(3, 100)).isEqualTo(router.tables.vlanAssignment(3, 100));
        assertThat(again.tables.forwardingClasses().at(9))
                .isEqualTo(router.tables.forwardingClasses().at(9));
        final VrQosMap question = new VrQosMap().op(SandeshOp.GET).put(VrQosMap.ID, 7);
        assertThat(again.get(VrQosMap.class, question)).isEqualTo(router.get(VrQosMap.class, question));
        assertThat(FeatureHandlers.changesState(question)).isFalse();
    }

    @Test
    void shouldTellOfItselfInWords() {
        router.snapshots.memory.lcore(1).add(LcoreCounter.RECEIVED, 5);
        assertThat(text(0)).isEqualTo("Vireo 0.1.0\n");
        assertThat(text(1)).contains("0.1.0", "compute1", "no DPDK");
        assertThat(text(4)).startsWith("Name                    Size").contains("packet_pool");
        assertThat(text(7))
                .contains("No. of forwarding lcores: 2", "No. of interfaces: 1", "Lcore 11: packets received 5");
        refuses(EOPNOTSUPP, new VrInfo().op(SandeshOp.GET).put(VrInfo.MSGINFO, 2));
        final VrInfo beyond = new VrInfo().op(SandeshOp.GET).put(VrInfo.MARKER, 99);
        assertThat(router.get(VrInfo.class, beyond).value(VrInfo.PROC_INFO)).isEmpty();
    }

    @Test
    void shouldNameNoFileOfALayoutThatTheOriginalDoesNotKnow() {
        final VrBridgeTableData place = router.get(
                VrBridgeTableData.class, new VrBridgeTableData().put(VrBridgeTableData.OP, SandeshOp.GET.code()));
        assertThat(place.value(VrBridgeTableData.FILE_PATH)).isEmpty();
        assertThat(place.value(VrBridgeTableData.SIZE)).isZero();
        final VrHugepageConfig pages = new VrHugepageConfig().put(VrHugepageConfig.MEM, 1, 2);
        assertThat(router.get(VrHugepageConfig.class, pages).value(VrHugepageConfig.RESP))
                .isZero();
    }

    private String text(final int subject) {
        final VrInfo question = new VrInfo().op(SandeshOp.DUMP).put(VrInfo.MSGINFO, subject);
        question.fromStart();
        final List<SandeshObject<?>> reply = router.ask(question);
        assertThat(((VrResponse) reply.getFirst()).value(VrResponse.CODE)).isEqualTo(1);
        return new String(((VrInfo) reply.getLast()).value(VrInfo.PROC_INFO), StandardCharsets.UTF_8);
    }

    private VrouterOps operations() {
        return router.get(VrouterOps.class, new VrouterOps().op(SandeshOp.GET));
    }

    /** Every page, by the markers that a client of ours sends. */
    @SuppressWarnings("unchecked")
    private <O extends SandeshObject<O> & Paged<O>> List<Integer> dumped(final O question, final Field.OfInt<O> key) {
        question.op(SandeshOp.DUMP);
        question.fromStart();
        final List<Integer> keys = new ArrayList<>();
        boolean more = true;
        while (more) {
            final List<SandeshObject<?>> reply = router.ask(question);
            more = ResponseCode.hasMore(((VrResponse) reply.getFirst()).value(VrResponse.CODE));
            for (final SandeshObject<?> object : reply.subList(1, reply.size())) {
                keys.add(key == null ? 0 : ((O) object).value(key));
                question.after((O) object);
            }
        }
        return keys;
    }

    private static VrVxlan vni(final int vni, final int nexthopId) {
        return new VrVxlan().op(SandeshOp.ADD).put(VrVxlan.VNID, vni).put(VrVxlan.NHID, nexthopId);
    }

    private static VrMirror mirror(final int index) {
        return new VrMirror()
                .op(SandeshOp.ADD)
                .put(VrMirror.INDEX, index)
                .put(VrMirror.NHID, 44)
                .put(VrMirror.VNI, -1);
    }

    private static VrVrfAssign vlan(final int vif, final int vlan) {
        return new VrVrfAssign()
                .op(SandeshOp.ADD)
                .put(VrVrfAssign.VIF_INDEX, vif)
                .put(VrVrfAssign.VLAN_ID, vlan)
                .put(VrVrfAssign.VIF_VRF, 2);
    }

    private static VrFcMap fc(final int id) {
        return new VrFcMap()
                .op(SandeshOp.ADD)
                .put(VrFcMap.ID, id)
                .put(VrFcMap.DSCP, (byte) 46)
                .put(VrFcMap.MPLS_QOS, (byte) 5)
                .put(VrFcMap.DOTONEP, (byte) 5)
                .put(VrFcMap.QUEUE_ID, (byte) 3);
    }

    private void refuses(final int error, final SandeshObject<?> request) {
        assertThat(router.code(request)).as(request.toString()).isEqualTo(error);
    }
}
