// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.vrouter.flow.FlowState;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.flow.FlowVerdict;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.NexthopAction;
import net.vireo.vrouter.table.Tables;

/**
 * The reverse path check (sheet 1.7): a flow's packets must come from where its source is. Where that is a composite,
 * answers take the member that the packets came from (sheet 2.7): the reverse flow learns it.
 */
final class FlowSource {
    private final Packets packets;
    private final Tables tables;
    private final FlowTable table;

    /** The next hop that {@link #source} is. */
    private int sourceId;

    private Nexthop source;

    FlowSource(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
        table = bench.flows().table();
    }

    /** A burst begins: what was looked up for the last one may have changed. */
    void begin() {
        sourceId = 0;
        source = null;
    }

    /**
     * Whether a packet of a flow comes from its source.
     *
     * @param sourceWord of the flow, see {@link FlowTable#source}
     */
    boolean allow(final int row, final int index, final long state, final long sourceWord) {
        final int id = FlowVerdict.sourceNexthop(sourceWord);
        if (id == 0) {
            return true;
        }
        if (id != sourceId) {
            sourceId = id;
            source = tables.nexthop(id);
        }
        if (source == null) {
            return false;
        }
        if (source.action == NexthopAction.ECMP) {
            final int place = placeOf(row, source);
            if (place >= 0 && (FlowState.flags(state) & FlowState.RFLOW_VALID) != 0) {
                answerBy(FlowVerdict.reverse(table.path(index)), place);
            }
            return place >= 0;
        }
        return switch (source.action) {
            case ENCAP_ROUTED, ENCAP_BRIDGED ->
                !packets.has(row, Packets.FLAG_DECAPSULATED) && source.vifIndex == packets.vif(row);
            case TUNNEL_MPLS_UDP, TUNNEL_MPLS_GRE, TUNNEL_VXLAN ->
                packets.has(row, Packets.FLAG_DECAPSULATED) && source.tunnelDestination == packets.outerSource(row);
            default -> true;
        };
    }

    private void answerBy(final int reverse, final int place) {
        if (table.live(reverse)
                && place <= FlowTable.MAX_MEMBER
                && FlowVerdict.ecmpMember(table.extras(reverse)) != place) {
            table.chooseMember(reverse, place);
        }
    }

    /** @return position of the member that the packet came from, or {@link Packets#UNKNOWN} */
    private int placeOf(final int row, final Nexthop composite) {
        final int[] members = composite.details.members();
        for (int place = 0; place < members.length; place++) {
            final Nexthop member = tables.nexthop(members[place]);
            if (member != null
                    && (member.type == Nexthop.TYPE_TUNNEL
                            ? member.tunnelDestination == packets.outerSource(row)
                            : member.vifIndex == packets.vif(row))) {
                return place;
            }
        }
        return Packets.UNKNOWN;
    }
}
