// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrInterface;
import net.vireo.vrouter.flow.FatFlowRules;
import net.vireo.vrouter.table.VhostSocket;
import net.vireo.vrouter.table.Vif;
import net.vireo.vrouter.table.VifFeatures;
import org.junit.jupiter.api.Test;

class InterfaceRequestsTest {
    private static final int EINVAL = -22;
    private static final int EOPNOTSUPP = -95;
    private static final long MAC = 0x02_0000_0000_0aL;

    private final Router router = new Router();

    private static VrInterface vhostUser(final String name, final int mode, final int queues) {
        return Requests.vif(4, Vif.TYPE_VIRTUAL, name, Requests.ROUTER_MAC)
                .put(VrInterface.TRANSPORT, Vif.TRANSPORT_PMD)
                .put(VrInterface.VHOSTUSER_MODE, mode)
                .put(VrInterface.HW_QUEUES, new int[queues])
                .put(VrInterface.VRF, 1)
                .put(VrInterface.MCAST_VRF, 1);
    }

    @Test
    void shouldKeepHowTheSocketOfAPollModeGuestIsMade() {
        router.does(vhostUser("tap4", 1, 2));
        assertThat(router.tables.vif(4).isVhostUser()).isTrue();
        assertThat(router.tables.vif(4).features().vhost()).isEqualTo(new VhostSocket(true, 2));

        router.does(vhostUser("", 0, 0).put(VrInterface.MTU, 9000)); // a change of something else
        assertThat(router.tables.vif(4).features().vhost()).isEqualTo(new VhostSocket(true, 2));
        assertThat(shown(4).value(VrInterface.VHOSTUSER_MODE)).isEqualTo(1);
        assertThat(shown(4).value(VrInterface.HW_QUEUES)).containsExactly(0, 1);
        assertThat(router.code(vhostUser("tap4", 0, 2))).as("another mode").isEqualTo(EINVAL);
    }

    @Test
    void shouldTakeAPathOrAPlainNameForASocketAndNothingBetween() {
        router.does(vhostUser("/run/" + "x".repeat(102), 0, 1));
        router.does(new VrInterface().op(SandeshOp.DEL).put(VrInterface.IDX, 4));
        refuses(EINVAL, vhostUser("/run/" + "x".repeat(103), 0, 1));
        refuses(EINVAL, vhostUser("../control", 0, 1));
        refuses(EINVAL, vhostUser("x".repeat(65), 0, 1));
        refuses(EINVAL, vhostUser("tap4", 2, 1));
        refuses(EINVAL, vhostUser("tap4", 0, 65));
    }

    private static VrInterface fabric(final String name) {
        return Requests.vif(0, Vif.TYPE_PHYSICAL, name, Requests.ROUTER_MAC)
                .put(VrInterface.TRANSPORT, Vif.TRANSPORT_PMD)
                .put(VrInterface.VHOSTUSER_MODE, 1)
                .put(VrInterface.HW_QUEUES, new int[2]);
    }

    @Test
    void shouldTakeASocketAsTheFabricWhereItsNameSaysSo() {
        router.does(fabric("/run/" + "x".repeat(102)));
        assertThat(router.tables.vif(0).isVhostUser()).isTrue();
        assertThat(router.tables.vif(0).isVirtioUser()).isFalse();
        assertThat(router.tables.vif(0).features().vhost()).isEqualTo(new VhostSocket(true, 2));
        router.does(new VrInterface().op(SandeshOp.DEL).put(VrInterface.IDX, 0));

        router.does(fabric("virtio-user:/run/" + "x".repeat(102)));
        assertThat(router.tables.vif(0).isVirtioUser()).isTrue();
        assertThat(router.tables.vif(0).isVhostUser()).isFalse();
        router.does(new VrInterface().op(SandeshOp.DEL).put(VrInterface.IDX, 0));

        router.does(fabric("0000:02:00.0")); // as Contrail's agent names a card: a link, for us
        assertThat(router.tables.vif(0).isVhostUser()).isFalse();
        router.does(new VrInterface().op(SandeshOp.DEL).put(VrInterface.IDX, 0));

        refuses(EINVAL, fabric("/run/" + "x".repeat(103)));
        refuses(EINVAL, fabric("virtio-user:/run/" + "x".repeat(103)));
        refuses(EINVAL, fabric("virtio-user:f.sock"));
        refuses(EINVAL, fabric("virtio-user:"));
    }

    @Test
    void shouldGiveASubInterfaceNoDeviceOfItsOwn() {
        router.does(Requests.guest(3));
        router.does(child(5, 3, 100));
        assertThat(router.ports.attached.keySet()).containsExactly(3);
        assertThat(router.tables.subInterfaces().of(3, 100, MAC)).isEqualTo(5);
        final VrInterface shown = shown(5);
        assertThat(shown.value(VrInterface.PARENT_VIF_IDX)).isEqualTo(3);
        assertThat(shown.value(VrInterface.VLAN_ID)).isEqualTo(100);
        assertThat(shown(3).value(VrInterface.REF_CNT)).isEqualTo(2);
        assertThat(shown(3).value(VrInterface.PARENT_VIF_IDX)).isEqualTo(-1);

        router.does(new VrInterface().op(SandeshOp.DEL).put(VrInterface.IDX, 5));
        assertThat(router.tables.subInterfaces().of(3, 100, MAC)).isEqualTo(Vif.NONE);
        assertThat(router.ports.attached.keySet()).containsExactly(3);
    }

