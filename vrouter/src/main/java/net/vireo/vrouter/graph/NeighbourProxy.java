// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.packet.Ethernet;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.counter.VrfCounter;
import net.vireo.vrouter.table.BridgeKey;
import net.vireo.vrouter.table.BridgeTable;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.NexthopAction;
import net.vireo.vrouter.table.Route;
import net.vireo.vrouter.table.Tables;
import net.vireo.vrouter.table.Vif;

/**
 * Whether the router answers for an address of the overlay, and with which MAC: steps B to D of sheet 2.4, one rule for
 * ARP and for neighbour discovery. Counts what becomes of the question in its VRF.
 */
final class NeighbourProxy {
    /** What to do with a question. */
    enum Verdict {
        ANSWER,
        FLOOD,
        REFUSE
    }

    private final Packets packets;
    private final Tables tables;
    private final LcoreCounters counters;
    private final MulticastSource sources;

    NeighbourProxy(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
        counters = bench.counters();
        sources = new MulticastSource(bench);
    }

    /**
     * @param route of the address that is asked for
     * @param vif of the guest that asks, null when the question came out of a tunnel
     */
    Verdict verdict(final int row, final Route route, final Vif vif) {
        if (vif != null && vif.has(Vif.FLAG_MAC_PROXY)) {
            return Verdict.ANSWER;
        }
        if ((route.flags() & Route.FLAG_ARP_PROXY) == 0) {
            return Verdict.FLOOD;
        }
        final Nexthop nexthop = tables.nexthop(route.nexthopId());
        final boolean gateway = nexthop != null && nexthop.action == NexthopAction.TRAP;
        if (vif != null && vif.has(Vif.FLAG_NO_ARP_PROXY) && !gateway) {
            return Verdict.REFUSE;
        }
        if ((route.flags() & Route.FLAG_ARP_FLOOD) != 0 && stitchedMac(row, route, vif) == 0) {
            return Verdict.FLOOD;
        }
        if (vif != null) {
            return Verdict.ANSWER;
        }
        // From the fabric: a switch asks for all who hang on it; other nodes only learn of those who live here.
        final boolean tor = sources.isTor(row);
        if (gateway && !tor) {
            return Verdict.REFUSE;
        }
        final boolean hosted = nexthop != null && nexthop.action == NexthopAction.ENCAP_ROUTED;
        return tor || hosted ? Verdict.ANSWER : Verdict.FLOOD;
    }

    /** The MAC to answer with: the address's own if it is known, else the router's. */
    long mac(final int row, final Route route, final Vif vif) {
        final long stitched = stitchedMac(row, route, vif);
        count(row, answered(row, stitched, vif));
        return stitched == 0 ? Vif.ROUTER_MAC : stitched;
    }

    void flooded(final int row, final Vif vif) {
        count(row, vif == null ? VrfCounter.ARP_FLOODED_FROM_FABRIC : VrfCounter.ARP_FLOODED);
    }

    private VrfCounter answered(final int row, final long stitched, final Vif vif) {
        if (vif == null && stitched != 0) {
            return VrfCounter.ARP_STITCHED_FOR_FABRIC;
        }
        if (vif == null && sources.isTor(row)) {
            return VrfCounter.ARP_PROXIED_FOR_TOR;
        }
        return stitched == 0 ? VrfCounter.ARP_PROXIED : VrfCounter.ARP_STITCHED;
    }

    private void count(final int row, final VrfCounter counter) {
        counters.vrf(packets.vrf(row), counter);
    }

    /** The MAC that the route names, if the bridge knows it; a vif that proxies everything hides it. */
    private long stitchedMac(final int row, final Route route, final Vif vif) {
        final long mac = route.stitchedMac();
        final boolean shown = mac != 0 && (vif == null || !vif.has(Vif.FLAG_MAC_PROXY));
        return shown && tables.bridge().find(BridgeKey.of(mac, packets.vrf(row))) != BridgeTable.NONE ? mac : 0;
    }

    /**
     * Whether the agent has yet to learn that a guest's address and MAC belong together (sheet 2.2, step 2): on vifs that
     * learn, what does not match an exact route is for the agent.
     *
     * @param route of the sender's address
     * @param hostLength the length of an exact route, 32 or 128
     */
    boolean isNews(final int row, final Vif vif, final Route route, final int hostLength) {
        final long mac = Ethernet.source(packets.address(row));
        if (!vif.has(Vif.FLAG_MAC_IP_LEARNING)) {
            return false;
        }
        if ((vif.flags() & (Vif.FLAG_L2 | Vif.FLAG_L3)) == Vif.FLAG_L2) {
            return tables.bridge().find(BridgeKey.of(mac, packets.vrf(row))) == BridgeTable.NONE;
        }
        if (route.prefixLength() != hostLength) {
            return true;
        }
        final Nexthop nexthop = tables.nexthop(route.nexthopId());
        final long known = route.stitchedMac() != 0 || nexthop == null ? route.stitchedMac() : nexthop.destinationMac();
        return known != mac;
    }
}
