// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.vireo.sandesh.Field;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrFcMap;
import net.vireo.sandesh.VrInterface;
import net.vireo.sandesh.VrMemStats;
import net.vireo.sandesh.VrMirror;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.VrQosMap;
import net.vireo.sandesh.VrRoute;
import net.vireo.sandesh.VrVrf;
import net.vireo.sandesh.VrVrfAssign;
import net.vireo.sandesh.VrVxlan;
import net.vireo.sandesh.WireIpv4;
import net.vireo.sandesh.WireIpv6;
import net.vireo.sandesh.WireMac;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.PortCounter;
import net.vireo.vrouter.counter.VifCounter;
import net.vireo.vrouter.counter.VrfCounter;
import net.vireo.vrouter.table.BridgeKey;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Vif;
import org.junit.jupiter.api.Test;

/**
 * The requests of the original tools, answered with the bytes that those tools accepted, after the state that each
 * conversation implies was made by requests. Where a recording holds what this router does not have, the recording is
 * patched there, with the reason beside it, and everything else compared.
 */
class RecordedConversationsTest {
    private static final byte[] IPV6 = {0x20, 0x01, 0x0d, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3};
    private static final String FABRIC_HEADER = "525400aa0002525400aa00010800";

    private static final Recorded.Patch NONE = object -> {};

    /** The slot of the stitched MAC, which no two bridge tables share. */
    private final Recorded.Patch ourBridgeIndex = object -> {
        if (object instanceof VrRoute route && route.value(VrRoute.INDEX) >= 0) {
            final int slot = router().tables.bridge().find(BridgeKey.of(0x021122334455L, 1));
            assertThat(slot).isNotNegative();
            route.put(VrRoute.INDEX, slot);
        }
    };

    private static final Recorded.Patch NO_LINK_SPEED = object -> {
        // Nobody asks devices for their speed yet; the original prints it for fabric interfaces only.
        if (object instanceof VrInterface vif) {
            vif.put(VrInterface.SPEED, -1).put(VrInterface.DUPLEX, -1);
        }
    };

    private Router router = new Router();

    @Test
    void shouldAnswerForALabel() {
        givenNexthops44And46();
        router.does(Requests.label(42, 44));
        check("mpls --get 42", 0, NONE);
    }

    @Test
    void shouldDumpLabels() {
        givenNexthops44And46();
        router.does(Requests.encap(10, 3));
        router.does(Requests.label(42, 44));
        router.does(Requests.label(16, 10));
        check("mpls --dump", 0, NONE);
    }

    @Test
    void shouldRefuseALabelThatDoesNotExist() {
        check("mpls --get 43", 0, NONE);
    }

    @Test
    void shouldCreateALabel() {
        givenNexthops44And46();
        check("mpls --create 42 --nh 44", 0, NONE);
        assertThat(router.tables.labelNexthopId(42)).isEqualTo(44);
    }

    @Test
    void shouldAnswerForNexthops() {
        givenNexthops44And46();
        users(44, 3);
        users(46, 1);
        check("nh --get 44", 0, NONE);
        check("nh --get 46", 0, NONE);
        check("nh --get 99", 0, NONE);
    }

    @Test
    void shouldAnswerForACompositeAndItsMembers() {
        givenNexthops44And46();
        router.does(new VrNexthop()
                .op(SandeshOp.ADD)
                .put(VrNexthop.ID, 50)
                .put(VrNexthop.TYPE, Nexthop.TYPE_COMPOSITE)
                .put(VrNexthop.VRF, 1)
                .put(VrNexthop.FLAGS, 0x401)
                .put(VrNexthop.NH_LIST, 44, 46)
                .put(VrNexthop.LABEL_LIST, -1, 42)
                .put(VrNexthop.NH_COUNT, 2));
        users(44, 2);
        users(50, 1);
        check("nh --get 50", 0, NONE);
    }

    @Test
    void shouldDumpNexthopsPageByPage() {
        router = new Router(new Paging(2));
        givenNexthops44And46();
        users(0, 8);
        users(44, 3);
        users(46, 1);
        check("nh --list", 0, object -> {
            // The recording repeats objects of a get here; a dump says so in each object, as its first one does.
            if (object instanceof VrNexthop nexthop) {
                nexthop.op(SandeshOp.DUMP);
            }
        });
    }

    @Test
    void shouldRefuseToChangeTheTypeOfANexthop() {
        givenNexthops44And46();
        check("nh --create 44 --type 5 --vrf 0", 0, NONE);
        assertThat(router.tables.nexthop(44).type).isEqualTo(Nexthop.TYPE_ENCAP);
    }

