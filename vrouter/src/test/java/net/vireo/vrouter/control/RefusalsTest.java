// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import static org.assertj.core.api.Assertions.assertThat;

import net.vireo.sandesh.SandeshObject;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrDropStats;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrMpls;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.VrRoute;
import net.vireo.sandesh.VrVrf;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is wrong with a request is answered with the error of the original, and nothing changes. */
class RefusalsTest {
    private static final int ENOENT = -2;
    private static final int EBUSY = -16;
    private static final int ENODEV = -19;
    private static final int EINVAL = -22;
    private static final int EMSGSIZE = -90;
    private static final int EOPNOTSUPP = -95;
    private static final String HEADER = "525400aa0002525400aa00010800";

    private final Router router = new Router();

    @BeforeEach
    void givenAFabricAndAGuest() {
        router.does(Requests.fabric());
        router.does(Requests.guest(3));
        router.does(Requests.encap(44, 3));
    }

    @Test
    void shouldRefuseIndicesOutOfRange() {
        refuses(EINVAL, Requests.guest(-1));
        refuses(EINVAL, Requests.guest(64));
        refuses(EINVAL, Requests.encap(1024, 3));
        refuses(EINVAL, Requests.encap(-5, 3));
        refuses(EINVAL, Requests.label(6000, 44));
        refuses(EINVAL, Requests.label(-1, 44));
        refuses(EINVAL, Requests.route(16, 0x0a000000, 8, 44));
        refuses(EINVAL, Requests.route(-1, 0x0a000000, 8, 44));
        refuses(EINVAL, new VrVrf().op(SandeshOp.ADD).put(VrVrf.IDX, 16));
        refuses(EINVAL, new VrVrf().op(SandeshOp.ADD).put(VrVrf.FLAGS, 2).put(VrVrf.HBFL_VIF_IDX, 64));
        refuses(EINVAL, Requests.guest(4).put(VrInterface.VRF, 16));
        refuses(EINVAL, Requests.guest(4).put(VrInterface.MCAST_VRF, -2));
        refuses(EINVAL, Requests.guest(4).put(VrInterface.NH_ID, 1024));
        refuses(EINVAL, Requests.guest(4).put(VrInterface.MTU, 70_000));
        refuses(EINVAL, Requests.encap(45, 3).put(VrNexthop.VRF, 16));
    }

    @Test
    void shouldRefuseReferencesToNothing() {
        refuses(ENODEV, Requests.encap(45, 9));
        refuses(ENODEV, Requests.nexthop(45, Nexthop.TYPE_RECEIVE));
        refuses(ENODEV, Requests.tunnel(45, HEADER).put(VrNexthop.ENCAP_OIF_ID, 9));
        refuses(EINVAL, Requests.label(20, 45));
        refuses(ENOENT, Requests.route(1, 0x0a000000, 8, 45));
        refuses(ENODEV, Requests.guest(4).put(VrInterface.CROSS_CONNECT_IDX, 9));
        refuses(ENODEV, Requests.guest(4).put(VrInterface.CROSS_CONNECT_IDX, 4));
    }

    @Test
    void shouldRefuseToDeleteOrShowWhatIsNotThere() {
        for (final SandeshOp op : new SandeshOp[] {SandeshOp.GET, SandeshOp.DEL}) {
            refuses(ENOENT, new VrNexthop().op(op).put(VrNexthop.ID, 45));
            refuses(ENOENT, new VrMpls().op(op).put(VrMpls.LABEL, 20));
            refuses(ENOENT, new VrMpls().op(op).put(VrMpls.LABEL, Integer.MIN_VALUE));
            refuses(ENOENT, new VrVrf().op(op).put(VrVrf.IDX, 3));
            refuses(ENOENT, Requests.route(1, 0x0a000000, 8, 44).op(op));
        }
        refuses(ENOENT, new VrInterface().op(SandeshOp.GET).put(VrInterface.IDX, 9));
        refuses(
                ENOENT,
                new VrInterface().op(SandeshOp.GET).put(VrInterface.IDX, -1).put(VrInterface.OS_IDX, 77));
        refuses(ENODEV, new VrInterface().op(SandeshOp.DEL).put(VrInterface.IDX, 9));
        refuses(EINVAL, new VrNexthop().op(SandeshOp.DEL).put(VrNexthop.ID, 0));
    }

