// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.NexthopAction;
import net.vireo.vrouter.table.Tables;

/**
 * Sends a copy of a frame to each member of a multicast composite (sheet 2.6): guests here, the neighbours of an edge
 * replicated tree, the other nodes by ingress replication, top-of-rack switches. Where the frame came from says who gets
 * it; nobody gets back what he sent. The original is used up.
 */
final class Replicate implements Node {
    static final int NEXTHOP = 0;

    /** Where a frame came from: decides which members it goes to. */
    private enum Source {
        GUEST,
        TREE,
        INGRESS_REPLICATION,
        TOR,
        NOBODY
    }

    private static final int KINDS = Nexthop.FLAG_COMPOSITE_FABRIC
            | Nexthop.FLAG_COMPOSITE_EVPN
            | Nexthop.FLAG_COMPOSITE_TOR
            | Nexthop.FLAG_COMPOSITE_ENCAP;

    private final Packets packets;
    private final Tables tables;
    private final LcoreCounters counters;

    Replicate(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
        counters = bench.counters();
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            final Nexthop composite = tables.nexthop(packets.nexthopId(row));
            edges.drop(row, composite == null ? DropReason.INVALID_NH : replicate(row, composite, edges));
        }
    }

    /** @return under which name the original ends */
    private DropReason replicate(final int row, final Nexthop composite, final Edges edges) {
        final Source source = packets.has(row, Packets.FLAG_DECAPSULATED) ? sourceOf(row, composite) : Source.GUEST;
        if (source == Source.NOBODY) {
            return DropReason.INVALID_MCAST_SOURCE;
        }
        if (composite.details.members().length == 0) {
            return DropReason.DISCARD;
        }
        if ((composite.flags & KINDS) != 0) {
            toMembers(row, composite, source, edges);
        } else {
            for (final int id : composite.details.members()) {
                final Nexthop group = tables.nexthop(id);
                if (group != null && group.action == NexthopAction.REPLICATE) {
                    toMembers(row, group, source, edges);
                }
            }
        }
        return DropReason.CLONED_ORIGINAL;
    }

    private void toMembers(final int row, final Nexthop group, final Source source, final Edges edges) {
        if (!reaches(group, source)) {
            return;
        }
        final boolean tree = group.has(Nexthop.FLAG_COMPOSITE_FABRIC);
        if (tree && source == Source.TREE) {
            // The tree's inner header still stands in front of the frame; copies keep it.
            packets.move(row, -TreeHeader.BLOCK_BYTES, packets.lengthBytes(row) + TreeHeader.BLOCK_BYTES);
        }
        final int[] members = group.details.members();
        final int[] labels = group.details.labels();
        for (int i = 0; i < members.length; i++) {
            final Nexthop member = tables.nexthop(members[i]);
            if (member != null && !isSource(row, member, source)) {
                final int copy = copy(row);
                final boolean sent = copy != Packets.UNKNOWN && (!tree || prepareTree(copy, member, source, edges));
                if (sent) {
                    packets.forward(copy, member.id, labels[i]);
                    edges.to(NEXTHOP, copy);
                }
            }
        }
        if (tree && source == Source.TREE) {
            packets.move(row, TreeHeader.BLOCK_BYTES, packets.lengthBytes(row) - TreeHeader.BLOCK_BYTES);
        }
    }

    /** Frames enter the tree in a VXLAN header of their own; those that came by it have one, and get a control word. */
    private boolean prepareTree(final int copy, final Nexthop member, final Source source, final Edges edges) {
        final DropReason refusal = source == Source.TREE
                ? TreeHeader.pushControlWord(packets, copy)
                : TreeHeader.push(packets, copy, member);
        if (refusal != null) {
            edges.drop(copy, refusal);
        }
        return refusal == null;
    }

    /** Guests here always; other nodes from guests and switches only, each by the one way that serves it. */
    private static boolean reaches(final Nexthop group, final Source source) {
        if (group.has(Nexthop.FLAG_COMPOSITE_FABRIC)) {
            return source != Source.INGRESS_REPLICATION;
        }
        if (group.has(Nexthop.FLAG_COMPOSITE_EVPN)) {
            return source == Source.GUEST || source == Source.TOR;
        }
        return true;
    }

    private boolean isSource(final int row, final Nexthop member, final Source source) {
        return source == Source.GUEST
                ? member.vifIndex == packets.vif(row) && member.action == NexthopAction.ENCAP_BRIDGED
                : member.type == Nexthop.TYPE_TUNNEL && member.tunnelDestination == packets.outerSource(row);
    }

    /** @return a copy's row, or {@link Packets#UNKNOWN}: then the copy that could not be made is counted as dropped */
    private int copy(final int row) {
        final int copy = packets.copy(row);
        counters.add(LcoreCounter.BORN_COPY, 1);
        if (copy == Packets.UNKNOWN) {
            counters.drop(packets.vif(row), DropReason.MCAST_CLONE_FAIL.position(), 1);
        }
        return copy;
    }

    /** The outer source must be a tunnel end that some group names (sheet 2.6). */
    private Source sourceOf(final int row, final Nexthop composite) {
        final int outerSource = packets.outerSource(row);
        if ((composite.flags & KINDS) != 0) {
            final Source known = sourceIn(composite, outerSource);
            // A label that leads straight to the guests of this node: who may send it has been settled by the label.
            return known == Source.NOBODY && composite.has(Nexthop.FLAG_COMPOSITE_ENCAP)
                    ? Source.INGRESS_REPLICATION
                    : known;
        }
        for (final int id : composite.details.members()) {
            final Nexthop group = tables.nexthop(id);
            final Source source = group == null ? Source.NOBODY : sourceIn(group, outerSource);
            if (source != Source.NOBODY) {
                return source;
            }
        }
        return composite.has(Nexthop.FLAG_VALIDATE_MCAST_SOURCE) ? Source.TREE : Source.NOBODY;
    }

    private Source sourceIn(final Nexthop group, final int outerSource) {
        for (final int id : group.details.members()) {
            final Nexthop member = tables.nexthop(id);
            if (member != null && member.type == Nexthop.TYPE_TUNNEL && member.tunnelDestination == outerSource) {
                if (group.has(Nexthop.FLAG_COMPOSITE_FABRIC)) {
                    return Source.TREE;
                }
                return group.has(Nexthop.FLAG_COMPOSITE_TOR) ? Source.TOR : Source.INGRESS_REPLICATION;
            }
        }
        return Source.NOBODY;
    }
}