    @Test
    void shouldAnswerForAVif() {
        givenVif3(449, IPV6);
        vifUsers(3, 4);
        traffic(3, 5, 490, 1, 6, 588, 2);
        check("vif --get 3", 0, NONE);
    }

    @Test
    void shouldAnswerForAVifWithItsDrops() {
        givenVif3(449, IPV6);
        vifUsers(3, 4);
        traffic(3, 5, 490, 1, 6, 588, 2);
        for (final DropReason reason : DropReason.upstreamReasons()) {
            router.traffic.set(FakeTraffic.FIRST_CORE, 3, reason, 10L * reason.wireField() - 1);
            router.traffic.set(FakeTraffic.SECOND_CORE, 3, reason, 1);
        }
        check("vif --get 3 --get-drop-stats", 0, NONE);
    }

    @Test
    void shouldDumpVifsPageByPage() {
        router = new Router(new Paging(2));
        router.does(Requests.vif(0, Vif.TYPE_PHYSICAL, "0000:03:00.0", Requests.FABRIC_MAC)
                .put(VrInterface.FLAGS, 0x2200)
                .put(VrInterface.NH_ID, 4));
        router.does(Requests.vif(1, Vif.TYPE_HOST, "vhost0", Requests.FABRIC_MAC)
                .put(VrInterface.OS_IDX, 1)
                .put(VrInterface.IP, WireIpv4.toWire(0xc0000201))
                .put(VrInterface.NH_ID, 5));
        givenVif3(449, IPV6);
        vifUsers(0, 5);
        vifUsers(1, 7);
        vifUsers(3, 4);
        traffic(0, 1000, 64000, 0, 900, 57600, 0);
        traffic(1, 10, 640, 0, 9, 576, 0);
        traffic(3, 5, 490, 1, 6, 588, 2);
        check("vif --list", 0, NO_LINK_SPEED);
    }

    @Test
    void shouldAnswerForTheFabricVif() {
        router.does(Requests.vif(0, Vif.TYPE_PHYSICAL, "0000:03:00.0", Requests.FABRIC_MAC)
                .put(VrInterface.FLAGS, 0x2c0)
                .put(VrInterface.OS_IDX, 0x300)
                .put(VrInterface.NH_ID, 4));
        vifUsers(0, 1);
        traffic(0, 1000, 60000, 0, 900, 50000, 0);
        router.traffic.set(Traffic.ALL_CORES, 0, PortCounter.RX_PACKETS, 1000);
        router.traffic.set(Traffic.ALL_CORES, 0, PortCounter.TX_PACKETS, 900);
        check("vif --get 0", 0, object -> {
            NO_LINK_SPEED.apply(object);
            if (object instanceof VrInterface vif) {
                // Counters of a DPDK device and of its queues, and the names of its driver and bond.
                vif.put(VrInterface.QUEUE_IPACKETS, 0)
                        .put(VrInterface.QUEUE_OPACKETS, 0)
                        .put(VrInterface.QUEUE_IERRORS_TO_LCORE)
                        .put(VrInterface.DEV_IBYTES, 0)
                        .put(VrInterface.DEV_IPACKETS, 0)
                        .put(VrInterface.DEV_OBYTES, 0)
                        .put(VrInterface.DEV_OPACKETS, 0)
                        .put(VrInterface.INTF_STATUS, 0)
                        .put(VrInterface.FAB_NAME)
                        .put(VrInterface.FAB_DRV_NAME)
                        .put(VrInterface.VLAN_TAG, 0);
            }
        });
    }

    @Test
    void shouldAnswerForAServiceVifAndItsVlans() {
        givenVif3(197, new byte[16]);
        vifUsers(3, 1);
        router.does(new VrVrfAssign()
                .op(SandeshOp.ADD)
                .put(VrVrfAssign.VIF_INDEX, 3)
                .put(VrVrfAssign.VLAN_ID, 100)
                .put(VrVrfAssign.VIF_VRF, 2)
                .put(VrVrfAssign.NH_ID, 9));
        check("vif --get 3", 1, NONE);
    }

    @Test
    void shouldDumpRoutesOnOneOrTwoPages() {
        givenRoutes();
        check("rt --dump 1", 0, ourBridgeIndex);
        router = new Router(new Paging(1));
        givenRoutes();
        check("rt --dump 1", 1, ourBridgeIndex);
    }

