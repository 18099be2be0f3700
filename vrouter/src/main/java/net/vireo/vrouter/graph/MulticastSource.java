// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.packet.Ethernet;
import net.vireo.packet.MacAddress;
import net.vireo.vrouter.table.BridgeKey;
import net.vireo.vrouter.table.BridgeTable;
import net.vireo.vrouter.table.BridgeValue;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Tables;

/** Where a frame of a multicast group came from, by its tunnel's outer source and the group's members (sheet 2.6). */
final class MulticastSource {
    /** Decides which members a frame goes to. */
    enum Kind {
        GUEST,
        TREE,
        INGRESS_REPLICATION,
        TOR,
        NOBODY
    }

    static final int KINDS = Nexthop.FLAG_COMPOSITE_FABRIC
            | Nexthop.FLAG_COMPOSITE_EVPN
            | Nexthop.FLAG_COMPOSITE_TOR
            | Nexthop.FLAG_COMPOSITE_ENCAP;

    private final Packets packets;
    private final Tables tables;

    MulticastSource(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
    }

    /** Guests may always send; a tunnel's outer source must be a tunnel end that some group names. */
    Kind of(final int row, final Nexthop composite) {
        if (!packets.has(row, Packets.FLAG_DECAPSULATED)) {
            return Kind.GUEST;
        }
        final int outerSource = packets.outerSource(row);
        if ((composite.flags & KINDS) != 0) {
            final Kind known = in(composite, outerSource);
            // A label that leads straight to the guests of this node: who may send it has been settled by the label.
            return known == Kind.NOBODY && composite.has(Nexthop.FLAG_COMPOSITE_ENCAP)
                    ? Kind.INGRESS_REPLICATION
                    : known;
        }
        for (final int id : composite.details.members()) {
            final Nexthop group = tables.nexthop(id);
            final Kind kind = group == null ? Kind.NOBODY : in(group, outerSource);
            if (kind != Kind.NOBODY) {
                return kind;
            }
        }
        return composite.has(Nexthop.FLAG_VALIDATE_MCAST_SOURCE) ? Kind.TREE : Kind.NOBODY;
    }

    /**
     * Whether a frame out of a tunnel comes from a top-of-rack switch: its tunnel is a switch's in the VRF's broadcast
     * group, or its MAC is known to be behind one.
     */
    boolean isTor(final int row) {
        final BridgeTable bridge = tables.bridge();
        final long sender = bridge.lookup(BridgeKey.of(Ethernet.source(packets.address(row)), packets.vrf(row)));
        if (sender != BridgeTable.MISS && (BridgeValue.flags(sender) & BridgeValue.FLAG_EVPN_CONTROL_PROCESSING) != 0) {
            return true;
        }
        final long broadcast = bridge.lookup(BridgeKey.of(MacAddress.BROADCAST, packets.vrf(row)));
        final Nexthop group = broadcast == BridgeTable.MISS ? null : tables.nexthop(BridgeValue.nexthopId(broadcast));
        return group != null && of(row, group) == Kind.TOR;
    }

    private Kind in(final Nexthop group, final int outerSource) {
        for (final int id : group.details.members()) {
            final Nexthop member = tables.nexthop(id);
            if (member != null && member.type == Nexthop.TYPE_TUNNEL && member.tunnelDestination == outerSource) {
                if (group.has(Nexthop.FLAG_COMPOSITE_FABRIC)) {
                    return Kind.TREE;
                }
                return group.has(Nexthop.FLAG_COMPOSITE_TOR) ? Kind.TOR : Kind.INGRESS_REPLICATION;
            }
        }
        return Kind.NOBODY;
    }
}