    @Test
    void shouldRefuseListsOfTheWrongLength() {
        refuses(EINVAL, Requests.guest(4).put(VrInterface.MAC, new byte[5]));
        refuses(EINVAL, Requests.guest(4).put(VrInterface.MAC));
        refuses(EINVAL, Requests.route(1, 0, 8, 44).put(VrRoute.PREFIX, new byte[3]));
        refuses(EINVAL, Requests.route(1, 0, 8, 44).put(VrRoute.PREFIX, new byte[16]));
        refuses(EINVAL, Requests.route(1, 0, 8, 44).put(VrRoute.MAC, new byte[7]));
        refuses(EINVAL, Requests.route(1, 0, 33, 44));
        refuses(EINVAL, Requests.route(1, 0, -1, 44));
        refuses(EINVAL, Requests.encap(45, 3).put(VrNexthop.ENCAP));
        refuses(EINVAL, Requests.encap(45, 3).put(VrNexthop.ENCAP, new byte[13]));
        refuses(EINVAL, Requests.encap(45, 3).put(VrNexthop.ENCAP, new byte[28]));
        refuses(EINVAL, Requests.tunnel(45, HEADER).put(VrNexthop.ENCAP_OIF_ID, 0, 0, 0, 0));
        refuses(EINVAL, Requests.tunnel(45, HEADER).put(VrNexthop.TUN_DIP, 0));
        refuses(EINVAL, Requests.nexthop(45, Nexthop.TYPE_COMPOSITE).put(VrNexthop.NH_LIST, 44));
        refuses(
                EMSGSIZE,
                Requests.nexthop(45, Nexthop.TYPE_COMPOSITE)
                        .put(VrNexthop.NH_LIST, new int[600])
                        .put(VrNexthop.LABEL_LIST, new int[600]));
        refuses(EMSGSIZE, Requests.guest(4).put(VrInterface.HW_QUEUES, new int[1000]));
    }

    @Test
    void shouldRefuseLabelsOfMoreThanTwentyBits() {
        refuses(EINVAL, Requests.route(1, 0, 8, 44).put(VrRoute.LABEL_FLAGS, 1).put(VrRoute.LABEL, 1 << 20));
        refuses(EINVAL, Requests.route(1, 0, 8, 44).put(VrRoute.LABEL_FLAGS, 1).put(VrRoute.LABEL, -1));
    }

    @Test
    void shouldRefuseKindsThatDoNotExistOrAreNotHere() {
        refuses(EINVAL, Requests.nexthop(45, 0));
        refuses(EINVAL, Requests.nexthop(45, 9));
        refuses(EINVAL, Requests.vif(4, 10, "x", 1));
        refuses(EOPNOTSUPP, Requests.vif(4, 9, "mon3", 1));
        refuses(EINVAL, Requests.guest(4).put(VrInterface.TRANSPORT, 4));
        refuses(EOPNOTSUPP, Requests.route(1, 0, 8, 44).put(VrRoute.FAMILY, 17));
        refuses(
                EOPNOTSUPP,
                Requests.tunnel(45, HEADER).put(VrNexthop.TUN_DIP, 0).put(VrNexthop.TUN_DIP6, new byte[16]));
        refuses(EOPNOTSUPP, new VrDropStats().op(SandeshOp.DEL));
        refuses(EOPNOTSUPP, Requests.label(42, 44).op(SandeshOp.RESPONSE));
        refuses(EINVAL, new VrDropStats().op(SandeshOp.GET).put(VrDropStats.CORE, 3));
    }

    @Test
    void shouldRefuseToTurnAVifIntoAnother() {
        refuses(EINVAL, Requests.vif(3, Vif.TYPE_VIRTUAL, "other", Requests.ROUTER_MAC));
        refuses(EINVAL, Requests.vif(3, Vif.TYPE_HOST, "tap3", Requests.ROUTER_MAC));
        refuses(EINVAL, Requests.guest(4).put(VrInterface.NAME, "x".repeat(65)));
        refuses(EINVAL, Requests.guest(4).put(VrInterface.NAME, ""));
    }

    @Test
    void shouldAnswerWithTheErrorOfADeviceThatDoesNotOpen() {
        refuses(EBUSY, Requests.guest(4).put(VrInterface.NAME, "broken"));
        assertThat(router.tables.vif(4)).isNull();
    }

    private void refuses(final int error, final SandeshObject<?> request) {
        final String before = state();
        assertThat(router.code(request)).as(request.toString()).isEqualTo(error);
        assertThat(state()).as("after " + request).isEqualTo(before);
    }

    private String state() {
        final StringBuilder state = new StringBuilder().append(router.ports.attached.keySet());
        state.append(router.tables.vrfsAfter(-1));
        for (int i = 0; i < 64; i++) {
            state.append(router.tables.vif(i)).append(router.tables.nexthop(i) == null ? '-' : '+');
            state.append(router.tables.labelNexthopId(i));
        }
        return state.append(router.tables.route(1, 0x0a000001)).toString();
    }
}
