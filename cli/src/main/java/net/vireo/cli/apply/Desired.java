// SPDX-License-Identifier: Apache-2.0
package net.vireo.cli.apply;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.vireo.cli.node.NodeNames;
import net.vireo.cli.text.Ipv4;
import net.vireo.cli.text.Ipv4Prefix;
import net.vireo.sandesh.Family;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Vif;

/**
 * What a node's tables should hold for a file, with ids, and what these ids are called.
 *
 * <p>The fabric is vif0/0, the host vif0/1 in cross connect with it, the agent vif0/2. Each guest gets a vif, a next
 * hop that writes its Ethernet header, a label and a /32 route; each other node a tunnel next hop without Ethernet header,
 * because the data plane finds the neighbour itself; each remote prefix a route to a tunnel.
 */
final class Desired {
    private static final int INVALID_VRF = 65535;
    private static final int ETHERNET_HEADER_BYTES = 14;
    private static final int GUEST_MTU_BYTES = 9160;
    private static final String HOST_DEVICE = "vhost0";
    private static final String AGENT_DEVICE = "unix";
    private static final String RECEIVE_KEY = "receive";

    private final NodeFile file;
    private final Ids ids;
    private final NodeState state = new NodeState();
    private final NodeNames names;

    private Desired(final NodeFile file, final NodeNames known, final NodeState actual) {
        this.file = file;
        this.ids = new Ids(known, actual, keys(file));
        this.names = new NodeNames(file.name());
    }

    /**
     * @param known what the ids were called after the last run
     * @param actual what the data plane has
     */
    static Desired of(final NodeFile file, final NodeNames known, final NodeState actual) {
        final Desired desired = new Desired(file, known, actual);
        desired.names.vrfs().put(0, "fabric");
        file.networks().forEach(network -> desired.names.vrfs().put(network.vrf(), network.name()));
        desired.ownVifs();
        desired.host();
        file.interfaces().forEach(desired::guest);
        desired.remoteRoutes();
        return desired;
    }

    /** The tables as they should be. */
    NodeState state() {
        return state;
    }

    /** What the ids in {@link #state} are called. */
    NodeNames names() {
        return names;
    }

    private static Set<String> keys(final NodeFile file) {
        final Set<String> keys = new HashSet<>();
        keys.add(RECEIVE_KEY);
        file.interfaces().forEach(guest -> {
            keys.add(Ids.vifKey(guest.name()));
            keys.add(encapKey(guest));
        });
        file.routes().forEach(route -> keys.add(tunnelKey(route.via())));
        return keys;
    }

    private static String encapKey(final NodeFile.Guest guest) {
        return "encap:" + guest.name();
    }

    private static String tunnelKey(final int destination) {
        return "tunnel:" + Ipv4.text(destination);
    }

    private void ownVifs() {
        final int mtu = file.mtuBytes() + ETHERNET_HEADER_BYTES;
        final int flags = Vif.FLAG_L3 | Vif.FLAG_L2;
        vif(
                new Item.VifItem(
                        Vif.FABRIC_INDEX,
                        Vif.TYPE_PHYSICAL,
                        Vif.TRANSPORT_ETH,
                        file.fabricDevice(),
                        0,
                        INVALID_VRF,
                        flags | Vif.FLAG_VHOST_PHYS,
                        file.fabricMac(),
                        0,
                        mtu,
                        0,
                        Vif.NONE),
                "fabric",
                "");
        vif(
                new Item.VifItem(
                        Vif.HOST_INDEX,
                        Vif.TYPE_HOST,
                        Vif.TRANSPORT_ETH,
                        HOST_DEVICE,
                        0,
                        INVALID_VRF,
                        flags | Vif.FLAG_XCONNECT,
                        file.fabricMac(),
                        file.address(),
                        mtu,
                        0,
                        Vif.FABRIC_INDEX),
                "host",
                "");
        vif(
                new Item.VifItem(
                        Vif.AGENT_INDEX,
                        Vif.TYPE_AGENT,
                        Vif.TRANSPORT_SOCKET,
                        AGENT_DEVICE,
                        INVALID_VRF,
                        INVALID_VRF,
                        flags,
                        Vif.ROUTER_MAC,
                        0,
                        mtu,
                        0,
                        Vif.NONE),
                "agent",
                "");
    }