    @Test
    void shouldAnswerForARoute() {
        givenRoutes();
        check("rt --get 10.1.1.3/32 --vrf 1", 0, ourBridgeIndex);
    }

    @Test
    void shouldDumpIpv6Routes() {
        givenNexthops44And46();
        router.does(Requests.route6(1, IPV6, 128, 44));
        check("rt --dump 1 --family inet6", 0, NONE);
    }

    @Test
    void shouldAnswerForDrops() {
        for (final DropReason reason : DropReason.upstreamReasons()) {
            router.traffic.setDrop(FakeTraffic.FIRST_CORE, reason, 4L * reason.wireField());
            router.traffic.setDrop(FakeTraffic.SECOND_CORE, reason, 6L * reason.wireField());
        }
        check("dropstats", 0, NONE);
    }

    @Test
    void shouldAnswerForAVrf() {
        router.does(new VrVrf()
                .op(SandeshOp.ADD)
                .put(VrVrf.IDX, 5)
                .put(VrVrf.FLAGS, 7)
                .put(VrVrf.HBFL_VIF_IDX, 7)
                .put(VrVrf.HBFR_VIF_IDX, 8));
        check("vrftable --get 5", 0, NONE);
    }

    @Test
    void shouldAnswerForVnis() {
        givenNexthops44And46();
        router.does(new VrVxlan().op(SandeshOp.ADD).put(VrVxlan.VNID, 5000).put(VrVxlan.NHID, 44));
        check("vxlan --get 5000", 0, NONE);
        check("vxlan --dump", 0, NONE);
    }

    /** The tool's requests hold memory garbage here. */
    @Test
    void shouldAnswerForMirrorsAndTheirUsers() {
        givenNexthops44And46();
        router.does(new VrMirror()
                .op(SandeshOp.ADD)
                .put(VrMirror.INDEX, 1)
                .put(VrMirror.NHID, 46)
                .put(VrMirror.VNI, -1));
        router.does(Requests.guest(4).put(VrInterface.FLAGS, 0x8).put(VrInterface.MIR_ID, 1));
        check("mirror --get 1", 0, NONE);
        check("mirror --dump", 0, NONE);
    }

    @Test
    void shouldAnswerForTheStatisticsOfAVrf() {
        router.does(new VrVrf().op(SandeshOp.ADD).put(VrVrf.IDX, 1));
        for (final VrfCounter counter : VrfCounter.values()) {
            router.traffic.set(Traffic.ALL_CORES, 1, counter, counter.wireField());
        }
        check("vrfstats --get 1", 0, NONE);
        check("vrfstats --dump", 0, NONE);
    }

    @Test
    void shouldAnswerForMarkings() {
        router.does(new VrQosMap()
                .op(SandeshOp.ADD)
                .put(VrQosMap.ID, 1)
                .put(VrQosMap.DSCP, (byte) 10, (byte) 46)
                .put(VrQosMap.DSCP_FC_ID, (byte) 1, (byte) 2));
        router.does(new VrQosMap()
                .op(SandeshOp.ADD)
                .put(VrQosMap.ID, 1)
                .put(VrQosMap.MPLS_QOS, (byte) 5)
                .put(VrQosMap.MPLS_QOS_FC_ID, (byte) 2)
                .put(VrQosMap.DOTONEP, (byte) 5)
                .put(VrQosMap.DOTONEP_FC_ID, (byte) 2));
        router.does(new VrFcMap()
                .op(SandeshOp.ADD)
                .put(VrFcMap.ID, 2)
                .put(VrFcMap.DSCP, (byte) 46)
                .put(VrFcMap.MPLS_QOS, (byte) 5)
                .put(VrFcMap.DOTONEP, (byte) 5)
                .put(VrFcMap.QUEUE_ID, (byte) 3));
        check("qosmap --get-qos 1", 0, NONE);
        check("qosmap --get-fc 2", 0, NONE);
    }

    /** The recording numbers all kinds of object through; of most this router has none. */
    @Test
    void shouldAnswerForItsMemory() {
        givenNexthops44And46();
        check("vrmemstats", 0, object -> {
            if (object instanceof VrMemStats memory) {
                memory.fields().stream()
                        .filter(field -> field.id() > VrMemStats.RID.id())
                        .forEach(field -> memory.put((Field.OfLong<VrMemStats>) field, 0));
                memory.put(VrMemStats.INTERFACE_OBJECT, 2)
                        .put(VrMemStats.NEXTHOP_OBJECT, 3)
                        .put(VrMemStats.ALLOCED, 5);
            }
        });
    }

