// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.counter.VrfCounter;
import net.vireo.vrouter.flow.FlowTable;
import net.vireo.vrouter.flow.FlowVerdict;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.NexthopDetails;
import net.vireo.vrouter.table.Tables;

/**
 * Chooses one member of a composite next hop, or the only one of an indirect one, by the packet's flow, so that all
 * packets of a flow take one (sheet 2.7).
 * The place of a member that was taken away is answered by one of the others, and no other flow moves for it.
 */
final class Ecmp implements Node {
    static final int NEXTHOP = 0;

    private final Packets packets;
    private final Tables tables;
    private final LcoreCounters counters;
    private final FlowTable table;
    private final long seed;

    Ecmp(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
        counters = bench.counters();
        table = bench.flows().table();
        seed = bench.seed();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            final Nexthop composite = tables.nexthop(packets.nexthopId(row));
            final int place = composite == null ? Packets.UNKNOWN : place(row, composite);
            if (place < 0) {
                edges.drop(row, composite == null ? DropReason.INVALID_NH : DropReason.DISCARD);
            } else {
                if (composite.type == Nexthop.TYPE_COMPOSITE) {
                    counters.vrf(packets.vrf(row), VrfCounter.ECMP);
                }
                choose(row, composite, place);
                edges.to(NEXTHOP, row);
            }
        }
    }

    /** A flow keeps its member for as long as that is there, whatever else joins or leaves. */
    private int place(final int row, final Nexthop composite) {
        final int flow = packets.flowIndex(row);
        if (flow != Packets.UNKNOWN && composite.type == Nexthop.TYPE_COMPOSITE) {
            final int kept = FlowVerdict.ecmpMember(table.extras(flow));
            final int[] members = composite.details.members();
            if (kept >= 0 && kept < members.length && members[kept] != Nexthop.NO_MEMBER) {
                return kept;
            }
        }
        final int place = place(composite, PacketHash.of(packets, row, composite.details.ecmpHashFields(), seed));
        if (flow != Packets.UNKNOWN && place >= 0 && place <= FlowTable.MAX_MEMBER) {
            table.chooseMember(flow, place);
        }
        return place;
    }

    private void choose(final int row, final Nexthop composite, final int place) {
        final int member = composite.details.members()[place];
        final int label = composite.details.labels()[place];
        if (composite.has(Nexthop.FLAG_COMPOSITE_LU_ECMP) || label == NexthopDetails.NO_LABEL) {
            packets.nexthopId(row, member);
        } else {
            packets.forward(row, member, label);
        }
    }

    /** @return position of a member that is there, or {@link Packets#UNKNOWN} when there is none */
    static int place(final Nexthop composite, final int hash) {
        final int[] members = composite.details.members();
        if (members.length == 0) {
            return Packets.UNKNOWN;
        }
        final int first = scale(hash, members.length);
        if (members[first] != Nexthop.NO_MEMBER) {
            return first;
        }
        int active = 0;
        for (final int member : members) {
            active += member == Nexthop.NO_MEMBER ? 0 : 1;
        }
        // Another mix of the hash: else the flows of one lost member would all go to one other.
        int skip = active == 0 ? 0 : scale(hash * 0x9e37_79b9, active);
        for (int place = 0; place < members.length; place++) {
            if (members[place] != Nexthop.NO_MEMBER && skip-- == 0) {
                return place;
            }
        }
        return Packets.UNKNOWN;
    }

    private static int scale(final int hash, final int count) {
        return (int) ((hash & 0xffff_ffffL) * count >>> Integer.SIZE);
    }
}
