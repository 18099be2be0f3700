// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.graph;

import net.vireo.packet.EtherType;
import net.vireo.packet.Ethernet;
import net.vireo.vrouter.counter.DropReason;
import net.vireo.vrouter.counter.LcoreCounter;
import net.vireo.vrouter.counter.LcoreCounters;
import net.vireo.vrouter.counter.VrfCounter;
import net.vireo.vrouter.graph.MulticastSource.Kind;
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
    static final int ARP_INPUT = 1;
    static final int ND_INPUT = 2;

    private final Packets packets;
    private final Tables tables;
    private final LcoreCounters counters;
    private final MulticastSource sources;

    Replicate(final Workbench bench) {
        packets = bench.packets();
        tables = bench.tables();
        counters = bench.counters();
        sources = new MulticastSource(bench);
    }

    @Override
    public void process(final Burst burst, final Edges edges) {
        final int[] rows = burst.rows();
        final int count = burst.count();
        for (int i = 0; i < count; i++) {
            final int row = rows[i];
            final Nexthop composite = tables.nexthop(packets.nexthopId(row));
            final Kind source = composite == null ? Kind.NOBODY : sources.of(row, composite);
            if (composite == null) {
                edges.drop(row, DropReason.INVALID_NH);
            } else if (source == Kind.NOBODY) {
                edges.drop(row, DropReason.INVALID_MCAST_SOURCE);
            } else if (!isQuestion(row, edges)) {
                edges.drop(row, replicate(row, composite, source, edges));
            }
        }
    }

    /** ARP and neighbour discovery that a label led here may have an answer on this node: that is decided first. */
    private boolean isQuestion(final int row, final Edges edges) {
        final int flags = packets.flags(row) & (Packets.FLAG_DECAPSULATED | Packets.FLAG_ARP_DONE);
        if (flags != Packets.FLAG_DECAPSULATED || packets.lengthBytes(row) < Ethernet.HEADER_BYTES) {
            return false;
        }
        final long frame = packets.address(row);
        final int type = Ethernet.type(frame);
        final boolean discovery = type == EtherType.IPV6 && GuestSort.isDiscovery(frame, packets.lengthBytes(row));
        if (type == EtherType.ARP || discovery) {
            edges.to(discovery ? ND_INPUT : ARP_INPUT, row);
            return true;
        }
        return false;
    }

    /** @return under which name the original ends */
    private DropReason replicate(final int row, final Nexthop composite, final Kind source, final Edges edges) {
        if (composite.details.members().length == 0) {
            return DropReason.DISCARD;
        }
        counters.vrf(packets.vrf(row), VrfCounter.MULTICAST_TREE);
        if ((composite.flags & MulticastSource.KINDS) != 0) {
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

    private void toMembers(final int row, final Nexthop group, final Kind source, final Edges edges) {
        if (!reaches(group, source)) {
            return;
        }
        final boolean tree = group.has(Nexthop.FLAG_COMPOSITE_FABRIC);
        counters.vrf(packets.vrf(row), counterOf(group));
        if (tree && source == Kind.TREE) {
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
        if (tree && source == Kind.TREE) {
            packets.move(row, TreeHeader.BLOCK_BYTES, packets.lengthBytes(row) - TreeHeader.BLOCK_BYTES);
        }
    }

    /** Frames enter the tree in a VXLAN header of their own; those that came by it have one, and get a control word. */
    private boolean prepareTree(final int copy, final Nexthop member, final Kind source, final Edges edges) {
        final DropReason refusal = source == Kind.TREE
                ? TreeHeader.pushControlWord(packets, copy)
                : TreeHeader.push(packets, copy, member);
        if (refusal != null) {
            edges.drop(copy, refusal);
        }
        return refusal == null;
    }

    private static VrfCounter counterOf(final Nexthop group) {
        if (group.has(Nexthop.FLAG_COMPOSITE_FABRIC)) {
            return VrfCounter.COPIED_TO_FABRIC;
        }
        return group.has(Nexthop.FLAG_COMPOSITE_ENCAP) ? VrfCounter.COPIED_TO_INTERFACES : VrfCounter.COPIED_TO_EVPN;
    }

    /** Guests here always; other nodes from guests and switches only, each by the one way that serves it. */
    private static boolean reaches(final Nexthop group, final Kind source) {
        if (group.has(Nexthop.FLAG_COMPOSITE_FABRIC)) {
            return source != Kind.INGRESS_REPLICATION;
        }
        if (group.has(Nexthop.FLAG_COMPOSITE_EVPN)) {
            return source == Kind.GUEST || source == Kind.TOR;
        }
        return true;
    }

    private boolean isSource(final int row, final Nexthop member, final Kind source) {
        return source == Kind.GUEST
                ? member.vifIndex == packets.vif(row) && member.action == NexthopAction.ENCAP_BRIDGED
                : member.type == Nexthop.TYPE_TUNNEL && member.tunnelDestination == packets.outerSource(row);
    }

    /** @return a copy's row, or {@link Packets#UNKNOWN}: then the copy that could not be made is counted as dropped */
    private int copy(final int row) {
        final int copy = packets.copy(row);
        counters.add(LcoreCounter.BORN_COPY, 1);
        if (copy == Packets.UNKNOWN) {
            counters.drop(packets.vif(row), DropReason.MCAST_CLONE_FAIL.position(), 1);
        } else {
            // From a tunnel into a tunnel is no loop for it: where it came from has been looked at.
            packets.addFlag(copy, Packets.FLAG_FLOODED);
        }
        return copy;
    }
}
