// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.lcore;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/** The small network that an lcore is trained on: a fabric, a host and two guests, and what each of them sends. */
final class TrainingSite {
    /** Vifs 0 .. 7. */
    static final int VIFS = 8;

    static final long HERE_MAC = 0x0200_0000_0001L;
    static final long THERE_MAC = 0x0200_0000_0002L;
    static final long GUEST_MAC = 0x0200_0000_0003L;
    static final long NEIGHBOUR_MAC = 0x0200_0000_0004L;
    static final int HERE = 0x0a00_0001;
    static final int THERE = 0x0a00_0002;
    static final int GUEST = 0x7800_0003;
    static final int NEIGHBOUR = 0x7800_0004;
    static final int FAR_GUEST = 0x7800_0005;
    static final int LOST_GUEST = 0x7800_0006;
    static final int LABEL = 20;

    private static final int VRF = 1;
    static final int TUNNEL = 1;
    private static final int RECEIVE = 2;
    private static final int TO_GUEST = 3;
    private static final int TO_NEIGHBOUR = 4;
    private static final int LOST_TUNNEL = 5;
    private static final int MTU = 1514;

    private final List<List<byte[]>> frames;

    TrainingSite(final Tables tables) {
        vif(tables, Vif.FABRIC_INDEX, Vif.TYPE_PHYSICAL, 0, HERE_MAC, 0);
        vif(tables, Vif.HOST_INDEX, Vif.TYPE_HOST, 0, HERE_MAC, HERE);
        vif(tables, Vif.AGENT_INDEX, Vif.TYPE_AGENT, 0, HERE_MAC, 0);
        vif(tables, TO_GUEST, Vif.TYPE_VIRTUAL, VRF, GUEST_MAC, GUEST);
        vif(tables, TO_NEIGHBOUR, Vif.TYPE_VIRTUAL, VRF, NEIGHBOUR_MAC, NEIGHBOUR);
        tunnel(tables, TUNNEL, header(THERE_MAC, HERE_MAC));
        tunnel(tables, LOST_TUNNEL, new byte[0]);
        nexthop(tables, RECEIVE, Nexthop.TYPE_RECEIVE, Vif.HOST_INDEX, new byte[0]);
        nexthop(tables, TO_GUEST, Nexthop.TYPE_ENCAP, TO_GUEST, header(GUEST_MAC, Vif.ROUTER_MAC));
        nexthop(tables, TO_NEIGHBOUR, Nexthop.TYPE_ENCAP, TO_NEIGHBOUR, header(NEIGHBOUR_MAC, Vif.ROUTER_MAC));
        tables.putLabel(LABEL, TO_GUEST);
        route(tables, 0, HERE, RECEIVE);
        route(tables, VRF, GUEST, TO_GUEST);
        route(tables, VRF, NEIGHBOUR, TO_NEIGHBOUR);
        route(tables, VRF, FAR_GUEST, TUNNEL);
        route(tables, VRF, LOST_GUEST, LOST_TUNNEL);
        final List<byte[]> fromHost = List.of(TrainingFrames.plain(THERE_MAC, HERE_MAC, HERE, THERE, 64));
        final List<byte[]> fromNeighbour =
                List.of(TrainingFrames.plain(Vif.ROUTER_MAC, NEIGHBOUR_MAC, NEIGHBOUR, GUEST, 64));
        TrainingOverlay.fill(tables);
        TrainingFlows.fill(tables);
        final List<byte[]> fromFabric = new ArrayList<>(TrainingFrames.fromFabric());
        fromFabric.addAll(TrainingOverlay.fromFabric());
        fromFabric.addAll(TrainingFlows.fromFabric());
        frames = List.of(
                fromFabric,
                fromHost,
                TrainingFrames.fromAgent(TO_GUEST, VRF),
                TrainingFrames.fromGuest(),
                fromNeighbour,
                TrainingOverlay.fromBridged(),
                List.of(),
                TrainingFlows.fromGuest());
    }

    /** What arrives on a vif in one round. */
    List<byte[]> frames(final int vif) {
        return frames.get(vif);
    }

    static byte[] header(final long destination, final long source) {
        return ByteBuffer.allocate(Ethernet.HEADER_BYTES)
                .putShort((short) (destination >>> 32))
                .putInt((int) destination)
                .putShort((short) (source >>> 32))
                .putInt((int) source)
                .putShort((short) EtherType.IPV4)
                .array();
    }

    private static void vif(
            final Tables tables, final int index, final int type, final int vrf, final long mac, final int ip) {
        final int crossConnect = type == Vif.TYPE_HOST ? Vif.FABRIC_INDEX : Vif.NONE;
        tables.putVif(new Vif(
                index, type, Vif.TRANSPORT_ETH, "training" + index, vrf, 0, 0, mac, ip, MTU, 0, -1, crossConnect));
    }

    private static void tunnel(final Tables tables, final int id, final byte[] rewrite) {
        final int flags = Nexthop.FLAG_VALID | Nexthop.FLAG_TUNNEL_UDP_MPLS;
        tables.putNexthop(new Nexthop(id, Nexthop.TYPE_TUNNEL, 2, flags, 0, Vif.FABRIC_INDEX, HERE, THERE, rewrite));
    }

    private static void nexthop(
            final Tables tables, final int id, final int type, final int vif, final byte[] rewrite) {
        tables.putNexthop(new Nexthop(id, type, 2, Nexthop.FLAG_VALID, VRF, vif, 0, 0, rewrite));
    }

    private static void route(final Tables tables, final int vrf, final int address, final int nexthop) {
        tables.putRoute(vrf, new Route(address, 32, nexthop, LABEL, Route.FLAG_LABEL_VALID | Route.FLAG_ARP_PROXY));
    }
}
