// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import net.vireo.sandesh.DumpPage;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrNexthop;
import net.vireo.sandesh.WireIpv4;
import net.vireo.vrouter.table.Nexthop;
import net.vireo.vrouter.table.Tables;

/**
 * {@code vr_nexthop_req}: next hops. Keeps each request as it was accepted, since replies repeat fields that lcores have
 * no use for; what the router itself knows better (uses, a resolved Ethernet header) is written over it.
 */
final class NexthopHandler implements ObjectHandler<VrNexthop> {
    private static final byte[] NO_REWRITE = {};

    private final Tables tables;
    private final NexthopObserver observer;
    private final Paging paging;
    private final NavigableMap<Integer, VrNexthop> accepted = new TreeMap<>();

    /** Tunnels whose Ethernet header the router finds itself. */
    private final Set<Integer> unresolved = new HashSet<>();

    /** Those that have members, in the order of their last request. */
    private final Set<Integer> naming = new LinkedHashSet<>();

    NexthopHandler(final Tables tables, final NexthopObserver observer, final Paging paging) {
        this.tables = tables;
        this.observer = observer;
        this.paging = paging;
        clear();
    }

    @Override
    public void handle(final VrNexthop request, final ReplyWriter reply) {
        switch (request.op()) {
            case ADD -> {
                add(request);
                reply.ok();
            }
            case GET -> reply.objects(current(existing(request.value(VrNexthop.ID)), SandeshOp.GET));
            case DUMP -> reply.dump(page(request.value(VrNexthop.MARKER)));
            case DEL -> {
                delete(request.value(VrNexthop.ID));
                reply.ok();
            }
            default -> throw Refusal.unsupported("no such operation on a next hop");
        }
    }

    /** What makes these next hops again, those that want a neighbour with what is known of it. */
    void requests(final StateSnapshot to) {
        // Those that name others were checked against what there was when they came: first and in their order.
        naming.forEach(id -> request(id, accepted.get(id), to));
        accepted.forEach((id, nexthop) -> {
            if (!naming.contains(id)) {
                request(id, nexthop, to);
            }
        });
    }

    private void request(final int id, final VrNexthop nexthop, final StateSnapshot to) {
        final Nexthop now = tables.nexthop(id);
        nexthop.op(SandeshOp.ADD);
        if (unresolved.contains(id)) {
            if (now.resolved) {
                // Told again without a header it keeps the one it has.
                to.addNamingVifs(nexthop.put(VrNexthop.ENCAP, now.rewrite()), now.vifIndex);
            }
            nexthop.put(VrNexthop.ENCAP).put(VrNexthop.ENCAP_LEN, 0);
        }
        to.addNamingVifs(nexthop, now.vifIndex);
    }

    /** Forgets everything that clients made. Called after the tables were cleared. */
    void clear() {
        unresolved.forEach(observer::settled);
        unresolved.clear();
        naming.clear();
        accepted.clear();
        accepted.put(
                Nexthop.DISCARD.id,
                new VrNexthop().put(VrNexthop.TYPE, Nexthop.TYPE_DISCARD).put(VrNexthop.FLAGS, Nexthop.FLAG_VALID));
    }

    private void add(final VrNexthop request) {
        final int id = request.value(VrNexthop.ID);
        final VrNexthop before = accepted.get(id);
        if (before != null && before.value(VrNexthop.TYPE) != request.value(VrNexthop.TYPE)) {
            throw Refusal.invalid("next hop " + id + " is of another type; delete it first");
        }
        if (id == Nexthop.DISCARD.id) {
            return;
        }
        forgetFoundHeader(request);
        final Nexthop nexthop = NexthopCheck.checked(request, tables);
        accepted.put(id, request);
        naming.remove(id);
        if (request.value(VrNexthop.NH_LIST).length > 0) {
            naming.add(id);
        }
        if (nexthop.type == Nexthop.TYPE_TUNNEL && !nexthop.resolved) {
            unresolved.add(id);
            tables.putNexthop(withKnownRewrite(nexthop));
            observer.unresolved(nexthop);
        } else {
            tables.putNexthop(nexthop);
            settle(id);
        }
    }

    /**
     * Who reads a tunnel and adds it again with something changed sends back the Ethernet header that was found for it: the
     * router goes on to look for it itself.
     */
    private void forgetFoundHeader(final VrNexthop request) {
        final Nexthop before = tables.nexthop(request.value(VrNexthop.ID));
        if (before != null
                && unresolved.contains(before.id)
                && request.value(VrNexthop.ENCAP).length > 0
                && Arrays.equals(request.value(VrNexthop.ENCAP), before.rewrite())
                && WireIpv4.fromWire(request.value(VrNexthop.TUN_DIP)) == before.tunnelDestination) {
            request.put(VrNexthop.ENCAP).put(VrNexthop.ENCAP_LEN, 0);
        }
    }

    /** A tunnel that is told again to the same place keeps the Ethernet header that was found for it. */
    private Nexthop withKnownRewrite(final Nexthop tunnel) {
        final Nexthop before = tables.nexthop(tunnel.id);
        final boolean same = before != null
                && before.resolved
                && before.tunnelDestination == tunnel.tunnelDestination
                && before.vifIndex == tunnel.vifIndex;
        return tunnel.withRewrite(same ? before.rewrite() : NO_REWRITE);
    }

    private void delete(final int id) {
        if (id == Nexthop.DISCARD.id) {
            throw Refusal.invalid("next hop 0 cannot be deleted");
        }
        existing(id);
        accepted.remove(id);
        naming.remove(id);
        tables.removeNexthop(id);
        settle(id);
    }

    private void settle(final int id) {
        if (unresolved.remove(id)) {
            observer.settled(id);
        }
    }

    private VrNexthop existing(final int id) {
        final VrNexthop nexthop = accepted.get(id);
        if (nexthop == null) {
            throw Refusal.missing("next hop " + id + " does not exist");
        }
        return nexthop;
    }

    private DumpPage page(final int marker) {
        final PageFill page = paging.begin();
        for (final VrNexthop nexthop : accepted.tailMap(marker, false).values()) {
            if (!page.offer(current(nexthop, SandeshOp.DUMP))) {
                break;
            }
        }
        return page.page();
    }

    /** The kept request with what has changed since; written to the reply before the next call. */
    private VrNexthop current(final VrNexthop nexthop, final SandeshOp op) {
        final int id = nexthop.value(VrNexthop.ID);
        if (unresolved.contains(id)) {
            final byte[] rewrite = tables.nexthop(id).rewrite();
            nexthop.put(VrNexthop.ENCAP, rewrite).put(VrNexthop.ENCAP_LEN, rewrite.length);
        }
        return nexthop.op(op).put(VrNexthop.REF_CNT, 1 + tables.nexthopUses(id));
    }
}