    @Test
    void shouldTellSubInterfacesApartByTheirSources() {
        router.does(Requests.guest(3));
        router.does(child(5, 3, 100).put(VrInterface.SRC_MAC, HexFormat.of().parseHex("02000000000a02000000000b")));
        router.does(child(6, 3, 100).put(VrInterface.SRC_MAC, HexFormat.of().parseHex("02000000000c")));
        assertThat(router.tables.subInterfaces().of(3, 100, MAC)).isEqualTo(5);
        assertThat(router.tables.subInterfaces().of(3, 100, MAC + 2)).isEqualTo(6);
        assertThat(router.tables.subInterfaces().of(3, 100, MAC + 3)).isEqualTo(Vif.NONE);
        assertThat(shown(5).value(VrInterface.BRIDGE_IDX)).containsExactly(0, 1);
    }

    @Test
    void shouldKeepASubInterfaceOneWhenOnlyItsFlagsChange() {
        router.does(child(5, 3, 100)
                .put(VrInterface.OVLAN_ID, 200)
                .put(VrInterface.SRC_MAC, HexFormat.of().parseHex("02000000000a")));
        router.does(new VrInterface()
                .op(SandeshOp.ADD)
                .put(VrInterface.IDX, 5)
                .put(VrInterface.FLAGS, Vif.FLAG_L3)
                .put(VrInterface.VRF, -1));
        final VifFeatures features = router.tables.vif(5).features();
        assertThat(features.parent()).isEqualTo(3);
        assertThat(features.vlan()).isEqualTo(100);
        assertThat(features.outerVlan()).isEqualTo(200);
        assertThat(features.sourceMacs()).containsExactly(MAC);
        assertThat(shown(5).value(VrInterface.OVLAN_ID)).isEqualTo(200);
        assertThat(router.tables.vif(5).flags()).isEqualTo(Vif.FLAG_L3);
    }

    @Test
    void shouldRefuseParentsTagsAndSourcesThatCannotBe() {
        router.does(child(5, 3, 100));
        refuses(EINVAL, child(6, 6, 100));
        refuses(EINVAL, child(6, 5, 100));
        refuses(EINVAL, child(6, -1, 100));
        refuses(EINVAL, child(6, 64, 100));
        refuses(EINVAL, child(6, 3, 4096));
        refuses(EINVAL, child(6, 3, -1));
        refuses(EINVAL, child(6, 3, 1).put(VrInterface.OVLAN_ID, 4096));
        refuses(EINVAL, child(6, 3, 1).put(VrInterface.SRC_MAC, new byte[7]));
        refuses(EINVAL, child(6, 3, 1).put(VrInterface.SRC_MAC, new byte[30]));
    }

    @Test
    void shouldKeepWhatOnlySomeInterfacesHave() {
        router.does(Requests.guest(3)
                .put(VrInterface.FLAGS, Vif.FLAG_L3 | Vif.FLAG_MIRROR_RX)
                .put(VrInterface.IP6_U, 0x0000_0000_b80d_0120L)
                .put(VrInterface.IP6_L, 0x0300_0000_0000_0000L)
                .put(VrInterface.MIR_ID, 7)
                .put(VrInterface.IN_MIRROR_MD, new byte[255])
                .put(VrInterface.OUT_MIRROR_MD, (byte) 1, (byte) 2)
                .put(VrInterface.QOS_MAP_INDEX, 4095)
                .put(VrInterface.FAT_FLOW_PROTOCOL_PORT, 0x0011_0035, 1));
        final VifFeatures features = router.tables.vif(3).features();
        assertThat(features.ip6High()).isEqualTo(0x2001_0db8_0000_0000L);
        assertThat(features.ip6Low()).isEqualTo(3);
        assertThat(features.mirror()).isEqualTo(7);
        assertThat(features.ingressMetadata()).hasSize(255);
        assertThat(features.egressMetadata()).containsExactly(1, 2);
        assertThat(features.qosMap()).isEqualTo(4095);
        assertThat(features.fatFlowRules()).containsExactly(0x0011_0035, 1);
        assertThat(features.parent()).isEqualTo(Vif.NONE);
        assertThat(features.isPlain()).isFalse();

        router.does(Requests.guest(4).put(VrInterface.MIR_ID, 7));
        assertThat(router.tables.vif(4).features().mirror())
                .as("without a mirror flag")
                .isEqualTo(VifFeatures.NO_MIRROR);
        assertThat(router.tables.vif(4).features().isPlain()).isTrue();
    }

