// SPDX-License-Identifier: Apache-2.0
package net.vireo.bench;

import static net.vireo.bench.GraphWorld.FABRIC;
import static net.vireo.bench.GraphWorld.FABRIC_ADDRESS;
import static net.vireo.bench.GraphWorld.FABRIC_MAC;
import static net.vireo.bench.GraphWorld.FAR_GUEST_ADDRESS;
import static net.vireo.bench.GraphWorld.FAR_GUEST_MAC;
import static net.vireo.bench.GraphWorld.GUEST;
import static net.vireo.bench.GraphWorld.GUEST_ADDRESS;
import static net.vireo.bench.GraphWorld.GUEST_MAC;
import static net.vireo.bench.GraphWorld.LABEL;
import static net.vireo.bench.GraphWorld.REMOTE_ADDRESS;
import static net.vireo.bench.GraphWorld.REMOTE_MAC;
import static net.vireo.bench.GraphWorld.TUNNEL;
import static net.vireo.bench.GraphWorld.VNI;
import static net.vireo.bench.GraphWorld.VRF;

import java.nio.ByteBuffer;
import net.vireo.vrouter.table.BridgeKey;
import net.vireo.vrouter.table.BridgeValue;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/** A scene's interfaces, next hops, labels and routes, of which there are as many as on a node of a few hundred guests. */
final class SceneTables {
    private static final int RECEIVE = 2;
    private static final int TO_BRIDGE = 4;
    private static final int BRIDGED_GUEST = 5;
    private static final int OTHER_ROUTES = 256;

    private final Tables tables;
    private final Scene scene;

    private SceneTables(final Tables tables, final Scene scene) {
        this.tables = tables;
        this.scene = scene;
    }

    static void fill(final Tables tables, final Scene scene) {
        new SceneTables(tables, scene).fill();
    }

    private void fill() {
        vif(FABRIC, Vif.TYPE_PHYSICAL, 0, FABRIC_MAC, 0);
        vif(Vif.HOST_INDEX, Vif.TYPE_HOST, 0, FABRIC_MAC, FABRIC_ADDRESS);
        vif(GUEST, Vif.TYPE_VIRTUAL, VRF, GUEST_MAC, GUEST_ADDRESS);
        tunnel();
        tables.putNexthop(new Nexthop(
                RECEIVE, Nexthop.TYPE_RECEIVE, 2, Nexthop.FLAG_VALID, 0, Vif.HOST_INDEX, 0, 0, new byte[0]));
        encap(GUEST, Nexthop.FAMILY_INET);
        encap(BRIDGED_GUEST, Nexthop.FAMILY_BRIDGE);
        tables.putNexthop(new Nexthop(
                TO_BRIDGE,
                Nexthop.TYPE_VRF_TRANSLATE,
                Nexthop.FAMILY_BRIDGE,
                Nexthop.FLAG_VALID,
                VRF,
                Nexthop.NO_VIF,
                0,
                0,
                new byte[0]));
        tables.putLabel(LABEL, GUEST);
        tables.putVxlan(VNI, TO_BRIDGE);
        tables.putBridge(BridgeKey.of(GUEST_MAC, VRF), BridgeValue.of(BRIDGED_GUEST, 0, 0));
        tables.putBridge(BridgeKey.of(FAR_GUEST_MAC, VRF), BridgeValue.of(TUNNEL, VNI, BridgeValue.FLAG_LABEL_VALID));
        route(0, FABRIC_ADDRESS, RECEIVE);
        route(VRF, GUEST_ADDRESS, GUEST);
        for (int i = 0; i < OTHER_ROUTES; i++) {
            route(VRF, FAR_GUEST_ADDRESS + i, TUNNEL);
        }
    }

    private void tunnel() {
        final int kind =
                switch (scene.encap()) {
                    case UDP -> Nexthop.FLAG_TUNNEL_UDP_MPLS;
                    case GRE -> Nexthop.FLAG_TUNNEL_GRE;
                    case VXLAN -> Nexthop.FLAG_TUNNEL_VXLAN;
                };
        tables.putNexthop(new Nexthop(
                TUNNEL,
                Nexthop.TYPE_TUNNEL,
                Nexthop.FAMILY_INET,
                Nexthop.FLAG_VALID | kind,
                0,
                FABRIC,
                FABRIC_ADDRESS,
                REMOTE_ADDRESS,
                header(REMOTE_MAC, FABRIC_MAC)));
    }

    /** To the guest, with its policy in flow mode. */
    private void encap(final int id, final int family) {
        final int policy = scene.flowMode() ? Nexthop.FLAG_POLICY : 0;
        tables.putNexthop(new Nexthop(
                id,
                Nexthop.TYPE_ENCAP,
                family,
                Nexthop.FLAG_VALID | policy,
                VRF,
                GUEST,
                0,
                0,
                header(GUEST_MAC, family == Nexthop.FAMILY_BRIDGE ? FAR_GUEST_MAC : Vif.ROUTER_MAC)));
    }

    private void vif(final int index, final int type, final int vrf, final long mac, final int ip) {
        final int crossConnect = type == Vif.TYPE_HOST ? FABRIC : Vif.NONE;
        final boolean guest = type == Vif.TYPE_VIRTUAL;
        tables.putVif(new Vif(
                index,
                type,
                Vif.TRANSPORT_ETH,
                "vif" + index,
                vrf,
                0,
                guest && scene.flowMode() ? Vif.FLAG_POLICY : 0,
                mac,
                ip,
                1514,
                guest ? GUEST : 0,
                -1,
                crossConnect));
    }

    private void route(final int vrf, final int address, final int nexthop) {
        tables.putRoute(vrf, new Route(address, 32, nexthop, LABEL, Route.FLAG_LABEL_VALID));
    }

    /** An Ethernet header before IPv4. */
    static byte[] header(final long destination, final long source) {
        return ByteBuffer.allocate(14)
                .putShort((short) (destination >>> 32))
                .putInt((int) destination)
                .putShort((short) (source >>> 32))
                .putInt((int) source)
                .putShort((short) 0x0800)
                .array();
    }
}
