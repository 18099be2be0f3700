// SPDX-License-Identifier: Apache-2.0
package net.vireo.vrouter.control;

import net.vireo.sandesh.DumpPage;
import net.vireo.sandesh.ReplyWriter;
import net.vireo.sandesh.SandeshOp;
import net.vireo.sandesh.VrMpls;
import net.vireo.vrouter.table.Tables;

/** {@code vr_mpls_req}: the incoming label map. */
final class MplsHandler implements ObjectHandler<VrMpls> {
    private static final int NO_NEXTHOP = -1;

    private final Tables tables;
    private final Paging paging;

    MplsHandler(final Tables tables, final Paging paging) {
        this.tables = tables;
        this.paging = paging;
    }

    @Override
    public void handle(final VrMpls request, final ReplyWriter reply) {
        final int label = request.value(VrMpls.LABEL);
        switch (request.op()) {
            case ADD -> {
                add(label, request.value(VrMpls.NHID));
                reply.ok();
            }
            case GET -> reply.objects(request.put(VrMpls.NHID, existing(label)));
            case DUMP -> reply.dump(page(request));
            case DEL -> {
                existing(label);
                tables.removeLabel(label);
                reply.ok();
            }
            default -> throw Refusal.unsupported("no such operation on a label");
        }
    }

    /** What makes these labels again. */
    void requests(final StateSnapshot to) {
        for (int label = 0; label < tables.limits().labels(); label++) {
            final int nexthopId = tables.labelNexthopId(label);
            if (nexthopId != NO_NEXTHOP) {
                to.addNamingNexthop(
                        nexthopId,
                        new VrMpls().op(SandeshOp.ADD).put(VrMpls.LABEL, label).put(VrMpls.NHID, nexthopId));
            }
        }
    }

    private void add(final int label, final int nexthopId) {
        Refusal.unlessInRange("label", label, tables.limits().labels());
        if (tables.nexthop(nexthopId) == null) {
            throw Refusal.invalid("label " + label + " names next hop " + nexthopId + ", which does not exist");
        }
        tables.putLabel(label, nexthopId);
    }

    private int existing(final int label) {
        final int nexthopId = tables.labelNexthopId(label);
        if (nexthopId == NO_NEXTHOP) {
            throw Refusal.missing("label " + label + " does not exist");
        }
        return nexthopId;
    }

    /** The original router echoes the request in each entry, the marker included. */
    private DumpPage page(final VrMpls request) {
        final PageFill page = paging.begin();
        final int marker = request.value(VrMpls.MARKER);
        for (int label = Math.max(marker, -1) + 1;
                label > marker && label < tables.limits().labels();
                label++) {
            final int nexthopId = tables.labelNexthopId(label);
            if (nexthopId == NO_NEXTHOP) {
                continue;
            }
            final VrMpls entry = new VrMpls().op(SandeshOp.DUMP).put(VrMpls.MARKER, marker);
            if (!page.offer(entry.put(VrMpls.LABEL, label).put(VrMpls.NHID, nexthopId))) {
                break;
            }
        }
        return page.page();
    }
}