    private void vif(final Item.VifItem vif, final String name, final String network) {
        state.add(vif);
        names.vifs().put(vif.index(), new NodeNames.VifName(name, vif.device(), network));
    }

    /** The node's own address: packets to it are the host's. */
    private void host() {
        final int receive = nexthop(
                RECEIVE_KEY,
                "receive on this node",
                new Item.NexthopItem(
                        0, Nexthop.TYPE_RECEIVE, Family.INET, Nexthop.FLAG_VALID, 0, Vif.HOST_INDEX, 0, 0, 0));
        route(new Item.RouteItem(0, new Ipv4Prefix(file.address(), 32), receive, 0, 0));
    }

    private void guest(final NodeFile.Guest guest) {
        final int vrf = guest.network().vrf();
        final int index = ids.vif(guest.name(), guest.device());
        final int nexthop = nexthop(
                encapKey(guest),
                "to " + guest.name(),
                new Item.NexthopItem(
                        0, Nexthop.TYPE_ENCAP, Family.INET, Nexthop.FLAG_VALID, vrf, index, 0, 0, guest.mac()));
        final Item.VifItem vif = new Item.VifItem(
                index,
                Vif.TYPE_VIRTUAL,
                Vif.TRANSPORT_ETH,
                guest.device(),
                vrf,
                INVALID_VRF,
                Vif.FLAG_L3,
                Vif.ROUTER_MAC,
                guest.address(),
                GUEST_MTU_BYTES,
                nexthop,
                Vif.NONE);
        vif(vif, guest.name(), guest.network().name());
        state.add(new Item.LabelItem(guest.label(), nexthop));
        names.labels().put(guest.label(), "to " + guest.name());
        route(new Item.RouteItem(
                vrf,
                new Ipv4Prefix(guest.address(), 32),
                nexthop,
                guest.label(),
                Item.RouteItem.FLAG_LABEL_VALID | Item.RouteItem.FLAG_ARP_PROXY));
    }

    private void remoteRoutes() {
        final Map<Integer, Integer> tunnels = new HashMap<>();
        for (final NodeFile.RemoteRoute remote : file.routes()) {
            final int tunnel = tunnels.computeIfAbsent(
                    remote.via(),
                    destination -> nexthop(
                            tunnelKey(destination),
                            "tunnel to " + remote.viaName(),
                            new Item.NexthopItem(
                                    0,
                                    Nexthop.TYPE_TUNNEL,
                                    Family.INET,
                                    Nexthop.FLAG_VALID | Nexthop.FLAG_TUNNEL_UDP_MPLS,
                                    0,
                                    Vif.FABRIC_INDEX,
                                    file.address(),
                                    destination,
                                    0)));
            route(new Item.RouteItem(
                    remote.network().vrf(),
                    remote.prefix(),
                    tunnel,
                    remote.label(),
                    Item.RouteItem.FLAG_LABEL_VALID | Item.RouteItem.FLAG_ARP_PROXY));
        }
    }

    private int nexthop(final String key, final String meaning, final Item.NexthopItem wanted) {
        final int id = ids.nexthop(key, wanted);
        state.add(new Item.NexthopItem(
                id,
                wanted.type(),
                wanted.family(),
                wanted.flags(),
                wanted.vrf(),
                wanted.vif(),
                wanted.tunnelSource(),
                wanted.tunnelDestination(),
                wanted.rewriteDestination()));
        names.nexthops().put(id, new NodeNames.NexthopName(key, meaning));
        return id;
    }

    private void route(final Item.RouteItem route) {
        state.add(route);
        names.routes().add(NodeState.key(route));
    }
}
