// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TablesTest {
    private final Tables tables = new Tables(new Tables.Limits(8, 4, 16, 32));

    @Test
    void shouldAnswerNothingForIndicesOutOfRange() {
        for (final int index : new int[] {-1, 32, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThat(tables.vif(index)).isNull();
            assertThat(tables.nexthop(index)).isNull();
            assertThat(tables.labelNexthopId(index)).isEqualTo(-1);
            assertThat(tables.route(index, 1)).isSameAs(Route.MISS);
            assertThat(tables.routes(index)).isNull();
            assertThat(tables.route6(index, 1, 1)).isSameAs(Route.MISS);
            assertThat(tables.routes6(index)).isNull();
            assertThat(tables.vlanAssignment(index, index)).isNull();
            assertThat(tables.mirrors().at(index)).isNull();
            assertThat(tables.vxlan().nexthopId(index)).isEqualTo(-1);
        }
    }

    @Test
    void shouldCountWhoNamesANexthop() {
        tables.putNexthop(encap(5, 3));
        tables.putLabel(20, 5);
        tables.putLabel(20, 5);
        tables.putRoute(1, new Route(0x0a000000, 8, 5, 0, 0));
        tables.putRoute(1, new Route(0x0b000000, 8, 5, 0, 0));
        tables.putVif(vif(3, 5));
        assertThat(tables.nexthopUses(5)).isEqualTo(4);

        tables.putRoute(1, new Route(0x0b000000, 8, 0, 0, 0));
        tables.removeLabel(20);
        tables.removeLabel(20);
        tables.putVif(vif(3, 0));
        assertThat(tables.nexthopUses(5)).isEqualTo(1);
        assertThat(tables.removeRoute(1, 0x0a000000, 8)).isTrue();
        assertThat(tables.removeRoute(1, 0x0a000000, 8)).isFalse();
        assertThat(tables.nexthopUses(5)).isZero();
    }

    @Test
    void shouldCountEveryKindOfEntryThatNamesANexthop() {
        tables.putNexthop(encap(5, 3));
        tables.putNexthop(encap(6, 3));
        final int[] members = {5, Nexthop.NO_MEMBER, 6, 5};
        tables.putNexthop(Nexthop.composite(7, 2, Nexthop.FLAG_VALID, 1, NexthopDetails.members(members, new int[4])));
        assertThat(tables.nexthopUses(5)).isEqualTo(2);
        tables.putRoute6(1, new Route(0x2001_0db8_0000_0000L, 0, 32, 5, 0, 0, 0));
        tables.putVxlan(5000, 5);
        tables.putVxlan(5000, 5);
        tables.putMirror(new Mirror(1, 5, 0, -1, 0));
        tables.putMirror(new Mirror(1, 5, 0, -1, 0));
        tables.putVlanAssignment(3, 100, new VlanAssignment(1, 5));
        tables.putVlanAssignment(3, 100, new VlanAssignment(2, 5));
        assertThat(tables.nexthopUses(5)).isEqualTo(6);

        assertThat(tables.removeRoute6(1, 0x2001_0db8_0000_0000L, 0, 32)).isTrue();
        assertThat(tables.removeVxlan(5000)).isTrue();
        assertThat(tables.removeVxlan(5000)).isFalse();
        assertThat(tables.removeMirror(1)).isTrue();
        assertThat(tables.removeMirror(1)).isFalse();
        tables.removeVif(3);
        assertThat(tables.vlanAssignment(3, 100)).as("goes with its vif").isNull();
        assertThat(tables.removeVlanAssignment(3, 100)).isFalse();
        tables.removeNexthop(7);
        assertThat(tables.nexthopUses(5)).isZero();
        assertThat(tables.nexthopUses(6)).isZero();
    }

    @Test
    void shouldFindTheNextVniFromAnywhere() {
        tables.putVxlan(0, 0);
        tables.putVxlan(4096, 0);
        tables.putVxlan(VxlanTable.MAX_VNI, 0);
        assertThat(tables.vxlan().nextAfter(Integer.MIN_VALUE)).isZero();
        assertThat(tables.vxlan().nextAfter(-1)).isZero();
        assertThat(tables.vxlan().nextAfter(0)).isEqualTo(4096);
        assertThat(tables.vxlan().nextAfter(4096)).isEqualTo(VxlanTable.MAX_VNI);
        assertThat(tables.vxlan().nextAfter(VxlanTable.MAX_VNI)).isEqualTo(-1);
        assertThat(tables.vxlan().nextAfter(Integer.MAX_VALUE)).isEqualTo(-1);
    }

    @Test
    void shouldTakeContrailsShareForTheOverflow() {
        assertThat(Tables.Limits.DEFAULT.flows().total()).isEqualTo(629_760);
        assertThat(Tables.Limits.DEFAULT.bridge().overflowEntries()).isEqualTo(53_248);
    }

    @Test
    void shouldNotTakeAVifWithoutANexthopForAUserOfTheDiscard() {
        tables.putRoute(1, new Route(0x0a000000, 8, 0, 0, 0));
        tables.putVif(vif(3, 0));
        tables.removeVif(3);
        assertThat(tables.nexthopUses(0)).isEqualTo(1);
    }

    @Test
    void shouldCountWhoNamesAVif() {
        tables.putVif(vif(3, 0));
        tables.putNexthop(encap(5, 3));
        tables.putNexthop(encap(6, 3));
        tables.putVif(vif(4, 0).withCrossConnect(3));
        assertThat(tables.vifUses(3)).isEqualTo(3);

        tables.putNexthop(encap(6, 4));
        tables.removeNexthop(5);
        tables.removeVif(4);
        assertThat(tables.vifUses(3)).isZero();
    }

    @Test
    void shouldKeepTheDiscardNexthop() {
        tables.removeNexthop(0);
        assertThat(tables.nexthop(0)).isSameAs(Nexthop.DISCARD);
        tables.clear();
        assertThat(tables.nexthop(0)).isSameAs(Nexthop.DISCARD);
    }

    @Test
    void shouldForgetEverythingWhenCleared() {
        tables.putVif(vif(3, 5));
        tables.putNexthop(encap(5, 3));
        tables.putLabel(20, 5);
        tables.putRoute(1, new Route(0x0a000000, 8, 5, 0, 0));
        tables.putVrf(new VrfEntry(1, VrfEntry.FLAG_VALID, 0, 0));

        tables.clear();

        assertThat(tables.vif(3)).isNull();
        assertThat(tables.nexthop(5)).isNull();
        assertThat(tables.labelNexthopId(20)).isEqualTo(-1);
        assertThat(tables.route(1, 0x0a000001)).isSameAs(Route.MISS);
        assertThat(tables.vrf(1)).isNull();
        assertThat(tables.nexthopUses(5)).isZero();
        assertThat(tables.vifUses(3)).isZero();
        assertThat(tables.routeTreeBytes()).isZero();
    }

    private static Nexthop encap(final int id, final int vifIndex) {
        return new Nexthop(id, Nexthop.TYPE_ENCAP, 2, Nexthop.FLAG_VALID, 1, vifIndex, 0, 0, new byte[14]);
    }

    private static Vif vif(final int index, final int nexthopId) {
        return new Vif(
                index,
                Vif.TYPE_VIRTUAL,
                Vif.TRANSPORT_ETH,
                "tap" + index,
                1,
                1,
                0,
                0x02_0000_0000_01L,
                0,
                1514,
                nexthopId,
                -1,
                Vif.NONE);
    }
}