    private void check(final String command, final int which, final Recorded.Patch patch) {
        for (final Recorded.Exchange exchange :
                Recorded.conversations(command).get(which).exchanges()) {
            final List<String> expected = exchange.replies().stream()
                    .map(reply -> Recorded.patched(reply, patch))
                    .toList();
            assertThat(answer(exchange.request())).as(command).isEqualTo(expected);
        }
    }

    private List<String> answer(final String request) {
        return router.send(Recorded.bytes(request)).stream().map(Recorded::hex).toList();
    }

    private Router router() {
        return router;
    }

    private void givenNexthops44And46() {
        router.does(Requests.fabric());
        router.does(Requests.guest(3));
        router.does(Requests.encap(44, 3).put(VrNexthop.FLAGS, Nexthop.FLAG_VALID | Nexthop.FLAG_POLICY));
        router.does(Requests.tunnel(46, FABRIC_HEADER));
    }

    private void givenVif3(final int flags, final byte[] ipv6) {
        router.does(Requests.vif(3, Vif.TYPE_VIRTUAL, "tapvm1", Requests.ROUTER_MAC)
                .put(VrInterface.FLAGS, flags)
                .put(VrInterface.VRF, 1)
                .put(VrInterface.MCAST_VRF, 1)
                .put(VrInterface.OS_IDX, 3)
                .put(VrInterface.IP, WireIpv4.toWire(0x0a010103))
                .put(VrInterface.IP6_U, WireIpv6.upperToWire(ipv6))
                .put(VrInterface.IP6_L, WireIpv6.lowerToWire(ipv6))
                .put(VrInterface.NH_ID, 44));
    }

    private void givenRoutes() {
        givenNexthops44And46();
        router.does(Requests.nexthop(13, Nexthop.TYPE_RESOLVE));
        router.does(Requests.route(1, 0x0a010100, 24, 13).put(VrRoute.LABEL_FLAGS, Route.FLAG_ARP_FLOOD));
        router.does(Requests.route(1, 0x0a010103, 32, 44)
                .put(VrRoute.LABEL_FLAGS, Route.FLAG_LABEL_VALID | Route.FLAG_ARP_PROXY)
                .put(VrRoute.LABEL, 42)
                .put(VrRoute.MAC, WireMac.toBytes(0x021122334455L)));
        router.does(new VrRoute()
                .op(SandeshOp.ADD)
                .put(VrRoute.VRF_ID, 1)
                .put(VrRoute.FAMILY, 7)
                .put(VrRoute.MAC, WireMac.toBytes(0x021122334455L))
                .put(VrRoute.NH_ID, 44));
    }

    /** Labels that name a next hop, so that it has so many users. */
    private void users(final int nexthopId, final int count) {
        for (int i = 0; i < count; i++) {
            router.does(Requests.label(100 * (nexthopId + 1) + i, nexthopId));
        }
    }

    /** Next hops that leave by a vif, so that it has so many users. */
    private void vifUsers(final int vif, final int count) {
        for (int i = 0; i < count; i++) {
            router.does(Requests.encap(200 + 10 * vif + i, vif));
        }
    }

    /** Half of it on each core, the odd one on the first. */
    private void traffic(
            final int vif,
            final long rxPackets,
            final long rxBytes,
            final long rxErrors,
            final long txPackets,
            final long txBytes,
            final long drops) {
        split(vif, VifCounter.RX_PACKETS, rxPackets);
        split(vif, VifCounter.RX_BYTES, rxBytes);
        split(vif, VifCounter.RX_ERRORS, rxErrors);
        split(vif, VifCounter.TX_PACKETS, txPackets);
        split(vif, VifCounter.TX_BYTES, txBytes);
        split(vif, VifCounter.DROPS, drops);
    }

    private void split(final int vif, final VifCounter counter, final long value) {
        router.traffic.set(FakeTraffic.SECOND_CORE, vif, counter, value / 2);
        router.traffic.set(FakeTraffic.FIRST_CORE, vif, counter, value - value / 2);
    }

    /** The kinds of objects that replies are made of; a recording that the reader cannot read would compare empty. */
    @Test
    void shouldReadEveryRecordedReply() {
        for (final Recorded recorded : Recorded.all("conversations.txt")) {
            for (final Recorded.Exchange exchange : recorded.exchanges()) {
                assertThat(exchange.replies()).as(recorded.command()).isNotEmpty();
                for (final String reply : exchange.replies()) {
                    assertThat(Recorded.patched(reply, NONE)).isEqualTo(reply);
                }
            }
        }
    }
}
