// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.WireMac;
import net.vireo.sandesh.WirePort;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.NexthopDetails;
import net.vireo.vrouter.table.Tables;

/**
 * From a request for a next hop to what only some types have, or a refusal (fact sheet vrouter-dataplane 1.3). A member
 * that does not exist yet is taken on trust: it is looked up when packets come. What can be seen now is checked now, and
 * no composite ever leads back to itself, so that who follows members comes to an end.
 */
final class NexthopDetailsCheck {
    private static final int TUNNEL_COMPOSITES =
            Nexthop.FLAG_COMPOSITE_FABRIC | Nexthop.FLAG_COMPOSITE_EVPN | Nexthop.FLAG_COMPOSITE_TOR;
    private static final int MEMBER_COMPOSITES = TUNNEL_COMPOSITES | Nexthop.FLAG_COMPOSITE_ENCAP;
    private static final int ALL_HASH_FIELDS = 0x1f;
    private static final int MAX_VNI = (1 << 24) - 1;
    private static final int MAX_LABEL = (1 << 20) - 1;

    /** Flows remember the position of their member in a signed byte. */
    private static final int MAX_ECMP_MEMBERS = 128;

    private final VrNexthop request;
    private final Tables tables;
    private final int flags;

    private NexthopDetailsCheck(final VrNexthop request, final Tables tables) {
        this.request = request;
        this.tables = tables;
        this.flags = request.value(VrNexthop.FLAGS);
    }

    static NexthopDetails checked(final VrNexthop request, final Tables tables) {
        return new NexthopDetailsCheck(request, tables).details();
    }

    private NexthopDetails details() {
        final int[] members = request.value(VrNexthop.NH_LIST);
        final int[] labels = request.value(VrNexthop.LABEL_LIST);
        checkLists(members, labels);
        return switch (request.value(VrNexthop.TYPE)) {
            case Nexthop.TYPE_COMPOSITE -> composite(members, labels);
            case Nexthop.TYPE_TUNNEL -> tunnel(members, labels);
            default -> isIndirect() ? NexthopDetails.members(withoutLoop(members), labels) : NexthopDetails.NONE;
        };
    }

    private boolean isIndirect() {
        return (flags & Nexthop.FLAG_INDIRECT) != 0;
    }

    private void checkLists(final int[] members, final int... labels) {
        if (members.length != labels.length) {
            throw Refusal.invalid("the lists of members and of their labels differ in length");
        }
        for (final int member : members) {
            if (member != Nexthop.NO_MEMBER) {
                Refusal.unlessInRange("member next hop", member, tables.limits().nexthops());
            }
        }
        for (final int label : labels) {
            if (label < NexthopDetails.NO_LABEL || label > MAX_VNI) {
                throw Refusal.invalid("label " + label + " of a member is neither a label nor a VNI");
            }
        }
    }

    private NexthopDetails composite(final int[] members, final int... labels) {
        if ((flags & Nexthop.FLAG_COMPOSITE_ECMP) != 0 && members.length > MAX_ECMP_MEMBERS) {
            throw Refusal.invalid(members.length + " members to choose from, at most " + MAX_ECMP_MEMBERS);
        }
        for (final int id : members) {
            final Nexthop member = tables.nexthop(id);
            if (member != null) {
                checkMember(member);
            }
        }
        return new NexthopDetails(
                withoutLoop(members),
                labels,
                request.value(VrNexthop.ECMP_CONFIG_HASH) & ALL_HASH_FIELDS,
                0,
                NexthopDetails.NO_LABEL);
    }

    private void checkMember(final Nexthop member) {
        if ((flags & TUNNEL_COMPOSITES) != 0) {
            requireTunnel(member);
        } else if ((flags & Nexthop.FLAG_COMPOSITE_ENCAP) != 0) {
            requireEncap(member);
        } else if ((flags & Nexthop.FLAG_MULTICAST) != 0
                && (member.type != Nexthop.TYPE_COMPOSITE || (member.flags & MEMBER_COMPOSITES) == 0)) {
            throw Refusal.invalid(
                    "multicast is copied to composites of fabric, EVPN, ToR or encap members only; next hop "
                            + member.id + " is none");
        }
    }

    private void requireTunnel(final Nexthop member) {
        if (member.type != Nexthop.TYPE_TUNNEL || member.has(Nexthop.FLAG_TUNNEL_UDP)) {
            throw Refusal.invalid("next hop " + member.id + " is no tunnel for this composite");
        }
        if ((flags & Nexthop.FLAG_COMPOSITE_TOR) != 0 && !member.has(Nexthop.FLAG_TUNNEL_VXLAN)) {
            throw Refusal.invalid("next hop " + member.id + " is no VXLAN tunnel, as top-of-rack switches need");
        }
    }

    private static void requireEncap(final Nexthop member) {
        final boolean bridged = member.family == Nexthop.FAMILY_BRIDGE;
        if (member.type == Nexthop.TYPE_ENCAP && member.has(Nexthop.FLAG_MULTICAST) == bridged) {
            throw Refusal.invalid("next hop " + member.id
                    + (bridged ? " is bridged and for multicast" : " is routed and not for multicast"));
        }
    }

    private NexthopDetails tunnel(final int[] members, final int... labels) {
        final int transportLabel = request.value(VrNexthop.TRANSPORT_LABEL);
        final boolean twoLabels = (flags & Nexthop.FLAG_TUNNEL_MPLS_OVER_MPLS) != 0;
        if (twoLabels && (transportLabel < 0 || transportLabel > MAX_LABEL)) {
            throw Refusal.invalid("transport label " + transportLabel + " does not fit 20 bits");
        }
        return new NexthopDetails(
                isIndirect() ? withoutLoop(members) : NexthopDetails.NONE.members(),
                isIndirect() ? labels : NexthopDetails.NONE.labels(),
                0,
                WireMac.fromBytes(request.value(VrNexthop.RW_DST_MAC)),
                twoLabels ? transportLabel : NexthopDetails.NO_LABEL,
                WirePort.fromWire(request.value(VrNexthop.TUN_SPORT)),
                WirePort.fromWire(request.value(VrNexthop.TUN_DPORT)));
    }

    /** Not by recursion: a client may build a chain of any length. */
    private int[] withoutLoop(final int... members) {
        final int id = request.value(VrNexthop.ID);
        final Set<Integer> seen = new HashSet<>();
        final Deque<int[]> open = new ArrayDeque<>();
        open.push(members);
        while (!open.isEmpty()) {
            for (final int member : open.pop()) {
                if (member == id) {
                    throw Refusal.invalid("next hop " + id + " would be its own member");
                }
                final Nexthop nexthop = tables.nexthop(member);
                if (nexthop != null && seen.add(member)) {
                    open.push(nexthop.details.members());
                }
            }
        }
        return members;
    }
}
