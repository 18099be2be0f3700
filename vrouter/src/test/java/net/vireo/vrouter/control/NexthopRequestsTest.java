// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.WireMac;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.NexthopAction;
import net.vireo.vrouter.table.NexthopDetails;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NexthopRequestsTest {
    private static final int EINVAL = -22;
    private static final int VALID = Nexthop.FLAG_VALID;
    private static final int MULTICAST = VALID | Nexthop.FLAG_MULTICAST;
    private static final int BRIDGED_ENCAP = 10;
    private static final int ROUTED_ENCAP = 11;
    private static final int MULTICAST_ENCAP = 12;
    private static final int MPLS_TUNNEL = 20;
    private static final int VXLAN_TUNNEL = 21;
    private static final int UDP_TUNNEL = 22;
    private static final int FREE = 100;
    private static final String HEADER = "525400aa0002525400aa00010800";

    private final Router router = new Router();

    @BeforeEach
    void givenMembers() {
        router.does(Requests.fabric());
        router.does(Requests.guest(3));
        router.does(Requests.encap(BRIDGED_ENCAP, 3).put(VrNexthop.FAMILY, 7).put(VrNexthop.ENCAP));
        router.does(Requests.encap(ROUTED_ENCAP, 3));
        router.does(Requests.encap(MULTICAST_ENCAP, 3).put(VrNexthop.FLAGS, MULTICAST));
        router.does(Requests.tunnel(MPLS_TUNNEL, HEADER));
        router.does(tunnel(VXLAN_TUNNEL, Nexthop.FLAG_TUNNEL_VXLAN));
        router.does(tunnel(UDP_TUNNEL, Nexthop.FLAG_TUNNEL_UDP));
    }

    @Test
    void shouldKeepMembersLabelsAndHashFieldsOfAComposite() {
        router.does(composite(FREE, VALID | Nexthop.FLAG_COMPOSITE_ECMP, ROUTED_ENCAP, -1, MPLS_TUNNEL)
                .put(VrNexthop.LABEL_LIST, -1, -1, 42)
                .put(VrNexthop.ECMP_CONFIG_HASH, 0x1f & ~4));
        final Nexthop composite = router.tables.nexthop(FREE);
        assertThat(composite.action).isEqualTo(NexthopAction.ECMP);
        assertThat(composite.details.members()).containsExactly(ROUTED_ENCAP, Nexthop.NO_MEMBER, MPLS_TUNNEL);
        assertThat(composite.details.labels()).containsExactly(NexthopDetails.NO_LABEL, NexthopDetails.NO_LABEL, 42);
        assertThat(composite.details.ecmpHashFields()).isEqualTo(0x1b);
        assertThat(uses(MPLS_TUNNEL)).isEqualTo(2);

        router.does(composite(FREE, VALID | Nexthop.FLAG_COMPOSITE_ECMP, ROUTED_ENCAP));
        assertThat(uses(MPLS_TUNNEL)).isEqualTo(1);
        router.does(new VrNexthop().op(SandeshOp.DEL).put(VrNexthop.ID, FREE));
        assertThat(uses(ROUTED_ENCAP)).isEqualTo(1);
    }

    @Test
    void shouldTakeTunnelsOnlyIntoCompositesThatCopyToTunnels() {
        for (final int kind : new int[] {Nexthop.FLAG_COMPOSITE_FABRIC, Nexthop.FLAG_COMPOSITE_EVPN}) {
            router.does(composite(FREE, MULTICAST | kind, MPLS_TUNNEL, VXLAN_TUNNEL, -1, 999));
            refuses(composite(FREE, MULTICAST | kind, UDP_TUNNEL));
            refuses(composite(FREE, MULTICAST | kind, BRIDGED_ENCAP));
            refuses(composite(FREE, MULTICAST | kind, 0));
        }
        router.does(composite(FREE, MULTICAST | Nexthop.FLAG_COMPOSITE_TOR, VXLAN_TUNNEL));
        refuses(composite(FREE, MULTICAST | Nexthop.FLAG_COMPOSITE_TOR, MPLS_TUNNEL));
    }

    @Test
    void shouldTellBridgedFromRoutedMembersByMulticast() {
        router.does(composite(FREE, MULTICAST | Nexthop.FLAG_COMPOSITE_ENCAP, BRIDGED_ENCAP, MULTICAST_ENCAP));
        refuses(composite(FREE, MULTICAST | Nexthop.FLAG_COMPOSITE_ENCAP, ROUTED_ENCAP));
        router.does(Requests.encap(BRIDGED_ENCAP, 3).put(VrNexthop.FAMILY, 7).put(VrNexthop.FLAGS, MULTICAST));
        refuses(composite(FREE, MULTICAST | Nexthop.FLAG_COMPOSITE_ENCAP, BRIDGED_ENCAP));
    }

    @Test
    void shouldTakeCompositesOnlyIntoAMulticastTree() {
        router.does(composite(30, MULTICAST | Nexthop.FLAG_COMPOSITE_FABRIC, MPLS_TUNNEL));
        router.does(composite(31, VALID | Nexthop.FLAG_COMPOSITE_ECMP, ROUTED_ENCAP));
        router.does(composite(FREE, MULTICAST, 30));
        assertThat(router.tables.nexthop(FREE).action).isEqualTo(NexthopAction.REPLICATE);
        refuses(composite(FREE, MULTICAST, 31));
        refuses(composite(FREE, MULTICAST, MPLS_TUNNEL));
    }

    @Test
    void shouldNeverLetACompositeLeadBackToItself() {
        refuses(composite(FREE, VALID, FREE));
        router.does(composite(30, VALID, 31));
        router.does(composite(31, VALID, 32));
        refuses(composite(32, VALID, 30));
        assertThat(router.code(Requests.tunnel(32, HEADER)
                        .put(VrNexthop.FLAGS, VALID | Nexthop.FLAG_TUNNEL_UDP_MPLS | Nexthop.FLAG_INDIRECT)
                        .put(VrNexthop.NH_LIST, 30)
                        .put(VrNexthop.LABEL_LIST, 17)))
                .isEqualTo(EINVAL);
        router.does(composite(32, VALID, MPLS_TUNNEL, MPLS_TUNNEL));
    }

    @Test
    void shouldFollowAChainOfAnyLength() {
        for (int id = 1023; id > FREE; id--) {
            router.does(composite(id, VALID, id - 1));
        }
        refuses(composite(FREE, VALID, 1023));
    }

    @Test
    void shouldKeepWhatTunnelsNeed() {
        router.does(tunnel(VXLAN_TUNNEL, Nexthop.FLAG_TUNNEL_VXLAN | Nexthop.FLAG_L3_VXLAN)
                .put(VrNexthop.RW_DST_MAC, WireMac.toBytes(0x0211_2233_4455L)));
        assertThat(router.tables.nexthop(VXLAN_TUNNEL).details.overlayMac()).isEqualTo(0x0211_2233_4455L);
        assertThat(router.tables.nexthop(VXLAN_TUNNEL).details.transportLabel()).isEqualTo(NexthopDetails.NO_LABEL);
        final int twoLabels = Nexthop.FLAG_TUNNEL_UDP_MPLS | Nexthop.FLAG_TUNNEL_MPLS_OVER_MPLS;
        router.does(tunnel(MPLS_TUNNEL, twoLabels).put(VrNexthop.TRANSPORT_LABEL, 99));
        assertThat(router.tables.nexthop(MPLS_TUNNEL).details.transportLabel()).isEqualTo(99);
        refuses(tunnel(FREE, twoLabels).put(VrNexthop.TRANSPORT_LABEL, 1 << 20));
        refuses(tunnel(FREE, twoLabels).put(VrNexthop.TRANSPORT_LABEL, -1));
        refuses(tunnel(FREE, 0));
        refuses(tunnel(FREE, Nexthop.FLAG_TUNNEL_VXLAN).put(VrNexthop.RW_DST_MAC, new byte[5]));
        router.does(tunnel(FREE, Nexthop.FLAG_TUNNEL_GRE));
        assertThat(router.tables.nexthop(FREE).action).isEqualTo(NexthopAction.TUNNEL_MPLS_GRE);
    }

    @Test
    void shouldStandForAnotherNexthopWhenIndirect() {
        router.does(tunnel(FREE, Nexthop.FLAG_TUNNEL_UDP_MPLS | Nexthop.FLAG_INDIRECT)
                .put(VrNexthop.NH_LIST, MPLS_TUNNEL)
                .put(VrNexthop.LABEL_LIST, 17));
        assertThat(router.tables.nexthop(FREE).details.members()).containsExactly(MPLS_TUNNEL);
        assertThat(router.tables.nexthop(FREE).details.labels()).containsExactly(17);
        router.does(tunnel(FREE, Nexthop.FLAG_TUNNEL_UDP_MPLS)
                .put(VrNexthop.NH_LIST, MPLS_TUNNEL)
                .put(VrNexthop.LABEL_LIST, 17));
        assertThat(router.tables.nexthop(FREE).details.members()).isEmpty();
    }

    @Test
    void shouldRefuseWhatAMemberCannotBe() {
        final int ecmp = VALID | Nexthop.FLAG_COMPOSITE_ECMP;
        refuses(composite(FREE, ecmp, -2));
        refuses(composite(FREE, ecmp, 1024));
        refuses(composite(FREE, ecmp, MPLS_TUNNEL).put(VrNexthop.LABEL_LIST, -2));
        refuses(composite(FREE, ecmp, MPLS_TUNNEL).put(VrNexthop.LABEL_LIST, 1 << 24));
        refuses(composite(FREE, ecmp, MPLS_TUNNEL).put(VrNexthop.LABEL_LIST));
        refuses(composite(FREE, ecmp, new int[129]));
        router.does(composite(FREE, ecmp, new int[128]));
    }

    @Test
    void shouldRefuseATranslationIntoNoVrf() {
        refuses(Requests.nexthop(FREE, Nexthop.TYPE_VRF_TRANSLATE).put(VrNexthop.VRF, -1));
        router.does(Requests.nexthop(FREE, Nexthop.TYPE_VRF_TRANSLATE).put(VrNexthop.VRF, 2));
        router.does(Requests.nexthop(FREE + 1, Nexthop.TYPE_L2_RECEIVE));
        assertThat(router.tables.nexthop(FREE + 1).action).isEqualTo(NexthopAction.L2_RECEIVE);
        router.does(Requests.nexthop(FREE + 2, Nexthop.TYPE_RESOLVE));
        assertThat(router.tables.nexthop(FREE + 2).action).isEqualTo(NexthopAction.RESOLVE);
    }

    private static VrNexthop composite(final int id, final int flags, final int... members) {
        return Requests.nexthop(id, Nexthop.TYPE_COMPOSITE)
                .put(VrNexthop.VRF, 1)
                .put(VrNexthop.FLAGS, flags)
                .put(VrNexthop.NH_LIST, members)
                .put(VrNexthop.LABEL_LIST, new int[members.length]);
    }

    private static VrNexthop tunnel(final int id, final int flags) {
        return Requests.tunnel(id, HEADER).put(VrNexthop.FLAGS, VALID | flags);
    }

    private int uses(final int id) {
        return router.get(VrNexthop.class, new VrNexthop().op(SandeshOp.GET).put(VrNexthop.ID, id))
                .value(VrNexthop.REF_CNT);
    }

    private void refuses(final VrNexthop request) {
        final Nexthop before = router.tables.nexthop(request.value(VrNexthop.ID));
        assertThat(router.code(request)).as(request.toString()).isEqualTo(EINVAL);
        assertThat(router.tables.nexthop(request.value(VrNexthop.ID))).isSameAs(before);
    }
}