    @Test
    void shouldBuildFatFlowRulesAndForgetThem() {
        router.does(Requests.guest(3)
                // DNS; all of ICMP; and one that aggregates by prefixes, which is left out
                .put(VrInterface.FAT_FLOW_PROTOCOL_PORT, 0x0011_0035, 1, 0x1006_0050)
                .put(VrInterface.FAT_FLOW_EXCLUDE_IP6_U_LIST, Long.reverseBytes(0x2001_0db8_0000_0000L))
                .put(VrInterface.FAT_FLOW_EXCLUDE_IP6_L_LIST, 0)
                .put(VrInterface.FAT_FLOW_EXCLUDE_IP6_PLEN_LIST, 32));
        final FatFlowRules rules = router.fatFlows.of(3);
        assertThat(rules.ignored(17, 53, 40_000, false)).isEqualTo(FatFlowRules.DESTINATION_PORT);
        assertThat(rules.ignored(6, 80, 40_000, false)).isZero();
        assertThat(rules.isExcluded(0x2001_0db8_ffff_0000L, 7)).isTrue();
        assertThat(rules.isExcluded(0x2001_0db9_ffff_0000L, 7)).isFalse();

        router.does(Requests.guest(3));
        assertThat(router.fatFlows.of(3).isEmpty()).isTrue();
        router.does(Requests.guest(3).put(VrInterface.FAT_FLOW_PROTOCOL_PORT, 0x0011_0035));
        router.does(new VrInterface().op(SandeshOp.DEL).put(VrInterface.IDX, 3));
        assertThat(router.fatFlows.of(3).isEmpty()).isTrue();
        refuses(EINVAL, Requests.guest(6).put(VrInterface.FAT_FLOW_EXCLUDE_IP6_PLEN_LIST, 32));
        refuses(
                EINVAL,
                Requests.guest(6)
                        .put(VrInterface.FAT_FLOW_EXCLUDE_IP6_U_LIST, new long[4])
                        .put(VrInterface.FAT_FLOW_EXCLUDE_IP6_L_LIST, new long[4])
                        .put(VrInterface.FAT_FLOW_EXCLUDE_IP6_PLEN_LIST, new int[4]));
        refuses(
                EINVAL,
                Requests.guest(6)
                        .put(VrInterface.FAT_FLOW_EXCLUDE_IP6_U_LIST, 1)
                        .put(VrInterface.FAT_FLOW_EXCLUDE_IP6_L_LIST, 1)
                        .put(VrInterface.FAT_FLOW_EXCLUDE_IP6_PLEN_LIST, 129));
    }

    @Test
    void shouldRefuseIndicesAndListsThatAreTooLarge() {
        final int mirrored = Vif.FLAG_L3 | Vif.FLAG_MIRROR_TX;
        refuses(EINVAL, Requests.guest(6).put(VrInterface.FLAGS, mirrored).put(VrInterface.MIR_ID, 255));
        refuses(EINVAL, Requests.guest(6).put(VrInterface.FLAGS, mirrored).put(VrInterface.MIR_ID, -1));
        refuses(EINVAL, Requests.guest(6).put(VrInterface.IN_MIRROR_MD, new byte[256]));
        refuses(EINVAL, Requests.guest(6).put(VrInterface.OUT_MIRROR_MD, new byte[256]));
        refuses(EINVAL, Requests.guest(6).put(VrInterface.QOS_MAP_INDEX, 4096));
        refuses(EINVAL, Requests.guest(6).put(VrInterface.QOS_MAP_INDEX, -2));
        refuses(EINVAL, Requests.guest(6).put(VrInterface.FAT_FLOW_PROTOCOL_PORT, new int[129]));
    }

    @Test
    void shouldTakeTheAgentsAndAGatewaysVif() {
        router.does(Requests.vif(2, Vif.TYPE_AGENT, "unix", Requests.ROUTER_MAC)
                .put(VrInterface.TRANSPORT, Vif.TRANSPORT_SOCKET)
                .put(VrInterface.VRF, Vif.NO_VRF));
        router.does(Requests.vif(6, Vif.TYPE_GATEWAY, "vgw", Requests.ROUTER_MAC));
        assertThat(router.ports.attached.keySet()).containsExactly(2, 6);
        assertThat(router.tables.vif(2).vrf()).isEqualTo(Vif.NO_VRF);
        for (final int type : new int[] {4, 7, Vif.TYPE_VLAN, Vif.TYPE_MONITORING}) {
            refuses(EOPNOTSUPP, Requests.vif(7, type, "x", Requests.ROUTER_MAC));
        }
    }

    private static VrInterface child(final int index, final int parent, final int vlan) {
        return Requests.vif(index, Vif.TYPE_VIRTUAL_VLAN, "sub" + index, Requests.ROUTER_MAC)
                .put(VrInterface.VRF, 1)
                .put(VrInterface.PARENT_VIF_IDX, parent)
                .put(VrInterface.VLAN_ID, vlan);
    }

    private VrInterface shown(final int index) {
        return router.get(VrInterface.class, new VrInterface().op(SandeshOp.GET).put(VrInterface.IDX, index));
    }

    private void refuses(final int error, final VrInterface request) {
        assertThat(router.code(request)).as(request.toString()).isEqualTo(error);
        assertThat(router.tables.vif(request.value(VrInterface.IDX))).isNull();
    }
}
